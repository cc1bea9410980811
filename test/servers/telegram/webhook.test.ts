import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { Telegraf } from 'telegraf';
import { createManualTime } from '../../support/manual-time.ts';
import { callApi } from './api-client.ts';
import { createChanges } from './changes.ts';
import { createTelegramServer, type Update } from './telegram-server.ts';

/** The bot's side: what arrives, and the answers it gives, one after another; 200 when there are no more. */
async function createReceiver(answers: readonly { status: number; body?: object; headers?: Record<string, string> }[] = []) {
  const received: { update: Update; secret: string | undefined }[] = [];
  const changes = createChanges();
  const remaining = [...answers];
  const handle: RequestListener = async (request, response) => {
    const chunks = await Array.fromAsync(request as AsyncIterable<Buffer>);
    const secret = request.headers['x-telegram-bot-api-secret-token'] as string | undefined;
    received.push({ update: JSON.parse(Buffer.concat(chunks).toString()), secret });
    const { status, body, headers } = remaining.shift() ?? { status: 200 };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body && JSON.stringify(body));
    changes.notify();
  };
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    texts: () => received.map(({ update }) => update.message?.text),
    until: (count: number) =>
      changes.until(
        () => received.length >= count || undefined,
        () => `${received.length} of ${count} updates`,
      ),
    async [Symbol.asyncDispose]() {
      changes.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

test('updates come with the secret, in order in each chat', async () => {
  await using telegram = await createTelegramServer();
  await using receiver = await createReceiver();
  const [ada, bob] = [telegram.person({ firstName: 'Ada' }), telegram.person({ firstName: 'Bob' })];
  ada.send(ada.privateChat, 'before');
  await callApi(telegram, 'setWebhook', { url: receiver.url, secret_token: 'se-cr_et', allowed_updates: ['message'] });
  for (let index = 0; index < 20; index += 1) for (const person of [ada, bob]) person.send(person.privateChat, `${index}`);
  await telegram.waitUntilDelivered();
  const of = (id: number) =>
    receiver.received.filter(({ update }) => update.message?.from?.id === id).map(({ update }) => update.message?.text);
  const numbers = Array.from({ length: 20 }, (_, index) => `${index}`);
  assert.deepEqual(of(ada.id), ['before', ...numbers]);
  assert.deepEqual(of(bob.id), numbers);
  assert.ok(receiver.received.every(({ secret }) => secret === 'se-cr_et'));
  const { result } = await callApi(telegram, 'getWebhookInfo');
  assert.deepEqual([result.url, result.pending_update_count, result.allowed_updates], [receiver.url, 0, ['message']]);
});

test('what fails comes again: at once, then later and later, and nothing overtakes it in its chat', async () => {
  const time = createManualTime();
  await using telegram = await createTelegramServer({ clock: time });
  await using receiver = await createReceiver([{ status: 500 }, { status: 502 }, { status: 500 }]);
  const ada = telegram.person({ firstName: 'Ada' });
  await callApi(telegram, 'setWebhook', { url: receiver.url });
  ada.send(ada.privateChat, 'one');
  ada.send(ada.privateChat, 'two');
  await receiver.until(2);
  await telegram.waitForWebhookError();
  const { result } = await callApi(telegram, 'getWebhookInfo');
  assert.equal(result.last_error_message, 'Wrong response from the webhook: 502 Bad Gateway');
  time.advance(1999);
  assert.equal(time.waiting(), 1);
  time.advance(1);
  await receiver.until(3);
  await telegram.waitForWebhookError();
  time.advance(3999);
  assert.equal(time.waiting(), 1);
  time.advance(1);
  await telegram.waitUntilDelivered();
  assert.deepEqual(receiver.texts(), ['one', 'one', 'one', 'one', 'two']);
});

test('a bot that asks for more time gets it', async () => {
  const time = createManualTime();
  await using telegram = await createTelegramServer({ clock: time });
  await using receiver = await createReceiver([{ status: 429, headers: { 'retry-after': '7' } }]);
  const ada = telegram.person({ firstName: 'Ada' });
  await callApi(telegram, 'setWebhook', { url: receiver.url });
  ada.send(ada.privateChat, 'one');
  await telegram.waitForWebhookError();
  time.advance(6999);
  assert.equal(time.waiting(), 1);
  time.advance(1);
  await telegram.waitUntilDelivered();
  assert.deepEqual(receiver.texts(), ['one', 'one']);
});

test('a call in the answer is made', async () => {
  await using telegram = await createTelegramServer();
  const ada = telegram.person({ firstName: 'Ada' });
  const body = { method: 'sendMessage', chat_id: ada.id, text: 'In the answer.' };
  await using receiver = await createReceiver([
    { status: 200, body },
    { status: 200, body: { method: 'deleteWebhook' } },
  ]);
  await callApi(telegram, 'setWebhook', { url: receiver.url });
  ada.start();
  assert.equal((await ada.privateChat.nextFromBot()).text, 'In the answer.');
  assert.equal((await telegram.waitForCall('sendMessage')).isWebhookReply, true);
  ada.send(ada.privateChat, 'and now?');
  await telegram.waitUntilDelivered();
  assert.deepEqual(telegram.callsOf('deleteWebhook'), []);
});

test('telegraf runs behind a webhook', async () => {
  await using telegram = await createTelegramServer();
  const bot = new Telegraf(telegram.token, { telegram: { apiRoot: telegram.apiRoot } });
  bot.start(context => context.reply(`Hello, ${context.from.first_name}.`));
  const server = createServer(bot.webhookCallback('/hook', { secretToken: 'right' })).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  await bot.telegram.setWebhook(url, { secret_token: 'right' });
  const ada = telegram.person({ firstName: 'Ada' });
  ada.start();
  assert.equal((await ada.privateChat.nextFromBot()).text, 'Hello, Ada.');
  await bot.telegram.deleteWebhook({ drop_pending_updates: true });
  assert.equal((await bot.telegram.getWebhookInfo()).url, '');
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});
