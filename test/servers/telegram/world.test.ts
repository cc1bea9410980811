import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callApi, oggOpus } from './api-client.ts';
import { createTelegramServer, type TelegramServer } from './telegram-server.ts';

const start = async (options = {}) => {
  const telegram = await createTelegramServer({ botUsername: 'ChoirBot', ...options });
  const ada = telegram.person({ firstName: 'Ada', lastName: 'L', username: 'ada', languageCode: 'de' });
  const bob = telegram.person({ firstName: 'Bob' });
  return { telegram, ada, bob };
};
/** The texts of the messages the bot got since the update before. */
const got = (telegram: TelegramServer) =>
  telegram.updates.map(({ message }) => message?.text ?? message?.caption).filter(Boolean);

test('privacy mode: a bot in a group gets commands, replies to it, and what happens there; no mentions', async () => {
  const { telegram, ada, bob } = await start();
  await using _ = telegram;
  const group = telegram.group({ title: 'Choir', members: [ada, bob] });
  await callApi(telegram, 'sendMessage', { chat_id: group.id, text: 'Here I am.' });
  const ownMessage = await group.nextFromBot();
  ada.send(group, 'nothing for it');
  ada.send(group, '/say without a name');
  ada.send(group, '/say@choirbot with its name');
  ada.send(group, '/say@OtherBot for another');
  ada.send(group, 'a command /say in the middle');
  ada.send(group, 'hey @ChoirBot');
  ada.send(group, 'an answer', { replyTo: ownMessage });
  ada.sendMedia(group, { kind: 'voice', bytes: oggOpus(1) });
  assert.deepEqual(got(telegram), ['/say without a name', '/say@choirbot with its name', 'an answer']);
  group.add(telegram.person({ firstName: 'Eve' }), ada);
  assert.equal(telegram.updates.at(-1)?.message?.new_chat_members?.[0].first_name, 'Eve');
});

test('without privacy mode, or as an administrator, a bot gets everything', async () => {
  const { telegram, ada } = await start({ privacyMode: false });
  await using _ = telegram;
  const group = telegram.group({ title: 'Choir', members: [ada] });
  ada.send(group, 'plain');
  telegram.setPrivacyMode(true);
  ada.send(group, 'unseen');
  group.promote('bot');
  ada.send(group, 'seen');
  assert.deepEqual(got(telegram), ['plain', 'seen']);
  assert.equal((await callApi(telegram, 'getMe')).result.can_read_all_group_messages, false);
});

test('a reply comes with what it replies to, one level deep, and with its quote', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  const first = ada.sendMedia(ada.privateChat, { kind: 'voice', bytes: oggOpus(1), caption: 'my voice' });
  const second = ada.send(ada.privateChat, 'second, and so on', { replyTo: first });
  ada.send(ada.privateChat, '/say', { replyTo: second, quote: 'and so' });
  const { message } = telegram.updates.at(-1)!;
  assert.equal(message?.reply_to_message?.text, 'second, and so on');
  assert.equal(message?.reply_to_message?.reply_to_message, undefined);
  assert.deepEqual(message?.quote, { text: 'and so', position: 8, is_manual: true });
  assert.equal(second.wire.reply_to_message?.voice?.duration, 1);
  assert.throws(() => ada.send(ada.privateChat, 'x', { replyTo: second, quote: 'never said' }), /no part of the message/);
});

test('a forwarded voice says whose it was, or only a name', async () => {
  const { telegram, ada, bob } = await start();
  await using _ = telegram;
  const note = bob.sendMedia(bob.privateChat, { kind: 'voice', bytes: oggOpus(1) });
  ada.forward(note, ada.privateChat);
  assert.deepEqual(telegram.updates.at(-1)?.message?.forward_origin, {
    type: 'user',
    date: note.wire.date,
    sender_user: bob.user,
  });
  const hidden = ada.forward(note, ada.privateChat, { hidden: true });
  assert.deepEqual(hidden.wire.forward_origin, { type: 'hidden_user', date: note.wire.date, sender_user_name: 'Bob' });
  assert.equal(hidden.wire.from?.id, ada.id);
  assert.deepEqual(hidden.media?.bytes, note.media?.bytes);
  await callApi(telegram, 'sendMessage', { chat_id: ada.id, text: 'secret', protect_content: true });
  const secret = await ada.privateChat.nextFromBot();
  assert.throws(() => ada.forward(secret, ada.privateChat), /is protected/);
});

test('people are as their clients show them', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  ada.send(ada.privateChat, 'fat 😀 text', { entities: [{ type: 'bold', offset: 4, length: 2 }] });
  const { message } = telegram.updates.at(-1)!;
  assert.deepEqual(message?.from, {
    id: ada.id,
    is_bot: false,
    first_name: 'Ada',
    last_name: 'L',
    username: 'ada',
    language_code: 'de',
  });
  assert.deepEqual(message?.chat, { id: ada.id, type: 'private', first_name: 'Ada', last_name: 'L', username: 'ada' });
  assert.deepEqual(message?.entities, [{ type: 'bold', offset: 4, length: 2 }]);
  assert.ok(ada.id > 2 ** 32);
});

