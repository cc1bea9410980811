import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { createAudioPlayer, createAudioResource, joinVoiceChannel, StreamType } from '@discordjs/voice';
import { loopbackAdapter } from './adapter.ts';
import { startVoiceServer } from './voice-server.ts';

test('plays', async context => {
  const server = await startVoiceServer({ daveVersion: 0 });
  context.after(() => server.stop());
  const connection = joinVoiceChannel({
    guildId: '100',
    channelId: '200',
    adapterCreator: loopbackAdapter({ server, userId: '300' }),
    debug: true,
  });
  context.after(() => connection.destroy());
  const client = await server.ready('300');
  const player = createAudioPlayer();
  connection.subscribe(player);
  const packets = Array.from({ length: 50 }, (_, n) => Buffer.of(0xf8, n, 1, 2, 3));
  player.play(createAudioResource(Readable.from(packets), { inputType: StreamType.Opus }));
  await client.heard(({ wire }) => wire.endsWith('S4'));
  assert.match(client.wire, /^(S1 )?P50 S4$/); // the player may start one step before its source
  assert.deepEqual(
    client.packets.filter(({ kind }) => kind === 'P').map(({ opus }) => opus),
    packets,
  );
  assert.deepEqual(server.violations, []);
});
