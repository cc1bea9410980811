/** Store: interactions that are under way; dispatches them, and ends them when their time is over. */
import { randomBytes } from 'node:crypto';
import type { World } from '../world/world.ts';
import type { InteractionRecord } from './record.ts';

export type NewInteraction = Omit<
  InteractionRecord,
  'token' | 'startedAtMs' | 'response' | 'hasFailed' | 'hasExpired' | 'followUpIds'
>;

export interface Interactions {
  /** Sends INTERACTION_CREATE to the app; `payload` becomes its data, beside id and token. */
  start(interaction: NewInteraction, payload: object): InteractionRecord;
  get(id: string): InteractionRecord | undefined;
  find(id: string, token: string): InteractionRecord | undefined;
  /** For webhooks; undefined: forged, or expired. */
  byToken(applicationId: string, token: string): InteractionRecord | undefined;
}

export const usualResponseDeadlineMs = 3000;
const tokenLifetimeMs = 15 * 60_000;

export function createInteractions(world: World, responseDeadlineMs: number = usualResponseDeadlineMs): Interactions {
  const interactions = new Map<string, InteractionRecord>();
  const byToken = new Map<string, InteractionRecord>();

  return {
    start(fields, payload) {
      const secret = randomBytes(48).toString('base64url');
      const startedAtMs = world.clock.now();
      const ageMs = () => world.clock.now() - startedAtMs;
      const interaction: InteractionRecord = {
        ...fields,
        token: Buffer.from(`interaction:${fields.id}:${secret}`).toString('base64url'),
        startedAtMs,
        get hasFailed() {
          return this.response === undefined && ageMs() >= responseDeadlineMs;
        },
        get hasExpired() {
          return ageMs() >= tokenLifetimeMs;
        },
        followUpIds: [],
      };
      interactions.set(interaction.id, interaction);
      byToken.set(interaction.token, interaction);
      const { id, token, type, app, guildId } = interaction;
      const data = { id, application_id: app.id, type, token, version: 1, ...payload };
      world.announce({ name: 'INTERACTION_CREATE', guildId, botId: app.botId, data: () => data });
      return interaction;
    },
    get: id => interactions.get(id),
    find(id, token) {
      const found = interactions.get(id);
      return found?.token === token ? found : undefined;
    },
    byToken(applicationId, token) {
      const found = byToken.get(token);
      return found && found.app.id === applicationId && !found.hasExpired ? found : undefined;
    },
  };
}
