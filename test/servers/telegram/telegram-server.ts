/**
 * Telegram server: a strict Bot API server on 127.0.0.1 with a small world of people and groups behind it. It accepts and rejects as
 * https://core.telegram.org/bots/api and tdlib/telegram-bot-api do. control.ts says what a test can do with it.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unauthorized } from './api-error.ts';
import { createCallRunner } from './call-runner.ts';
import type { TelegramServer, TelegramServerOptions } from './control.ts';
import { createFaults } from './faults.ts';
import { createHttpApi } from './http-api.ts';
import { CALLBACK_SECONDS } from './methods/callbacks.ts';
import { methods } from './methods/index.ts';
import { profileText } from './methods/me.ts';
import { otherPoller } from './update-queue.ts';
import { createWorld } from './world/create-world.ts';
import { createGroup } from './world/group.ts';
import { menuFor, privateChat } from './world/menus.ts';
import { createPerson } from './world/person.ts';
import type { World } from './world/world.ts';

export type * from './control.ts';
export type * from './wire.ts';

export async function createTelegramServer(options: TelegramServerOptions = {}): Promise<TelegramServer> {
  const world = createWorld(options);
  const faults = createFaults();
  const handle = createHttpApi({ world, faults, run: createCallRunner(() => world, methods) });
  let bug: unknown;
  const server = createServer((request, response) => {
    handle(request, response).catch(error => {
      bug ??= error;
      response.destroy();
    });
  });
  // As long as the real front end: a shorter one would cut connections that clients are about to use again.
  server.keepAliveTimeout = 75_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const { changes, updates } = world;
  const telegram: TelegramServer = {
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: world.token,
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
    waitForArrival(method, test = () => true, deadlineMs) {
      const look = () => telegram.callsOf(method).find(call => call.hasArrived && test(call));
      return changes.until(look, () => `no call of ${method} arrived`, deadlineMs);
    },
    async waitForWebhookError(deadlineMs) {
      await changes.until(
        () => world.webhook.takeError() || undefined,
        () => 'no webhook failed',
        deadlineMs,
      );
    },
    async waitUntilDelivered(deadlineMs) {
      const isDelivered = () => (updates.pending.length === 0 ? true : undefined);
      await changes.until(isDelivered, () => `${updates.pending.length} updates were not taken`, deadlineMs);
    },
    async waitUntilPolling(deadlineMs) {
      await changes.until(
        () => updates.isPolling || undefined,
        () => 'nobody polls',
        deadlineMs,
      );
    },
    get violations() {
      return [...world.violations, ...unanswered(world)];
    },
    redeliver: update => updates.redeliver(update),
    updates: updates.all,
    inject(payload) {
      const update = updates.push(payload);
      if (!update) throw new Error('The bot did not ask for updates of this kind.');
      return update;
    },
    async pollFromElsewhere() {
      await telegram.waitUntilPolling();
      updates.abortPoll(otherPoller());
    },
    revokeToken() {
      world.session.isRevoked = true;
      updates.abortPoll(unauthorized());
    },
    menu: (person, chat) => menuFor(world, person.id, world.chats.get(chat?.id ?? person.id) ?? privateChat(person.id)),
    profile: (language = '') => ({
      description: profileText(world, 'description', language),
      shortDescription: profileText(world, 'short_description', language),
    }),
    vanish(message) {
      const file = world.files.get(message.media?.fileId ?? '');
      if (!file) throw new Error(`Message ${message.id} has no file.`);
      file.isGone = true;
    },
    expireFiles: () => world.files.expire(),
    forget() {
      updates.forget();
      world.calls.length = 0;
      for (const chat of world.chats.values()) {
        chat.messages.clear();
        chat.untaken.length = 0;
        chat.actions.length = 0;
        chat.clearedActions = 0;
      }
    },
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

/** The person's client shows a spinner on the button until the bot answers. */
function unanswered(world: World): readonly string[] {
  const oldestMs = world.clock.now() - CALLBACK_SECONDS * 1000;
  const forgotten = [...world.callbacks.values()].filter(({ answer, askedMs }) => !answer && askedMs < oldestMs);
  return forgotten.map(() => `a callback query was not answered within ${CALLBACK_SECONDS} s`);
}