test('the bot is added, promoted, removed: it is told, and of nothing after', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  const group = telegram.group({ title: 'Choir', members: [ada], bot: 'absent' });
  assert.equal(telegram.updates.length, 0);
  ada.startInGroup(group, 'token');
  group.promote('bot');
  group.removeBot(ada);
  ada.send(group, '/say too late');
  const told = telegram.updates.map(({ my_chat_member: change, message }) =>
    change ? `${change.old_chat_member.status} -> ${change.new_chat_member.status}` : (message?.text ?? 'service'),
  );
  const expected = ['left -> member', 'service', '/start@ChoirBot token', 'member -> administrator', 'administrator -> kicked'];
  assert.deepEqual(told, expected);
});

test('a group becomes a supergroup: the old id says where it went', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  const group = telegram.group({ title: 'Choir', members: [ada], kind: 'group' });
  const upgraded = group.upgrade(ada);
  const { status, description, parameters } = await callApi(telegram, 'sendMessage', { chat_id: group.id, text: 'x' });
  const expected = [400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: upgraded.id }];
  assert.deepEqual([status, description, parameters], expected);
  const [to, from] = telegram.updates.slice(-2);
  assert.deepEqual([to.message?.migrate_to_chat_id, from.message?.migrate_from_chat_id], [upgraded.id, group.id]);
  assert.ok((await callApi(telegram, 'sendMessage', { chat_id: upgraded.id, text: 'x' })).ok);
  assert.throws(() => ada.send(group, 'x'), /was upgraded/);
});

test('topics: messages name theirs, and reply at least to its first message', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  const forum = telegram.group({ title: 'Forum', members: [ada], forum: true });
  const topic = forum.createTopic('Songs', ada);
  const command = ada.send(forum, '/say hi', { threadId: topic });
  assert.deepEqual([command.wire.message_thread_id, command.wire.is_topic_message], [topic, true]);
  assert.equal(command.wire.reply_to_message?.forum_topic_created?.name, 'Songs');
  const inGeneral = ada.send(forum, '/say hi');
  assert.deepEqual([inGeneral.threadId, inGeneral.replyToId], [undefined, undefined]);
  const replied = await callApi(telegram, 'sendMessage', {
    chat_id: forum.id,
    text: 'x',
    reply_parameters: { message_id: command.id },
  });
  assert.equal(replied.result.message_thread_id, topic);
  forum.closeTopic(topic, ada);
  const refused = await callApi(telegram, 'sendMessage', { chat_id: forum.id, text: 'x', message_thread_id: topic });
  assert.equal(refused.description, 'Bad Request: TOPIC_CLOSED');
  forum.deleteTopic(topic);
  const gone = await callApi(telegram, 'sendMessage', { chat_id: forum.id, text: 'x', message_thread_id: topic });
  assert.equal(gone.description, 'Bad Request: message thread not found');
});

test('in other supergroups a reply names its thread, which is no topic', async () => {
  const { telegram, ada } = await start();
  await using _ = telegram;
  const group = telegram.group({ title: 'Choir', members: [ada] });
  const first = ada.send(group, '/one');
  const reply = ada.send(group, '/two', { replyTo: first });
  assert.deepEqual([reply.threadId, reply.wire.is_topic_message], [first.id, undefined]);
  const sent = await callApi(telegram, 'sendMessage', { chat_id: group.id, text: 'x', message_thread_id: first.id });
  assert.equal(sent.result.message_thread_id, undefined);
  assert.match(telegram.violations.join(), /message_thread_id \d+ for a chat without topics/);
});

test('who hides behind the group or a channel is not named', async () => {
  const { telegram, ada, bob } = await start();
  await using _ = telegram;
  const group = telegram.group({ title: 'Choir', members: [ada, bob] });
  const anonymous = ada.send(group, '/clone', { as: 'anonymous' }).wire;
  assert.deepEqual([anonymous.from?.username, anonymous.sender_chat?.id], ['GroupAnonymousBot', group.id]);
  const channel = bob.send(group, '/clone', { as: 'channel' }).wire;
  assert.deepEqual([channel.from?.username, channel.sender_chat?.type], ['Channel_Bot', 'channel']);
  assert.throws(() => bob.send(group, '/clone', { as: 'anonymous' }), /no administrator/);
});

test('what people may not do, tests cannot make them do', async () => {
  const { telegram, ada, bob } = await start();
  await using _ = telegram;
  const group = telegram.group({ title: 'Choir', members: [ada] });
  assert.throws(() => bob.send(group, 'x'), /Bob is not in Choir/);
  group.add(bob);
  group.restrict(bob, { can_send_voice_notes: false });
  assert.throws(() => bob.sendMedia(group, { kind: 'voice', bytes: oggOpus(1) }), /Bob has no can_send_voice_notes/);
  assert.throws(() => bob.start('a b'), /no payload of a deep link/);
  assert.throws(() => bob.send(group, 'x'.repeat(4097)), /1 to 4096/);
  assert.throws(() => bob.setRefusesVoices(true), /only premium people/);
});
