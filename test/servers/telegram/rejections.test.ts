import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { callApi } from './api-client.ts';
import {
  createTelegramServer,
  type GroupControl,
  type Person,
  type ShownMessage,
  type TelegramServer,
} from './telegram-server.ts';

let telegram: TelegramServer;
let ada: Person;
let bob: Person;
let eve: Person;
let group: GroupControl;
let forum: GroupControl;
let topic: number;
let closed: number;
let hello: ShownMessage;
let answer: ShownMessage;

before(async () => {
  telegram = await createTelegramServer();
  ada = telegram.person({ firstName: 'Ada' });
  bob = telegram.person({ firstName: 'Bob' });
  eve = telegram.person({ firstName: 'Eve' });
  hello = ada.start();
  await callApi(telegram, 'sendMessage', { chat_id: ada.id, text: 'Hello.' });
  answer = await ada.privateChat.nextFromBot();
  group = telegram.group({ title: 'Choir', members: [ada, bob] });
  forum = telegram.group({ title: 'Forum', members: [ada], forum: true });
  topic = forum.createTopic('Open', ada);
  closed = forum.createTopic('Closed', ada);
  forum.closeTopic(closed, ada);
  bob.send(group, '/hello');
});
after(() => telegram.close());

const entity = (offset: number, length: number, type = 'bold') => ({ text: 'a😀b', entities: [{ type, offset, length }] });
const button = (fields: object) => ({ reply_markup: { inline_keyboard: [[fields]] } });
const reply = (fields: unknown) => ({ reply_parameters: fields });
const say = (name: string, description = 'x') => ({ commands: [{ command: name, description }] });
const notModified =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

/** What is wrong, the parameters, the description behind "Bad Request: ". sendMessage goes to Ada with the text "x" if nothing else is said. */
type Row = readonly [what: string, parameters: () => object, description: string];

