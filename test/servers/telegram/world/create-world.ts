/** A new world: a bot with a fresh token, and nobody yet. */
import { createCallRunner, recordCall } from '../call-runner.ts';
import { createChanges } from '../changes.ts';
import type { Clock, TelegramServerOptions } from '../control.ts';
import { createFloodWatch } from '../flood-watch.ts';
import { createLimits } from '../limits.ts';
import { methods } from '../methods/index.ts';
import type { RequestBody } from '../request-body.ts';
import { createUpdateQueue } from '../update-queue.ts';
import { createWebhook } from '../webhook.ts';
import { createFileStore } from './files.ts';
import { randomText, type World } from './world.ts';

const realClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

export function createWorld({
  clock = realClock,
  limits = false,
  privacyMode = true,
  botUsername = 'ConsonantTestBot',
}: TelegramServerOptions): World {
  const changes = createChanges();
  const updates = createUpdateQueue(clock, changes);
  const violations: string[] = [];
  const botId = 7_000_000_000 + Math.floor(Math.random() * 100_000_000);

  const run = createCallRunner(() => world, methods);
  const call = async (method: string, body: RequestBody) => {
    const record = recordCall(world, { method, contentType: 'application/json', isWebhookReply: true });
    record.received(body);
    await run({ name: method, body, gone: new AbortController().signal }).then(record.succeeded, record.failed);
  };

  const world: World = {
    clock,
    changes,
    bot: { id: botId, is_bot: true, first_name: 'Consonant', username: botUsername },
    token: `${botId}:AA${randomText(24)}`,
    floodWatch: createFloodWatch(clock, violations),
    privacyMode,
    people: new Map(),
    chats: new Map(),
    files: createFileStore(),
    updates,
    webhook: createWebhook({ clock, updates, changes, call }),
    callbacks: new Map(),
    limits: createLimits(clock, limits),
    menus: new Map(),
    profile: new Map(),
    session: { startedMs: clock.now(), isLoggedOut: false, isRevoked: false },
    calls: [],
    violations,
    nextId: 1,
    nextMessageId: 1 + Math.floor(Math.random() * 1000),
  };
  return world;
}
