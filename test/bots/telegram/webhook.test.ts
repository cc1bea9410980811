import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { openWebhook, type Webhook, webhookDefaults } from '../../../src/bots/telegram/updates/webhook.ts';
import type { Update } from '../../../src/bots/telegram/wire.ts';
import { createMemoryLog } from '../../commands/requests.ts';
import { refusal } from '../../engine/support.ts';
import { createTelegramServer } from '../../servers/telegram/telegram-server.ts';
import { createStage } from './stage.ts';

describe('the webhook', () => {
  let webhook: Webhook;
  let taken: Update[] = [];
  let isFull = false;
  let fault: Error | undefined;
  const secret = 'a-secret-that-Telegram-knows';
  const update = JSON.stringify({ update_id: 7, message: { message_id: 1 } });
  before(async () => {
    webhook = await openWebhook(
      { url: 'https://bot.example.org/hooks/telegram', host: '127.0.0.1', port: 0 },
      {
        secret,
        log: createMemoryLog([]),
        hasRoom: () => !isFull,
        async take(updates) {
          if (fault) throw fault;
          taken.push(...updates);
        },
      },
    );
  });
  after(() => webhook.close());

  function call(options: { path?: string; method?: string; secret?: string; body?: string | Buffer } = {}): Promise<number> {
    const { path = '/hooks/telegram', method = 'POST', body = update } = options;
    const given = 'secret' in options ? options.secret : secret;
    const headers = given === undefined ? {} : { 'X-Telegram-Bot-Api-Secret-Token': given };
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const sent = request({ host: '127.0.0.1', port: webhook.port, path, method, headers }, response => {
      response.resume();
      resolve(response.statusCode!);
    });
    // A body that nobody wants is cut off, after the answer or before it.
    sent.on('error', reject);
    sent.end(method === 'GET' ? undefined : body);
    return promise;
  }

  test('takes an update that comes with the secret', async () => {
    taken = [];
    assert.equal(await call(), 200);
    assert.equal(await call({ path: '/hooks/telegram?x=1' }), 200);
    assert.deepEqual(
      taken.map(({ update_id }) => update_id),
      [7, 7],
    );
  });

  for (const [what, options, status] of [
    ['no secret', { secret: undefined }, 401],
    ['another secret', { secret: 'something else' }, 401],
    ['a part of the secret', { secret: secret.slice(0, -1) }, 401],
    ['the secret at another path', { path: '/hooks' }, 404],
    ['the secret by another method', { method: 'GET' }, 405],
    ['no JSON', { body: '{"update_id":' }, 400],
    ['JSON that is no update', { body: '{"ok":true}' }, 400],
    ['JSON that is nothing', { body: 'null' }, 400],
  ] as const) {
    test(`refuses ${what} with ${status}, and takes nothing`, async () => {
      taken = [];
      assert.equal(await call(options), status);
      assert.deepEqual(taken, []);
    });
  }

  test('refuses a body that is too large, before it has all of it', async () => {
    const body = Buffer.alloc(20 * webhookDefaults.maximumBytes, 32);
    const status = await call({ body }).catch((error: NodeJS.ErrnoException) => error.code);
    assert.ok(status === 413 || status === 'ECONNRESET' || status === 'EPIPE', `${status}`);
    taken = [];
    assert.equal(await call(), 200, 'and goes on');
  });

  test('says that it is busy, so that Telegram comes again', async () => {
    isFull = true;
    assert.equal(await call(), 503);
    isFull = false;
    fault = new Error('the disk is full');
    assert.equal(await call(), 500);
    fault = undefined;
    assert.equal(await call(), 200);
  });

  test('refuses a port that is taken', async () => {
    const settings = { url: 'https://bot.example.org/', host: '127.0.0.1', port: webhook.port };
    const parts = { secret, log: createMemoryLog([]), hasRoom: () => true, take: async () => {} };
    await assert.rejects(openWebhook(settings, parts), refusal('webhook-port'));
  });
});

describe('a bot with a webhook', () => {
  test('is brought its updates, each once, and leaves the webhook when it stops', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/hooks/telegram`;
    await using stage = await createStage({ bot: { webhook: { url, host: '127.0.0.1', port } } });
    const ada = stage.telegram.person({ firstName: 'Ada' });
    ada.start();
    assert.match((await ada.privateChat.nextFromBot()).text, /^Hello!/);
    stage.telegram.redeliver(stage.telegram.updates.at(-1)!);
    await stage.telegram.waitUntilDelivered();
    ada.send(ada.privateChat, '/queue');
    assert.match((await ada.privateChat.nextFromBot()).text, /^Nothing plays/);
    assert.equal(stage.telegram.callsOf('getUpdates').length, 0);
    await stage.stop();
    assert.equal(stage.telegram.callsOf('deleteWebhook').length, 0);
    assert.deepEqual(stage.telegram.violations, []);
  });

  test('whose token is revoked ends when it wants to say something', async () => {
    const port = await freePort();
    await using stage = await createStage({ bot: { webhook: { url: `http://127.0.0.1:${port}/`, host: '127.0.0.1', port } } });
    const ada = stage.telegram.person({ firstName: 'Ada' });
    stage.telegram.revokeToken();
    ada.start();
    assert.match((await stage.ended).message, /^Telegram does not accept TELEGRAM_TOKEN/);
  });

  test('that Telegram does not take says so, and leaves no server behind', async () => {
    const port = await freePort();
    await using telegram = await createTelegramServer();
    telegram.faults.add('setWebhook', {
      kind: 'error',
      code: 400,
      description: 'Bad Request: bad webhook: HTTPS url must be provided',
    });
    const webhook = { url: `http://127.0.0.1:${port}/`, host: '127.0.0.1', port };
    await assert.rejects(createStage({ telegram, bot: { webhook } }), refusal('telegram-webhook'));
    const parts = { secret: 'x', log: createMemoryLog([]), hasRoom: () => true, take: async () => {} };
    await (await openWebhook(webhook, parts)).close();
  });

  test('refuses a secret that Telegram would not take, and tells nothing of it', async () => {
    await assert.rejects(createStage({ bot: { webhookSecret: 'with blanks' } }), refusal('telegram-secret'));
  });
});

async function freePort(): Promise<number> {
  const parts = { secret: 'x', log: createMemoryLog([]), hasRoom: () => true, take: async () => {} };
  const webhook = await openWebhook({ url: 'https://bot.example.org/', host: '127.0.0.1', port: 0 }, parts);
  await webhook.close();
  return webhook.port;
}
