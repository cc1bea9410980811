import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Refusal } from '../../../../src/errors.ts';
import type { Violation } from '../../../servers/discord/voice/voice-server.ts';
import { ada, createHall } from './hall.ts';
import { createSpeech } from './speeches.ts';
import { botId, createWorld } from './world.ts';

/** What the voice gateway may close with, and that nothing of it becomes a storm. */
/** A datagram that was under way when its session ended is no fault of the client's, and speech that was cut off ends without silence. */
function isNotOfThePast({ rule, detail }: Violation): boolean {
  return rule !== 'silence' && !detail.endsWith('which has no session description.');
}

const limits = { retrySeconds: 0.01, moveSeconds: 0.05, stableSeconds: 60 };

describe('a connection that the voice gateway closes while somebody speaks', () => {
  for (const code of [4006, 4009, 4001, 4004, 4011]) {
    test(`with ${code} is made anew, and the speech goes on with the next packet`, async context => {
      const { playback, bot, heard, server, kinds } = await createHall(context, { limits });
      const speech = createSpeech();
      speech.say(30);
      await playback.play(speech);
      await bot.heard(({ packets }) => packets.length >= 5);
      bot.close(code);
      speech.end();
      await bot.heard(
        ({ packets }) => packets.some(({ opus }) => opus?.equals(speech.packets[29])) && packets.at(-1)?.kind === 'S',
      );
      // What was under way when the session ended is nobody's; nothing else is lost, and nothing comes twice.
      const first = speech.packets.findIndex(packet => !heard().some(other => other.equals(packet)));
      const lost = 30 - heard().length;
      assert.deepEqual(heard(), first < 0 ? speech.packets : speech.packets.toSpliced(first, lost));
      assert.deepEqual(
        bot.attempts.map(({ kind }) => kind),
        ['identify', 'identify'],
      );
      assert.deepEqual(kinds(), ['speaks', 'waits', 'goes-on', 'ends']);
      assert.deepEqual(server.violations.filter(isNotOfThePast), []);
    });
  }

  for (const code of [4015, 1011, 'drop'] as const) {
    test(`with ${code} is resumed, and nobody is told`, async context => {
      const { playback, bot, heard, kinds, server } = await createHall(context, { limits });
      const speech = createSpeech();
      speech.say(30);
      speech.end();
      await playback.play(speech);
      await bot.heard(({ packets }) => packets.length >= 5);
      if (code === 'drop') bot.drop();
      else bot.close(code);
      await bot.heard(({ wire }) => wire.endsWith('S5'));
      assert.deepEqual(heard(), speech.packets);
      assert.deepEqual(
        bot.attempts.map(({ kind }) => kind),
        ['identify', 'resume'],
      );
      assert.deepEqual(kinds(), ['speaks', 'ends']);
      assert.deepEqual(server.violations, []);
    });
  }

  for (const code of [4017, 4021, 4022]) {
    test(`with ${code} is over, and the speech ends with that reason`, async context => {
      const { playback, bot, until, events, kinds } = await createHall(context, { limits });
      const speech = createSpeech();
      speech.say(30);
      await playback.play(speech);
      await bot.heard(({ packets }) => packets.length >= 5);
      bot.close(code);
      await until(() => kinds().includes('left'), 'it should leave');
      assert.deepEqual(kinds(), ['speaks', 'ends', 'left']);
      const left = events.at(-1)!;
      assert.ok(left.kind === 'left');
      assert.deepEqual([left.reason.code, left.reason.values], ['live-closed', { channel: 'Hall', code }]);
      assert.equal(speech.cancelledWith, left.reason);
      assert.equal(bot.attempts.length, 1);
    });
  }
});