const rows: Readonly<Record<string, readonly Row[]>> = {
  sendMessage: [
    ['no chat', () => ({ chat_id: undefined }), 'chat_id is empty'],
    ['an unknown chat', () => ({ chat_id: 42 }), 'chat not found'],
    ['a person the bot never met', () => ({ chat_id: eve.id }), 'chat not found'],
    ['an unknown name', () => ({ chat_id: '@nobody' }), 'chat not found'],
    ['no text', () => ({ text: undefined }), 'message text is empty'],
    ['only space', () => ({ text: ' \n ' }), 'text must be non-empty'],
    ['4097 units of text', () => ({ text: 'x'.repeat(4097) }), 'message is too long'],
    ['32 kB of text', () => ({ text: 'x'.repeat(40_000) }), 'text is too long'],
    ['an unknown mode', () => ({ parse_mode: 'BBCode' }), 'unsupported parse_mode'],
    [
      'an entity that begins inside a symbol',
      () => entity(2, 2),
      'entity begins in a middle of a UTF-16 symbol at byte offset 5',
    ],
    [
      'an entity that ends inside a symbol',
      () => entity(0, 2),
      'entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 5',
    ],
    ['an entity before the text', () => entity(-1, 1), 'receive an entity with incorrect offset -1'],
    ['an entity of unknown type', () => entity(0, 1, 'loud'), "can't parse MessageEntity: Unsupported type specified"],
    [
      'an entity without a place',
      () => ({ entities: [{ type: 'bold' }] }),
      'can\'t parse MessageEntity: Can\'t find field "offset"',
    ],
    ['callback data of 65 bytes', () => button({ text: 'a', callback_data: `${'é'.repeat(32)}x` }), 'BUTTON_DATA_INVALID'],
    ['a blank label', () => button({ text: ' ', callback_data: 'a' }), 'inline keyboard button text must be non-empty'],
    [
      'a button that does nothing',
      () => button({ text: 'a' }),
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      'a link without a host',
      () => button({ text: 'a', url: 'http://localhost/' }),
      "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
    ],
    [
      'a keyboard that is no grid',
      () => ({ reply_markup: { inline_keyboard: [{ text: 'a' }] } }),
      'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ],
    ['a keyboard that is no JSON', () => ({ reply_markup: '{' }), "can't parse reply keyboard markup JSON object"],
    [
      '101 buttons',
      () => ({ reply_markup: { inline_keyboard: Array(101).fill([{ text: 'a', callback_data: 'a' }]) } }),
      'reply markup is too long',
    ],
    ['a reply to nothing', () => reply({ message_id: 9_999_999 }), 'message to be replied not found'],
    ['a reply without an id', () => reply({ quote: 'x' }), 'can\'t find field "message_id"'],
    ['a reply that is a number', () => reply('7'), 'object expected as reply parameters'],
    ['a quote that nobody said', () => reply({ message_id: hello.id, quote: 'Goodbye' }), 'QUOTE_TEXT_INVALID'],
    ['a topic that is not there', () => ({ chat_id: forum.id, message_thread_id: 77 }), 'message thread not found'],
    ['the general topic by its number', () => ({ chat_id: forum.id, message_thread_id: 1 }), 'message thread not found'],
    ['a topic in a private chat', () => ({ message_thread_id: topic }), 'message thread not found'],
    ['a closed topic', () => ({ chat_id: forum.id, message_thread_id: closed }), 'TOPIC_CLOSED'],
    ['a preview that is no object', () => ({ link_preview_options: '[]' }), 'object expected as link preview options'],
  ],
  sendChatAction: [['an unknown action', () => ({ chat_id: ada.id, action: 'sing' }), 'wrong parameter action in request']],
  sendVoice: [
    ['no voice', () => ({ chat_id: ada.id }), 'there is no voice in the request'],
    ['an unknown file', () => ({ chat_id: ada.id, voice: 'AwACAgIAAxk' }), 'wrong file identifier/HTTP URL specified'],
    [
      'an address out of reach',
      () => ({ chat_id: ada.id, voice: 'https://example.com/a.ogg' }),
      'failed to get HTTP URL content',
    ],
  ],
  getFile: [
    ['nothing', () => ({}), 'file_id not specified'],
    ['an unknown file', () => ({ file_id: 'AwACAgIAAxk' }), 'invalid file_id'],
  ],
  editMessageText: [
    ['nothing to edit', () => ({ chat_id: ada.id, message_id: 9_999_999, text: 'x' }), 'message to edit not found'],
    ["a person's message", () => ({ chat_id: ada.id, message_id: hello.id, text: 'x' }), "message can't be edited"],
    ['no id', () => ({ text: 'x' }), 'message identifier is not specified'],
    ['no text', () => ({ chat_id: ada.id, message_id: answer.id }), 'message text is empty'],
    ['the same text', () => ({ chat_id: ada.id, message_id: answer.id, text: 'Hello.' }), notModified],
  ],
  editMessageReplyMarkup: [['no buttons, as before', () => ({ chat_id: ada.id, message_id: answer.id }), notModified]],
  editMessageCaption: [
    [
      'a caption for a text',
      () => ({ chat_id: ada.id, message_id: answer.id, caption: 'x' }),
      'there is no caption in the message to edit',
    ],
  ],
  deleteMessage: [
    ['nothing to delete', () => ({ chat_id: ada.id, message_id: 9_999_999 }), 'message to delete not found'],
    ['no id', () => ({ chat_id: ada.id }), 'message identifier is not specified'],
    [
      "a member's message",
      () => ({ chat_id: group.id, message_id: group.messages.at(-1)!.id }),
      "message can't be deleted for everyone",
    ],
  ],
  answerCallbackQuery: [
    ['no query', () => ({ callback_query_id: '1' }), 'query is too old and response timeout expired or query ID is invalid'],
  ],
  setMyCommands: [
    ['capitals', () => say('Say'), 'BOT_COMMAND_INVALID'],
    ['a slash', () => say('/say'), 'BOT_COMMAND_INVALID'],
    ['33 letters', () => say('x'.repeat(33)), 'BOT_COMMAND_INVALID'],
    ['a description of 257 units', () => say('say', 'x'.repeat(257)), 'BOT_COMMAND_DESCRIPTION_INVALID'],
    ['an empty description', () => say('say', ''), 'BOT_COMMAND_DESCRIPTION_INVALID'],
    ['no description', () => ({ commands: [{ command: 'say' }] }), 'can\'t parse BotCommand: Can\'t find field "description"'],
    [
      '101 commands',
      () => ({ commands: Array.from({ length: 101 }, (_, index) => ({ command: `c${index}`, description: 'x' })) }),
      'BOT_COMMANDS_TOO_MUCH',
    ],
    ['an unknown scope', () => ({ scope: { type: 'everywhere' } }), "can't parse BotCommandScope: Unsupported type specified"],
    ['a scope of no chat', () => ({ scope: { type: 'chat', chat_id: -7 } }), 'chat not found'],
    ['a language of three letters', () => ({ language_code: 'deu' }), 'LANG_CODE_INVALID'],
  ],
  setWebhook: [
    ['plain http', () => ({ url: 'http://example.com/' }), 'bad webhook: An HTTPS URL must be provided for webhook'],
    [
      'another port',
      () => ({ url: 'https://example.com:8080/' }),
      'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443',
    ],
    [
      'a secret with a space',
      () => ({ url: 'http://127.0.0.1:9/', secret_token: 'a b' }),
      'secret token contains unallowed characters',
    ],
    ['a long secret', () => ({ url: 'http://127.0.0.1:9/', secret_token: 'a'.repeat(257) }), 'secret token is too long'],
  ],
  getChatAdministrators: [['a private chat', () => ({ chat_id: ada.id }), 'there are no administrators in the private chat']],
  getChatMember: [['nobody anybody knows', () => ({ chat_id: group.id, user_id: 42 }), 'user not found']],
};

for (const [method, cases] of Object.entries(rows)) {
  for (const [what, parameters, description] of cases) {
    test(`${method} refuses: ${what}`, async () => {
      const given = method === 'sendMessage' ? { chat_id: ada.id, text: 'x', ...parameters() } : parameters();
      const { status, ok, error_code, description: said } = await callApi(telegram, method, given);
      assert.deepEqual(
        { status, ok, error_code, said },
        { status: 400, ok: false, error_code: 400, said: `Bad Request: ${description}` },
      );
    });
  }
}

test('a method that there is not', async () => {
  const { status, description } = await callApi(telegram, 'sendPoem', {});
  assert.deepEqual([status, description], [404, 'Not Found: method not found']);
});

test('a token of somebody else, one that is none, and one in the wrong place', async () => {
  const ask = async (path: string) => {
    const response = await fetch(`${telegram.apiRoot}${path}`, { headers: { authorization: `Bearer ${telegram.token}` } });
    return [response.status, ((await response.json()) as { description: string }).description];
  };
  const stranger = telegram.token.replace(/.$/, last => (last === 'A' ? 'B' : 'A'));
  assert.deepEqual(await ask(`/bot${stranger}/getMe`), [401, 'Unauthorized']);
  assert.deepEqual(await ask('/botabc/getMe'), [401, 'Unauthorized: invalid token specified']);
  assert.deepEqual(await ask(`/getMe?token=${telegram.token}`), [404, 'Not Found']);
});

test('a body that is no JSON', async () => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${telegram.apiRoot}/bot${telegram.token}/sendMessage`, {
    method: 'POST',
    headers,
    body: '{"chat_id":',
  });
  assert.equal(response.status, 400);
});

test('a bot that may not write here', async () => {
  const left = telegram.group({ title: 'Left', members: [ada] });
  left.removeBot(ada);
  const never = telegram.group({ title: 'Never', members: [ada], bot: 'absent' });
  const basic = telegram.group({ title: 'Basic', members: [ada], kind: 'group' });
  basic.removeBot(ada);
  const refusal = async (chatId: number) => (await callApi(telegram, 'sendMessage', { chat_id: chatId, text: 'x' })).description;
  assert.equal(await refusal(left.id), 'Forbidden: bot was kicked from the supergroup chat');
  assert.equal(await refusal(basic.id), 'Forbidden: bot was kicked from the group chat');
  assert.equal(await refusal(never.id), 'Bad Request: chat not found');
  assert.equal(await refusal(bob.id), "Forbidden: bot can't initiate conversation with a user");
  group.restrict('bot', { can_send_messages: false });
  assert.equal(await refusal(group.id), 'Bad Request: not enough rights to send text messages to the chat');
  group.demote('bot');
  ada.blockBot();
  assert.equal(await refusal(ada.id), 'Forbidden: bot was blocked by the user');
  ada.unblockBot();
  assert.equal(await refusal(ada.id), undefined);
});
