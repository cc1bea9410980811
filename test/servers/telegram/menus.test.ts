import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Telegraf } from 'telegraf';
import { callApi } from './api-client.ts';
import { createTelegramServer } from './telegram-server.ts';

test('the narrowest scope wins, and in it the own language', async () => {
  await using telegram = await createTelegramServer();
  const { telegram: api } = new Telegraf(telegram.token, { telegram: { apiRoot: telegram.apiRoot } });
  const ada = telegram.person({ firstName: 'Ada', languageCode: 'de-AT' });
  const bob = telegram.person({ firstName: 'Bob', languageCode: 'fr' });
  const group = telegram.group({ title: 'Choir', members: [ada, bob] });
  const command = (name: string) => [{ command: name, description: name }];
  const offered = (...where: Parameters<typeof telegram.menu>) => telegram.menu(...where).map(({ command: name }) => name);
  assert.deepEqual(offered(ada), []);
  await api.setMyCommands(command('all'));
  await api.setMyCommands(command('alle'), { language_code: 'de' });
  await api.setMyCommands(command('private'), { scope: { type: 'all_private_chats' } });
  await api.setMyCommands(command('admins'), { scope: { type: 'all_chat_administrators' } });
  assert.deepEqual(
    [offered(ada), offered(bob), offered(ada, group), offered(bob, group)],
    [['private'], ['private'], ['admins'], ['all']],
  );
  await api.setMyCommands(command('bob'), { scope: { type: 'chat_member', chat_id: group.id, user_id: bob.id } });
  assert.deepEqual(offered(bob, group), ['bob']);
  await api.deleteMyCommands({ scope: { type: 'all_private_chats' } });
  assert.deepEqual([offered(ada), offered(bob)], [['alle'], ['all']]);
  assert.deepEqual(await api.getMyCommands({ language_code: 'de' }), command('alle'));
});

test('the profile, by language', async () => {
  await using telegram = await createTelegramServer();
  await callApi(telegram, 'setMyDescription', { description: 'Speaks.' });
  await callApi(telegram, 'setMyDescription', { description: 'Spricht.', language_code: 'de' });
  await callApi(telegram, 'setMyShortDescription', { short_description: 'Voice' });
  assert.deepEqual(telegram.profile('de'), { description: 'Spricht.', shortDescription: 'Voice' });
  assert.deepEqual(telegram.profile('fr'), { description: 'Speaks.', shortDescription: 'Voice' });
  assert.equal((await callApi(telegram, 'setMyShortDescription', { short_description: 'x'.repeat(121) })).status, 400);
});

test('members, administrators, and leaving', async () => {
  await using telegram = await createTelegramServer();
  const { telegram: api } = new Telegraf(telegram.token, { telegram: { apiRoot: telegram.apiRoot } });
  const [ada, bob] = [telegram.person({ firstName: 'Ada' }), telegram.person({ firstName: 'Bob' })];
  const group = telegram.group({ title: 'Choir', members: [ada, bob], username: 'choir' });
  group.restrict(bob, { can_send_voice_notes: false });
  const status = async (id: number) => (await api.getChatMember(group.id, id)).status;
  assert.deepEqual(
    [await status(ada.id), await status(bob.id), await status(telegram.bot.id)],
    ['creator', 'restricted', 'member'],
  );
  assert.deepEqual(
    (await api.getChatAdministrators('@choir')).map(({ user }) => user.id),
    [ada.id],
  );
  assert.equal(await api.getChatMembersCount(group.id), 3);
  group.remove(bob, ada);
  assert.equal(await status(bob.id), 'kicked');
  await api.leaveChat(group.id);
  assert.equal(group.member('bot').status, 'left');
  await assert.rejects(api.sendMessage(group.id, 'x'), /403: Forbidden: bot is not a member of the supergroup chat/);
  assert.equal((await callApi(telegram, 'close')).parameters?.retry_after, 600);
  assert.ok((await callApi(telegram, 'logOut')).ok);
  assert.equal((await callApi(telegram, 'getMe')).description, 'Bad Request: logged out');
});