for (const [when, code] of [
  ['identify', 4006],
  ['selectProtocol', 4006],
  ['identify', 4009],
  ['identify', 4017],
  ['identify', 4021],
  ['identify', 4022],
  ['identify', 4014],
  ['identify', 4004],
  ['identify', 1011],
] as const) {
  test(`a voice server that always closes with ${code} (${when}) is tried at most five times more, and refused`, async context => {
    const world = await createWorld(context, { limits });
    world.server.faults.closesAt = { [when]: code };
    world.enter('400');
    await assert.rejects(world.playback.join(ada), (error: Refusal) => error.code.startsWith('live-'));
    const { attempts } = world.server.client(botId);
    assert.ok(attempts.length <= 6, `${attempts.length} attempts`);
    assert.deepEqual(world.kinds(), []);
    assert.equal(world.gateway.channelsAskedFor().at(-1), null);
  });
}

for (const code of [4006, 4015, 4014]) {
  test(`a voice server that accepts and then closes with ${code}, again and again, is given up`, async context => {
    const { server, bot, until, kinds, playback } = await createHall(context, { limits });
    const speech = createSpeech();
    speech.say(3000);
    await playback.play(speech);
    const closing = (async () => {
      for (let count = 0; count < 20 && !kinds().includes('left'); count++) {
        const packets = bot.packets.length;
        await Promise.race([
          bot.heard(client => client.packets.length > packets + 3),
          until(() => kinds().includes('left'), 'left'),
        ]);
        if (!kinds().includes('left')) bot.close(code);
      }
    })();
    await until(() => kinds().includes('left'), 'it should give up');
    await closing;
    assert.ok(bot.attempts.length <= 6, `${bot.attempts.length} attempts`);
    assert.ok(speech.cancelledWith);
    assert.deepEqual(server.violations.filter(isNotOfThePast), []);
  });
}

test('pauses between attempts grow', async context => {
  const world = await createWorld(context, { limits: { ...limits, retrySeconds: 0.05 } });
  world.server.faults.closesAt = { identify: 4006 };
  world.enter('400');
  await assert.rejects(world.playback.join(ada), { code: 'live-closed' });
  const { attempts } = world.server.client(botId);
  assert.equal(attempts.length, 6);
  for (const [index, { atMs }] of attempts.slice(1).entries()) {
    const pauseMs = atMs - attempts[index].atMs;
    assert.ok(pauseMs >= 0.74 * 50 * 2 ** index, `pause ${index}: ${pauseMs} ms`);
  }
});

test('a voice server that says nothing at all is given up in time', async context => {
  const world = await createWorld(context, { limits: { ...limits, connectSeconds: 0.1, joinSeconds: 0.5 } });
  world.server.faults.withheld = [2];
  world.enter('400');
  await assert.rejects(world.playback.join(ada), { code: 'live-unreachable' });
  assert.equal(world.gateway.channelsAskedFor().at(-1), null);
});

test('a voice server that cannot be reached is refused, and nothing is left', async context => {
  const world = await createWorld(context, { limits });
  world.gateway.endpoint = 'localhost:1';
  world.enter('400');
  await assert.rejects(world.playback.join(ada), { code: 'live-unreachable' });
});

for (const endpoint of ['not an address', '', 'localhost:99999', null]) {
  test(`an endpoint that is none (${JSON.stringify(endpoint)}) ends nothing but the wish to join`, async context => {
    const world = await createWorld(context, { limits: { ...limits, connectSeconds: 0.05, joinSeconds: 0.3 } });
    world.gateway.endpoint = endpoint;
    world.enter('400');
    await assert.rejects(world.playback.join(ada), (error: Refusal) => error.code.startsWith('live-'));
  });
}

test('a main gateway that takes nothing is waited for, within limits', async context => {
  const world = await createWorld(context, { limits });
  world.gateway.isUp = false;
  world.enter('400');
  const joined = world.playback.join(ada);
  await world.until(() => world.logged.some(({ event }) => event === 'voice-closed'), 'it should notice');
  world.gateway.isUp = true;
  assert.deepEqual(await joined, { channel: 'Hall' });
});
