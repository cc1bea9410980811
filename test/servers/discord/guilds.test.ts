import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Events, GatewayIntentBits as Intents } from 'discord.js';
import { logIn, startServer } from './logged-in.ts';

async function scene(t: TestContext, options = {}) {
  const server = await startServer(t, options);
  const guild = server.createGuild({ name: 'Den' });
  const channel = guild.createTextChannel();
  guild.addBot();
  const ann = server.createPerson({ name: 'Ann' });
  guild.addMember(ann, { nickname: 'Annie' });
  const client = await logIn(server);
  return { server, guild, channel, ann, client, den: client.guilds.cache.get(guild.id)! };
}

test('a bot reads and changes what it may of a guild', async t => {
  const { server, guild, ann, den, client } = await scene(t);
  assert.equal((await den.members.fetch({ user: ann.id, force: true })).displayName, 'Annie');
  await assert.rejects(den.members.fetch({ user: server.createPerson().id }), { code: 10007 });
  await den.members.me!.setNickname('Robot');
  assert.equal((await den.members.fetchMe({ force: true })).nickname, 'Robot');
  await assert.rejects((await den.members.fetch(ann.id)).setNickname('Nobody'), { code: 50013 });
  assert.equal((await den.channels.fetch()).size, 1);
  assert.equal((await den.roles.fetch()).size, 2);
  assert.equal((await client.users.fetch(ann.id)).globalName, 'Ann');
  const elsewhere = server.createGuild();
  await assert.rejects(client.guilds.fetch(elsewhere.id), { code: 50001 });
  await assert.rejects(client.rest.get(`/guilds/${ann.id}`), { code: 10004 });
  assert.deepEqual([...(await client.guilds.fetch()).keys()], [guild.id]);
  await den.leave();
  await server.seen(() => client.guilds.cache.size === 0);
});

test('members are found by name; all of them only with the privileged intent', async t => {
  const { ann, den, client } = await scene(t);
  const found = await den.members.fetch({ query: 'ann', limit: 5 });
  assert.deepEqual([...found.keys()], [ann.id]);
  await assert.rejects(client.rest.get(`/guilds/${den.id}/members`), { code: 50001 });
  const trusted = await scene(t, { privilegedIntents: Intents.GuildMembers });
  assert.equal((await trusted.den.members.list({ limit: 10 })).size, 3);
});

test('channels, roles and the guild itself come and go', async t => {
  const { server, guild, den, client } = await scene(t);
  const channel = guild.createVoiceChannel({ name: 'lounge' });
  const role = guild.createRole({ name: 'speakers', permissions: 1n << 21n });
  await server.seen(() => den.channels.cache.has(channel.id) && den.roles.cache.get(role.id)?.permissions.bitfield === 1n << 21n);
  role.setPermissions(0n);
  guild.giveRole(server.app, role);
  await server.seen(() => den.roles.cache.get(role.id)?.permissions.bitfield === 0n && den.members.me?.roles.cache.has(role.id));
  role.delete();
  channel.delete();
  await server.seen(() => !den.channels.cache.has(channel.id) && !den.roles.cache.has(role.id));
  guild.setAvailable(false);
  await server.seen(() => !den.available);
  guild.setAvailable(true);
  await server.seen(() => den.available);
  const joined = new Promise<string>(resolve => void client.once(Events.GuildCreate, ({ id }) => resolve(id)));
  const later = server.createGuild();
  later.addBot();
  assert.equal(await joined, later.id);
});

test('two bots are two', async t => {
  const { server, guild, channel } = await scene(t);
  const other = server.createApp('other');
  guild.addBot({ app: other });
  const send = (token: string) =>
    fetch(`${server.apiUrl}/v10/channels/${channel.id}/messages`, {
      method: 'POST',
      body: '{"content":"hi"}',
      headers: { authorization: `Bot ${token}`, 'content-type': 'application/json', 'user-agent': 'DiscordBot (none, 1)' },
    });
  assert.equal((await send(other.token)).status, 200);
  assert.deepEqual(
    channel.messages().map(({ authorId }) => authorId),
    [other.botId],
  );
  guild.kickBot(other);
  assert.equal((await send(other.token)).status, 403);
});
