/**
 * Telegram server: a strict Bot API server on 127.0.0.1 with a small world of people and groups behind it. It accepts and rejects as
 * https://core.telegram.org/bots/api and tdlib/telegram-bot-api do. control.ts says what a test can do with it.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCallRunner } from './call-runner.ts';
import { createChanges } from './changes.ts';
import type { Clock, TelegramServer, TelegramServerOptions } from './control.ts';
import { createFaults } from './faults.ts';
import { createHttpApi } from './http-api.ts';
import { createLimits } from './limits.ts';
import { methods } from './methods/index.ts';
import { createUpdateQueue } from './update-queue.ts';
import { createWebhook } from './webhook.ts';
import { createFileStore } from './world/files.ts';
import { createGroup } from './world/group.ts';
import { createPerson } from './world/person.ts';
import { randomText, type World } from './world/world.ts';

export type * from './control.ts';
export type * from './wire.ts';

const realClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

export async function createTelegramServer(options: TelegramServerOptions = {}): Promise<TelegramServer> {
  const { clock = realClock, privacyMode = true, botUsername = 'ConsonantTestBot' } = options;
  const changes = createChanges();
  const botId = 7_000_000_000 + Math.floor(Math.random() * 100_000_000);
  const token = `${botId}:AA${randomText(24)}`;
  const updates = createUpdateQueue(clock, changes);
  const run = createCallRunner(() => world, methods);
  const world: World = {
    clock,
    changes,
    bot: { id: botId, is_bot: true, first_name: 'Consonant', username: botUsername },
    privacyMode,
    people: new Map(),
    chats: new Map(),
    files: createFileStore(),
    updates,
    webhook: createWebhook({ clock, updates, changes, run }),
    callbacks: new Map(),
    limits: createLimits(clock, options.limits ?? false),
    menus: new Map(),
    profile: new Map(),
    session: { startedMs: clock.now(), isLoggedOut: false },
    calls: [],
    violations: [],
    nextId: 1,
    nextMessageId: 1 + Math.floor(Math.random() * 1000),
  };
  const faults = createFaults();
  let revoked = false;
  const handle = createHttpApi({ world, token, faults, run, isRevoked: () => revoked });
  let bug: unknown;
  const server = createServer((request, response) => {
    handle(request, response).catch(error => {
      bug ??= error;
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const telegram: TelegramServer = {
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    bot: world.bot,
    person: person => createPerson(world, person),
    group: group => createGroup(world, group),
    faults,
    calls: world.calls,
    callsOf: method => world.calls.filter(call => call.method.toLowerCase() === method.toLowerCase()),
    waitForCall(method, test = () => true, deadlineMs) {
      const look = () => telegram.callsOf(method).find(call => call.status !== undefined && test(call));
      return changes.until(look, () => `no such call of ${method}`, deadlineMs);
    },
    async waitUntilDelivered(deadlineMs) {
      const isDelivered = () => (world.updates.pending.length === 0 ? true : undefined);
      await changes.until(isDelivered, () => `${world.updates.pending.length} updates were not taken`, deadlineMs);
    },
    violations: world.violations,
    redeliver: update => world.updates.redeliver(update),
    updates: world.updates.all,
    inject(payload) {
      const update = world.updates.push(payload);
      if (!update) throw new Error('The bot did not ask for updates of this kind.');
      return update;
    },
    async pollFromElsewhere() {
      world.updates.abortPoll('terminated by other getUpdates request; make sure that only one bot instance is running');
    },
    revokeToken() {
      revoked = true;
      world.updates.abortPoll('token revoked');
    },
    expireFiles: () => world.files.expire(),
    setLimits(on) {
      world.limits.isOn = on;
    },
    setPrivacyMode(on) {
      world.privacyMode = on;
    },
    async close() {
      changes.close();
      world.webhook.remove();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      if (bug) throw bug;
    },
    [Symbol.asyncDispose]: () => telegram.close(),
  };
  return telegram;
}
