import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { getVoiceConnection, Networking, type NetworkingState, VoiceUDPSocket, VoiceWebSocket } from '@discordjs/voice';
import type { WebSocket } from 'ws';
import { guard } from '../../../../src/bots/discord/voice/guard.ts';
import type { Refusal } from '../../../../src/errors.ts';
import { ada, createHall } from './hall.ts';
import { createSpeech } from './speeches.ts';
import { botId, createWorld, guildId } from './world.ts';

/** Inside the library: where messages and datagrams come in. */
function insides() {
  const connection = getVoiceConnection(guildId, botId)!;
  assert.ok('networking' in connection.state);
  const state = connection.state.networking.state as Extract<NetworkingState, { ws: unknown }>;
  return {
    /** As the websocket does when a message has come. */
    receive: (message: string | Buffer) => {
      const { ws } = state.ws as unknown as { readonly ws: WebSocket };
      ws.emit('message', Buffer.from(message), typeof message !== 'string');
    },
    udpPort: () => {
      const { udp } = state as unknown as { readonly udp: { readonly socket: ReturnType<typeof createSocket> } };
      return udp.socket.address().port;
    },
  };
}

const isRefusedAs = (code: RegExp) => (error: Refusal) => code.test(error.code);

/** Without the guard each of these is an exception that nobody catches: the end of the process, and so of this test. */
describe('what comes in and cannot be handled ends neither the process nor the speech', () => {
  for (const [name, message] of [
    ['a message of two bytes', Buffer.of(1, 2)],
    ['a message of no bytes', Buffer.of()],
    ['a welcome of no bytes', Buffer.of(0, 9, 30)],
    ['a message that is null', 'null'],
    ['a speaking event of nobody', '{"op":5,"d":null}'],
    ['people who are no list', '{"op":11,"d":{"user_ids":7}}'],
    ['a transition without anything', '{"op":21}'],
  ] as const) {
    test(name, async context => {
      const { playback, bot, heard, logged } = await createHall(context);
      const speech = createSpeech();
      speech.say(10);
      speech.end();
      await playback.play(speech);
      await bot.heard(({ packets }) => packets.length >= 3);
      insides().receive(message);
      await bot.heard(({ wire }) => wire.endsWith('S5'));
      assert.deepEqual(heard(), speech.packets);
      assert.deepEqual(
        logged.map(({ event }) => event),
        ['voice-fault'],
      );
    });
  }

  test('datagrams of any length, from anybody', async context => {
    const { playback, bot, heard } = await createHall(context);
    const socket = createSocket('udp4');
    context.after(() => socket.close());
    const port = insides().udpPort();
    for (let length = 0; length < 40; length++) socket.send(Buffer.alloc(length, 2), port, '127.0.0.1');
    socket.send(Buffer.of(1), port, '127.0.0.1', () => socket.emit('all sent'));
    await once(socket, 'all sent');
    const speech = createSpeech();
    speech.say(10);
    speech.end();
    await playback.play(speech);
    await bot.heard(({ wire }) => wire.endsWith('S5'));
    assert.deepEqual(heard(), speech.packets);
  });
});

describe('a voice server that tells nonsense about itself is tried again, and refused', () => {
  for (const [name, ready] of [
    ['a port that is none', { ssrc: 1, ip: '127.0.0.1', port: 70_000, modes: ['aead_aes256_gcm_rtpsize'] }],
    ['ways to encrypt that nobody knows', { ssrc: 1, ip: '127.0.0.1', port: 9, modes: ['rot13'] }],
    ['nothing', undefined],
  ] as const) {
    test(name, async context => {
      const limits = { retrySeconds: 0.01, attempts: 1, connectSeconds: 0.1, discoverySeconds: 0.1 };
      const world = await createWorld(context, { limits });
      world.server.faults.withheld = [2];
      world.enter('400');
      const joined = assert.rejects(world.playback.join(ada), isRefusedAs(/^live-(udp|unreachable)$/));
      for (const attempt of [1, 2]) {
        await world.identified(attempt);
        insides().receive(JSON.stringify({ op: 2, d: ready }));
      }
      await joined;
    });
  }
});

test('AES-256-GCM is taken where it is offered, also behind XChaCha20', async context => {
  const world = await createWorld(context);
  world.server.faults.modes = ['aead_xchacha20_poly1305_rtpsize', 'aead_aes256_gcm_rtpsize'];
  world.enter('400');
  await world.playback.join(ada);
  const { state } = getVoiceConnection(guildId, botId)!;
  assert.ok('networking' in state && 'connectionData' in state.networking.state);
  assert.equal((state.networking.state.connectionData as { encryptionMode?: string }).encryptionMode, 'aead_aes256_gcm_rtpsize');
});

test('the library still has what the guard replaces', () => {
  for (const [{ prototype }, names] of [
    [Networking, ['createWebSocket']],
    [VoiceWebSocket, ['onMessage', 'emit']],
    [VoiceUDPSocket, ['onMessage', 'send', 'emit', 'keepAlive']],
  ] as const) {
    for (const name of names) assert.equal(typeof (prototype as unknown as Record<string, unknown>)[name], 'function', name);
  }
});

test('a guarded method gives what the method gives, and hands on what it throws', () => {
  const faults: unknown[] = [];
  const error = new Error('inside');
  const target = {
    factor: 2,
    double(value: number): number {
      if (value < 0) throw error;
      return value * this.factor;
    },
  };
  guard(target, ['double'], fault => faults.push(fault));
  assert.equal(target.double(4), 8);
  assert.equal(target.double(-1), undefined);
  assert.deepEqual(faults, [error]);
});
