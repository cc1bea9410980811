import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { createAudioPlayer, createAudioResource, joinVoiceChannel, StreamType } from '@discordjs/voice';
import { loopbackAdapter } from './adapter.ts';
import { startVoiceServer } from './voice-server.ts';

test('two', async context => {
  const server = await startVoiceServer();
  context.after(() => server.stop());
  const join = (userId: string) =>
    joinVoiceChannel({
      guildId: '100',
      channelId: '200',
      group: userId,
      selfDeaf: false,
      adapterCreator: loopbackAdapter({ server, userId }),
      debug: true,
    });
  const connection = join('300');
  context.after(() => connection.destroy());
  const two = join('301');
  context.after(() => two.destroy());
  const client = await server.ready('300');
  await server.ready('301');
  const ghost = server.ghost('200', '400');
  await server.channel('200').settled();
  const player = createAudioPlayer();
  connection.subscribe(player);
  const packets = Array.from({ length: 50 }, (_, n) => Buffer.of(0xf8, n, 1, 2, 3));
  const got: Buffer[] = [];
  two.receiver.subscribe('300').on('data', (packet: Buffer) => got.push(packet));
  player.play(createAudioResource(Readable.from(packets), { inputType: StreamType.Opus }));
  await client.heard(({ wire }) => wire.endsWith('S4'));
  console.log(
    client.wire,
    server.channel('200').epoch,
    ghost.heard.length,
    ghost.failures,
    got.length,
    connection.voicePrivacyCode,
    two.voicePrivacyCode,
    ghost.voicePrivacyCode,
  );
  assert.deepEqual(server.violations, []);
});
