/** Updates: getUpdates. Webhooks stand in methods/webhooks.ts. */
import { badRequest, conflict } from '../api-error.ts';
import type { Parameters } from '../parameters.ts';
import type { UpdateQueue } from '../update-queue.ts';
import type { Methods } from './method.ts';

export const updateMethods: Methods = {
  getupdates({ world, parameters, gone }) {
    if (world.webhook.settings) {
      throw conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
    }
    readAllowedUpdates(world.updates, parameters);
    return world.updates.poll({
      offset: parameters.integer('offset'),
      limit: parameters.integer('limit', { otherwise: 100, min: 1, max: 100 }),
      timeoutSeconds: parameters.integer('timeout', { min: 0 }),
      gone,
    });
  },
};

/** Absent: as before. Unknown names count for nothing. */
export function readAllowedUpdates(updates: UpdateQueue, parameters: Parameters): void {
  const allowed = parameters.json('allowed_updates', 'allowed_updates');
  if (allowed === undefined) return;
  if (!Array.isArray(allowed) || !allowed.every(kind => typeof kind === 'string'))
    throw badRequest("can't parse allowed_updates");
  updates.allowed = allowed;
}
