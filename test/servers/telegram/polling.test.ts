import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Telegraf } from 'telegraf';
import { createManualTime } from '../../support/manual-time.ts';
import { callApi } from './api-client.ts';
import { createTelegramServer, type TelegramServer, type Update } from './telegram-server.ts';

const poll = async (telegram: TelegramServer, parameters: object = {}): Promise<readonly Update[]> => {
  const { result, description } = await callApi(telegram, 'getUpdates', parameters);
  assert.equal(description, undefined);
  return result;
};
const texts = (updates: readonly Update[]) => updates.map(update => update.message?.text);

/** Polls with an offset of its own each time, as no loop does: one with the same offset again is answered late. */
async function serverWithThree() {
  const telegram = await createTelegramServer();
  const ada = telegram.person({ firstName: 'Ada' });
  for (const text of ['one', 'two', 'three']) ada.send(ada.privateChat, text);
  return { telegram, ada };
}

test('telegraf polls, and answers what people write', async () => {
  await using telegram = await createTelegramServer();
  const bot = new Telegraf(telegram.token, { telegram: { apiRoot: telegram.apiRoot } });
  bot.start(context => context.reply(`Hello, ${context.from.first_name}; ${context.payload}.`));
  bot.command('say', context => context.reply(`I say ${context.args.join(' ')}.`));
  const running = bot.launch();
  const ada = telegram.person({ firstName: 'Ada' });
  ada.start('from-a-link');
  assert.equal((await ada.privateChat.nextFromBot()).text, 'Hello, Ada; from-a-link.');
  ada.send(ada.privateChat, '/say it again');
  assert.equal((await ada.privateChat.nextFromBot()).text, 'I say it again.');
  await telegram.waitUntilDelivered();
  bot.stop();
  await running;
  assert.deepEqual(telegram.violations, []);
});

test('an offset confirms what lies before it; until then updates come again', async () => {
  const { telegram } = await serverWithThree();
  await using _ = telegram;
  const first = await poll(telegram);
  assert.deepEqual(texts(first), ['one', 'two', 'three']);
  assert.deepEqual(
    first.map(({ update_id }) => update_id - first[0].update_id),
    [0, 1, 2],
  );
  assert.deepEqual(texts(await poll(telegram, { offset: first[0].update_id })), ['one', 'two', 'three']);
  assert.deepEqual(texts(await poll(telegram, { offset: first[1].update_id, limit: 1 })), ['two']);
  assert.deepEqual(texts(await poll(telegram, { offset: first[2].update_id + 1 })), []);
  await telegram.waitUntilDelivered();
});

test('a negative offset keeps only the last ones', async () => {
  const { telegram } = await serverWithThree();
  await using _ = telegram;
  assert.deepEqual(texts(await poll(telegram, { offset: -1 })), ['three']);
  assert.deepEqual(texts(await poll(telegram, { offset: 0 })), ['three']);
});

test('only kinds that were asked for are kept, also from before they were asked for', async () => {
  await using telegram = await createTelegramServer();
  const ada = telegram.person({ firstName: 'Ada' });
  await poll(telegram, { allowed_updates: ['message'] });
  const message = ada.send(ada.privateChat, 'first');
  ada.edit(message, 'changed');
  ada.blockBot();
  assert.deepEqual(
    telegram.updates.map(update => Object.keys(update)[1]),
    ['message'],
  );
  await poll(telegram, { offset: 1, allowed_updates: [] });
  ada.unblockBot();
  assert.equal(telegram.updates.at(-1)?.my_chat_member?.new_chat_member.status, 'member');
});

test('of other members a bot is told only if it asks, and is an administrator', async () => {
  await using telegram = await createTelegramServer();
  const [ada, bob] = [telegram.person({ firstName: 'Ada' }), telegram.person({ firstName: 'Bob' })];
  const group = telegram.group({ title: 'Choir', members: [ada, bob], bot: 'administrator' });
  const told = () => telegram.updates.filter(update => update.chat_member).length;
  group.restrict(bob, { can_send_voice_notes: false });
  assert.equal(told(), 0);
  await poll(telegram, { allowed_updates: ['message', 'chat_member'] });
  group.demote(bob);
  assert.equal(told(), 1);
  group.demote('bot');
  group.restrict(bob, { can_send_voice_notes: false });
  assert.equal(told(), 1);
});

test('a long poll waits for an update, or for its time', async () => {
  const time = createManualTime();
  await using telegram = await createTelegramServer({ clock: time });
  const ada = telegram.person({ firstName: 'Ada' });
  const empty = poll(telegram, { timeout: 30 });
  await telegram.waitUntilPolling();
  time.advance(30_000);
  assert.deepEqual(await empty, []);
  const full = poll(telegram, { offset: 1, timeout: 30 });
  await telegram.waitUntilPolling();
  ada.send(ada.privateChat, 'now');
  assert.deepEqual(texts(await full), ['now']);
});

test('a client that goes away leaves its updates for the next poll', async () => {
  await using telegram = await createTelegramServer();
  const ada = telegram.person({ firstName: 'Ada' });
  const gone = new AbortController();
  const aborted = assert.rejects(callApi(telegram, 'getUpdates', { timeout: 30 }, gone.signal));
  await telegram.waitUntilPolling();
  gone.abort();
  await aborted;
  ada.send(ada.privateChat, 'still there');
  assert.deepEqual(texts(await poll(telegram, { offset: 1 })), ['still there']);
});

test('a second poller ends the first', async () => {
  await using telegram = await createTelegramServer();
  const first = callApi(telegram, 'getUpdates', { timeout: 30 });
  await telegram.waitUntilPolling();
  const second = callApi(telegram, 'getUpdates', { offset: 1, timeout: 30 });
  const { status, description } = await first;
  const expected = 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';
  assert.deepEqual([status, description], [409, expected]);
  await telegram.waitUntilPolling();
  await telegram.pollFromElsewhere();
  assert.equal((await second).status, 409);
});

test('a webhook ends polling', async () => {
  await using telegram = await createTelegramServer();
  const polling = callApi(telegram, 'getUpdates', { timeout: 30 });
  await telegram.waitUntilPolling();
  await callApi(telegram, 'setWebhook', { url: 'http://127.0.0.1:9/' });
  assert.equal((await polling).description, 'Conflict: terminated by setWebhook request');
  const { description } = await callApi(telegram, 'getUpdates');
  assert.equal(
    description,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  );
  await callApi(telegram, 'deleteWebhook', {});
  assert.ok((await callApi(telegram, 'getUpdates', { offset: 1 })).ok);
});

test('an update can come again under its old id', async () => {
  const { telegram, ada } = await serverWithThree();
  await using _ = telegram;
  const [one, , three] = await poll(telegram);
  await poll(telegram, { offset: three.update_id + 1 });
  ada.send(ada.privateChat, 'four');
  telegram.redeliver(one);
  assert.deepEqual(texts(await poll(telegram)), ['one', 'four']);
});

test('a revoked token ends everything with 401', async () => {
  await using telegram = await createTelegramServer();
  const polling = callApi(telegram, 'getUpdates', { timeout: 30 });
  await telegram.waitUntilPolling();
  telegram.revokeToken();
  assert.deepEqual(await polling, { status: 401, ok: false, error_code: 401, description: 'Unauthorized' });
  assert.equal((await callApi(telegram, 'getMe')).status, 401);
});
