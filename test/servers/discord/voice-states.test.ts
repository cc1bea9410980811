import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Events, PermissionFlagsBits as Permissions, type VoiceState } from 'discord.js';
import type { VoiceRelease, VoiceSession } from './discord-server.ts';
import { logIn, startServer } from './logged-in.ts';

async function scene(t: TestContext) {
  const allocated: VoiceSession[] = [];
  const released: VoiceRelease[] = [];
  const voice = {
    allocate: (session: VoiceSession) => {
      allocated.push(session);
      return { token: `token ${allocated.length}`, endpoint: 'localhost:1' };
    },
    release: (_session: VoiceSession, reason: VoiceRelease) => void released.push(reason),
  };
  const server = await startServer(t, { voice });
  const guild = server.createGuild();
  const channel = guild.createVoiceChannel();
  const botRole = guild.addBot();
  const client = await logIn(server);
  const told: string[] = [];
  const adapter = client.guilds.cache.get(guild.id)!.voiceAdapterCreator({
    onVoiceServerUpdate: ({ token }) => void told.push(token),
    onVoiceStateUpdate: ({ channel_id }) => void told.push(channel_id ?? 'left'),
    destroy: () => {},
  });
  const join = (channelId: string | null) =>
    adapter.sendPayload({ op: 4, d: { guild_id: guild.id, channel_id: channelId, self_mute: false, self_deaf: true } });
  return { server, guild, channel, botRole, client, told, join, allocated, released };
}

test('a bot that joins is told its state, then its server, and can leave', async t => {
  const { server, channel, told, join, allocated, released, guild } = await scene(t);
  join(channel.id);
  await server.seen(() => told.length === 2);
  assert.deepEqual(told, [channel.id, 'token 1']);
  const [{ sessionId }] = server.gateway.connections;
  assert.deepEqual(allocated, [{ guildId: guild.id, channelId: channel.id, userId: server.app.botId, sessionId }]);
  const [occupant] = channel.occupants();
  assert.deepEqual([occupant.userId, occupant.isSelfDeafened, occupant.isSuppressed], [server.app.botId, true, false]);
  join(null);
  await server.seen(() => told.includes('left'));
  assert.deepEqual(channel.occupants(), []);
  assert.deepEqual(released, ['left']);
});

test('whoever may not connect, or finds the channel full, is not answered', async t => {
  const { server, guild, channel, told, join, botRole } = await scene(t);
  const ann = server.createPerson();
  guild.addMember(ann);
  ann.setVoiceChannel(channel);
  channel.setUserLimit(1);
  join(channel.id);
  channel.setUserLimit(0);
  channel.setOverwrite({ target: guild.everyone, deny: Permissions.Connect });
  const open = guild.createVoiceChannel({ userLimit: 1 });
  join(channel.id);
  join(open.id);
  await server.seen(() => told.length === 2);
  assert.deepEqual(told, [open.id, 'token 1']);
  join(null);
  const bob = server.createPerson();
  guild.addMember(bob);
  await server.seen(() => open.occupants().length === 0);
  bob.setVoiceChannel(open);
  botRole.setPermissions(Permissions.MoveMembers);
  join(open.id);
  await server.seen(() => open.occupants().length === 2);
});

test('moderators disconnect, move, mute; channels vanish; servers are exchanged', async t => {
  const { server, guild, channel, client, told, join, released } = await scene(t);
  const { app } = server;
  const states: VoiceState[] = [];
  client.on(Events.VoiceStateUpdate, (_before, after) => void states.push(after));
  join(channel.id);
  await server.seen(() => told.length === 2);
  channel.setMuted(app, true);
  await server.seen(() => states.at(-1)?.serverMute);
  const other = guild.createVoiceChannel();
  channel.move(app, other);
  await server.seen(() => told.includes('token 2'));
  await other.exchangeServer();
  await server.seen(() => told.includes('token 3'));
  other.disconnect(app);
  await server.seen(() => told.at(-1) === 'left');
  join(channel.id);
  await server.seen(() => told.includes('token 4'));
  channel.delete();
  await server.seen(() => told.at(-1) === 'left');
  join(other.id);
  await server.seen(() => told.includes('token 5'));
  guild.kickBot();
  await server.seen(() => client.guilds.cache.size === 0);
  assert.deepEqual(released, ['moved', 'exchanged', 'disconnected', 'deleted', 'disconnected']);
});

test('when its gateway session ends a bot is no longer in voice', async t => {
  const { server, channel, told, join, released } = await scene(t);
  join(channel.id);
  await server.seen(() => told.length === 2);
  server.gateway.dropAll();
  await server.seen(() => server.gateway.resumed === 1);
  assert.equal(channel.occupants().length, 1);
  server.app.resetToken();
  await server.seen(() => channel.occupants().length === 0);
  assert.deepEqual(released, ['ended']);
});

test('on a stage one listens until one may speak', async t => {
  const { server, guild, client, botRole, told, join } = await scene(t);
  const stage = guild.createStageChannel();
  join(stage.id);
  await server.seen(() => told.length === 2);
  assert.equal(stage.occupants()[0].isSuppressed, true);
  const { voice } = client.guilds.cache.get(guild.id)!.members.me!;
  await assert.rejects(voice.setSuppressed(false), { code: 50013 });
  await voice.setRequestToSpeak(true);
  assert.equal(stage.occupants()[0].hasAskedToSpeak, true);
  stage.setSuppressed(server.app, false);
  assert.deepEqual([stage.occupants()[0].isSuppressed, stage.occupants()[0].hasAskedToSpeak], [false, false]);
  await voice.setSuppressed(true);
  botRole.setPermissions(Permissions.MuteMembers);
  await voice.setSuppressed(false);
  assert.equal(stage.occupants()[0].isSuppressed, false);
});

test('what is only for stages is refused elsewhere', async t => {
  const { server, guild, channel, client, told, join } = await scene(t);
  const path = `/guilds/${guild.id}/voice-states/@me` as const;
  await assert.rejects(client.rest.get(path), { code: 10065 });
  join(channel.id);
  await server.seen(() => told.length === 2);
  await assert.rejects(client.rest.patch(path, { body: { suppress: true } }), { code: 50024 });
});
