import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logIn, startServer } from './logged-in.ts';

test('a client logs in and knows its guilds', async t => {
  const server = await startServer(t);
  const guild = server.createGuild({ name: 'The Garden' });
  const channel = guild.createTextChannel({ name: 'general' });
  guild.createVoiceChannel({ name: 'lounge' });
  guild.addBot();
  const client = await logIn(server);
  assert.equal(client.user.id, server.app.botId);
  assert.equal(client.guilds.cache.get(guild.id)?.name, 'The Garden');
  assert.equal(client.guilds.cache.get(guild.id)?.channels.cache.get(channel.id)?.name, 'general');
  assert.deepEqual(server.violations, []);
});
