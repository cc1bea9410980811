import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualTime } from '../../support/manual-time.ts';
import { callApi, mp3, uploadTo } from './api-client.ts';
import { createTelegramServer } from './telegram-server.ts';

const start = async (options = {}) => {
  const telegram = await createTelegramServer(options);
  const ada = telegram.person({ firstName: 'Ada' });
  ada.start();
  return { telegram, ada };
};

test('a message is shown as it was sent', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  const [asked] = ada.privateChat.messages;
  const { result } = await callApi(telegram, 'sendMessage', {
    chat_id: ada.id,
    text: 'Hi <b>you</b>',
    parse_mode: 'HTML',
    disable_notification: true,
    protect_content: true,
    link_preview_options: { is_disabled: true },
    reply_parameters: { message_id: asked.id, quote: 'start' },
    reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'b' }], []] },
  });
  const shown = await ada.privateChat.nextFromBot();
  const { text, isSilent, isProtected, replyToId, quote, buttons, isEdited } = shown;
  assert.deepEqual(
    { text, isSilent, isProtected, replyToId, quote, buttons, isEdited },
    {
      text: 'Hi you',
      isSilent: true,
      isProtected: true,
      replyToId: asked.id,
      quote: 'start',
      buttons: [[{ text: 'a', callback_data: 'b' }]],
      isEdited: false,
    },
  );
  assert.deepEqual(shown.wire, result);
});

test('every way to pass parameters is taken, method names in any case', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  const base = `${telegram.apiRoot}/bot${telegram.token}`;
  await fetch(`${base}/sendmessage?chat_id=${ada.id}&text=query`);
  await fetch(`${base}/SENDMESSAGE`, { method: 'POST', body: new URLSearchParams({ chat_id: String(ada.id), text: 'form' }) });
  await uploadTo(telegram, 'sendMessage', { chat_id: ada.id, text: 'multipart' });
  await callApi(telegram, 'sendMessage', { chat_id: String(ada.id), text: 'json' });
  assert.deepEqual(
    ada.privateChat.messages.filter(({ isFromBot }) => isFromBot).map(({ text }) => text),
    ['query', 'form', 'multipart', 'json'],
  );
});

test('a reply to what is gone is sent without it, if that was asked for', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  const reply_parameters = { message_id: 9_999_999, allow_sending_without_reply: true };
  const { result } = await callApi(telegram, 'sendMessage', { chat_id: ada.id, text: 'x', reply_parameters });
  assert.equal(result.reply_to_message, undefined);
});

test('an edit changes text, caption and buttons, and takes away what it does not name', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  const reply_markup = { inline_keyboard: [[{ text: 'a', callback_data: 'b' }]] };
  const { result: text } = await callApi(telegram, 'sendMessage', { chat_id: ada.id, text: 'one', reply_markup });
  const target = { chat_id: ada.id, message_id: text.message_id };
  await callApi(telegram, 'editMessageText', { ...target, text: '*two*', parse_mode: 'Markdown' });
  const edited = ada.privateChat.current(text.message_id)!;
  assert.deepEqual([edited.text, edited.entities.length, edited.buttons, edited.isEdited], ['two', 1, [], true]);
  await callApi(telegram, 'editMessageReplyMarkup', { ...target, reply_markup });
  assert.equal(ada.privateChat.current(edited)?.buttons[0][0].text, 'a');
  const { result: music } = await uploadTo(telegram, 'sendAudio', { chat_id: ada.id, audio: { bytes: mp3() }, caption: 'one' });
  const place = { chat_id: ada.id, message_id: music.message_id };
  const refused = await callApi(telegram, 'editMessageText', { ...place, text: 'x' });
  assert.equal(refused.description, 'Bad Request: there is no text in the message to edit');
  await callApi(telegram, 'editMessageCaption', { ...place, caption: 'two' });
  assert.equal(ada.privateChat.current(music.message_id)?.text, 'two');
  await callApi(telegram, 'deleteMessage', place);
  assert.equal(ada.privateChat.current(music.message_id), undefined);
});

test("an action is shown for five seconds, or until the bot's next message", async () => {
  const time = createManualTime();
  const { telegram, ada } = await start({ clock: time });
  await using _ = telegram;
  const act = () => callApi(telegram, 'sendChatAction', { chat_id: ada.id, action: 'record_voice' });
  const shown = () => ada.privateChat.activeActions.map(({ action }) => action);
  await act();
  assert.deepEqual(shown(), ['record_voice']);
  time.advance(5000);
  assert.deepEqual(shown(), []);
  await act();
  await callApi(telegram, 'sendMessage', { chat_id: ada.id, text: 'x' });
  assert.deepEqual(shown(), []);
  assert.equal(ada.privateChat.actions.length, 2);
});

test('old messages of others cannot be deleted, nor own ones after two days', async () => {
  const time = createManualTime();
  const { telegram, ada } = await start({ clock: time });
  await using _ = telegram;
  const [asked] = ada.privateChat.messages;
  assert.ok((await callApi(telegram, 'deleteMessage', { chat_id: ada.id, message_id: asked.id })).ok);
  const { result } = await callApi(telegram, 'sendMessage', { chat_id: ada.id, text: 'x' });
  time.advance(48 * 3600_000);
  const { description } = await callApi(telegram, 'deleteMessage', { chat_id: ada.id, message_id: result.message_id });
  assert.equal(description, "Bad Request: message can't be deleted for everyone");
});

test('waiting has a deadline, and says what the chat shows', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  await assert.rejects(
    ada.privateChat.nextFromBot(1),
    /not within 1 ms: no next message in chat \d+; it shows:\n {2}\d+ Ada: \[text\] \/start/,
  );
  const two = Promise.all([ada.privateChat.nextFromBot(), ada.privateChat.nextFromBot()]);
  for (const text of ['one', 'two']) await callApi(telegram, 'sendMessage', { chat_id: ada.id, text });
  assert.deepEqual(
    (await two).map(({ text }) => text),
    ['one', 'two'],
  );
});

test('the token in a message is noted', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  await callApi(telegram, 'sendMessage', { chat_id: ada.id, text: `failed: /bot${telegram.token}/getMe` });
  assert.deepEqual(telegram.violations, ['the token of the bot stands in text of sendMessage']);
});
