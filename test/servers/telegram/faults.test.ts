import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Telegraf } from 'telegraf';
import { callApi, oggOpus, uploadTo } from './api-client.ts';
import {
  badGatewayFault,
  badGatewayPageFault,
  internalErrorFault,
  tooManyRequestsFault,
  voicesForbiddenFault,
} from './faults.ts';
import { createTelegramServer } from './telegram-server.ts';

async function start() {
  const telegram = await createTelegramServer();
  const ada = telegram.person({ firstName: 'Ada' });
  ada.start();
  return { telegram, ada, send: () => callApi(telegram, 'sendMessage', { chat_id: ada.id, text: 'x' }) };
}

test('an error comes as often as it was planned, with its parameters, and nothing is executed', async () => {
  const { telegram, ada, send } = await start();
  await using _ = telegram;
  telegram.faults.add('sendMessage', tooManyRequestsFault(3));
  telegram.faults.add('*', internalErrorFault, 2);
  const { status, description, parameters } = await send();
  assert.deepEqual([status, description, parameters], [429, 'Too Many Requests: retry after 3', { retry_after: 3 }]);
  assert.equal((await callApi(telegram, 'getMe')).status, 500);
  assert.equal(telegram.faults.pending, 1);
  assert.ok((await callApi(telegram, 'getUpdates')).ok, 'polls are not meant by *');
  assert.equal((await send()).status, 500);
  assert.equal(telegram.faults.pending, 0);
  assert.equal(ada.privateChat.messages.length, 1);
  assert.ok((await send()).ok);
});

test('telegraf reads the errors', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  const bot = new Telegraf(telegram.token, { telegram: { apiRoot: telegram.apiRoot } });
  telegram.faults.add('sendMessage', badGatewayFault);
  await assert.rejects(bot.telegram.sendMessage(ada.id, 'x'), { message: '502: Bad Gateway' });
  telegram.faults.add('sendMessage', badGatewayPageFault);
  await assert.rejects(bot.telegram.sendMessage(ada.id, 'x'), { message: '502: Bad Gateway' });
  telegram.faults.add('sendMessage', voicesForbiddenFault);
  await assert.rejects(bot.telegram.sendMessage(ada.id, 'x'), { message: '400: Bad Request: VOICE_MESSAGES_FORBIDDEN' });
  telegram.faults.add('sendMessage', { kind: 'drop', when: 'answer' });
  await assert.rejects(bot.telegram.sendMessage(ada.id, 'x'), { name: 'FetchError' });
});

test('connections are cut before, in the middle of the upload, and after it was executed', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  const upload = () => uploadTo(telegram, 'sendVoice', { chat_id: ada.id, voice: { bytes: oggOpus(1, 1024 * 1024) } });
  telegram.faults.add('sendVoice', { kind: 'drop', when: 'before' });
  await assert.rejects(upload());
  telegram.faults.add('sendVoice', { kind: 'drop', when: 'upload' });
  await assert.rejects(upload());
  assert.equal(ada.privateChat.messages.length, 1);
  telegram.faults.add('sendVoice', { kind: 'drop', when: 'answer' });
  await assert.rejects(upload());
  assert.equal(ada.privateChat.messages.length, 2);
  assert.deepEqual(
    telegram.calls.map(({ status }) => status),
    [0, 0, 0],
  );
});

test('a call is held before or after it is executed', async () => {
  const { telegram, ada, send } = await start();
  await using _ = telegram;
  for (const [execute, description] of [
    ['before', undefined],
    ['after', 'Forbidden: bot was blocked by the user'],
  ] as const) {
    const { promise, resolve } = Promise.withResolvers<void>();
    telegram.faults.add('sendMessage', { kind: 'hold', until: promise, execute });
    const sent = send();
    await telegram.waitForArrival('sendMessage', ({ status }) => status === undefined);
    ada.blockBot();
    resolve();
    assert.equal((await sent).description, description);
    ada.unblockBot();
  }
});

test('a download is refused, cut, or cut in the middle', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  const { media } = ada.sendMedia(ada.privateChat, { kind: 'voice', bytes: oggOpus(1) });
  const { result } = await callApi(telegram, 'getFile', { file_id: media!.fileId });
  const get = () => fetch(`${telegram.apiRoot}/file/bot${telegram.token}/${result.file_path}`);
  telegram.faults.add('download', internalErrorFault);
  assert.equal((await get()).status, 500);
  telegram.faults.add('download', { kind: 'drop', when: 'before' });
  await assert.rejects(get());
  telegram.faults.add('download', { kind: 'drop', when: 'answer' });
  await assert.rejects(async () => (await get()).arrayBuffer());
  assert.equal((await get()).status, 200);
});

test('closing ends all that waits', async () => {
  const { telegram, ada } = await start();
  const waiting = assert.rejects(ada.privateChat.nextFromBot(), /the loopback Telegram was closed/);
  const polling = assert.rejects(callApi(telegram, 'getUpdates', { offset: 999_999_999_999, timeout: 30 }));
  await telegram.waitUntilPolling();
  await telegram.close();
  await Promise.all([waiting, polling]);
});
