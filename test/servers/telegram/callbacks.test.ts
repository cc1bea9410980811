import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Markup, Telegraf } from 'telegraf';
import { createManualTime } from '../../support/manual-time.ts';
import { callApi } from './api-client.ts';
import { createTelegramServer, type TelegramServer } from './telegram-server.ts';

const tooOld = 'Bad Request: query is too old and response timeout expired or query ID is invalid';

async function withButtons(telegram: TelegramServer) {
  const ada = telegram.person({ firstName: 'Ada' });
  ada.start();
  const inline_keyboard = [
    [
      { text: 'Yes', callback_data: 'yes' },
      { text: 'Site', url: 'https://example.com/' },
    ],
  ];
  await callApi(telegram, 'sendMessage', { chat_id: ada.id, text: 'Sure?', reply_markup: { inline_keyboard } });
  return { ada, question: await ada.privateChat.nextFromBot() };
}

test('telegraf is told of a press, answers it, and changes the message', async () => {
  await using telegram = await createTelegramServer();
  const bot = new Telegraf(telegram.token, { telegram: { apiRoot: telegram.apiRoot } });
  bot.start(context => context.reply('Sure?', Markup.inlineKeyboard([Markup.button.callback('Yes', 'yes:1')])));
  bot.action(/^yes:(\d)$/, async context => {
    await context.answerCbQuery(`Got ${context.match[1]}`, { show_alert: true });
    await context.editMessageText('Done.');
  });
  const running = bot.launch();
  const ada = telegram.person({ firstName: 'Ada' });
  ada.start();
  const question = await ada.privateChat.nextFromBot();
  assert.deepEqual(await ada.press(question, 'Yes').answered(), { text: 'Got 1', showAlert: true });
  const done = await ada.privateChat.waitFor(message => message.text === 'Done.');
  assert.deepEqual([done.id, done.isEdited, done.buttons], [question.id, true, []]);
  assert.throws(() => ada.press(question, 'Yes'), /has no button "Yes"/);
  bot.stop();
  await running;
  assert.deepEqual(telegram.violations, []);
});

test('a query is answered once, by its id, with at most 200 units', async () => {
  await using telegram = await createTelegramServer();
  const { ada, question } = await withButtons(telegram);
  const press = ada.press(question, 'Yes');
  const { id, data, message } = telegram.updates.at(-1)!.callback_query!;
  assert.deepEqual([id, data, message?.message_id], [press.queryId, 'yes', question.id]);
  const answer = async (parameters: object) =>
    (await callApi(telegram, 'answerCallbackQuery', { callback_query_id: id, ...parameters })).description;
  assert.equal(await answer({ text: 'x'.repeat(201) }), 'Bad Request: MESSAGE_TOO_LONG');
  assert.equal(await answer({ url: 'https://example.com/' }), 'Bad Request: URL_INVALID');
  assert.equal(await answer({ url: `https://t.me/${telegram.bot.username}?start=abc` }), undefined);
  assert.equal(await answer({}), tooOld);
  assert.deepEqual(await press.answered(), { showAlert: false, url: `https://t.me/${telegram.bot.username}?start=abc` });
});

test('a query grows too old, which is the fault of the bot', async () => {
  const time = createManualTime();
  await using telegram = await createTelegramServer({ clock: time });
  const { ada, question } = await withButtons(telegram);
  const { queryId } = ada.press(question, 'Yes');
  time.advance(15_001);
  assert.equal((await callApi(telegram, 'answerCallbackQuery', { callback_query_id: queryId })).description, tooOld);
  assert.deepEqual(telegram.violations, ['a callback query was not answered within 15 s']);
});

test('people press only what they see', async () => {
  await using telegram = await createTelegramServer();
  const { ada, question } = await withButtons(telegram);
  const bob = telegram.person({ firstName: 'Bob' });
  assert.throws(() => bob.press(question, 'Yes'), /Bob does not see message/);
  assert.throws(() => ada.press(question, 'No'), /has no button "No", only: "Yes", "Site"/);
  assert.throws(() => ada.press(question, 'Site'), /is a link/);
  await callApi(telegram, 'deleteMessage', { chat_id: ada.id, message_id: question.id });
  assert.throws(() => ada.press(question, 'Yes'), /Ada does not see message/);
});

test('a press that is never answered rejects at its deadline', async () => {
  await using telegram = await createTelegramServer();
  const { ada, question } = await withButtons(telegram);
  await assert.rejects(ada.press(question, 'Yes').answered(1), /not within 1 ms: "Yes" was not answered/);
});
