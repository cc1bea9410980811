import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createLine } from '../../../../src/bots/discord/voice/line.ts';
import { createPlayer, silenceFrame } from '../../../../src/bots/discord/voice/player.ts';
import { createSpeech } from './speeches.ts';

/** A player whose beats come when the test says so. `sent`: "1" for a packet of the first speech, "s" for silence, "." for a rest. */
function createBooth() {
  const steps = new Set<() => void>();
  const booth = { sent: '', isReady: true, admits: true, throws: false, faults: 0, isOnBeat: () => steps.size > 0 };
  const names = new Map<string, string>();
  const line = createLine({ onPacket: () => player.wake(), onStart: () => {}, onEnd: () => player.wake() });
  const player = createPlayer({
    pacer: { add: step => void steps.add(step), remove: step => void steps.delete(step) },
    line,
    outlet: {
      get isReady() {
        return booth.isReady;
      },
      admits: () => booth.admits,
      send(packet) {
        if (booth.throws) throw new Error('cannot encrypt');
        booth.sent += packet.equals(silenceFrame) ? 's' : (names.get(packet.subarray(8).toString('hex')) ?? '?');
      },
      rest() {
        booth.sent += '.';
      },
    },
    onFault: () => booth.faults++,
  });
  return Object.assign(booth, {
    line,
    player,
    add(name: string) {
      const speech = createSpeech();
      speech.say(1);
      names.set(speech.packets[0].subarray(8).toString('hex'), name);
      line.add(speech, 'text');
      return speech;
    },
    async beat(times: number) {
      for (let count = 0; count < times; count++) {
        await nextTurn();
        for (const step of steps) step();
      }
      return booth.sent;
    },
  });
}

test('five frames of silence end an utterance, before the next one begins, and then it rests', async () => {
  const booth = createBooth();
  const [one, two] = [booth.add('1'), booth.add('2')];
  one.say(2);
  one.end();
  two.end();
  assert.equal(await booth.beat(20), '111sssss2sssss.');
  assert.equal(booth.isOnBeat(), false);
});

test('nothing is sent before the first packet; later gaps are filled with silence, for as long as they last', async () => {
  const booth = createBooth();
  const speech = booth.add('1');
  assert.equal(await booth.beat(8), '1sssssss');
  speech.say(1);
  assert.equal(await booth.beat(3), '1sssssss1ss');
  speech.end();
  assert.equal(await booth.beat(8), '1sssssss1sssssss.');
});

test('a pause ends with silence and keeps what is left for later', async () => {
  const booth = createBooth();
  const speech = booth.add('1');
  speech.say(9);
  await booth.beat(2);
  booth.player.pause();
  assert.equal(await booth.beat(10), '11sssss.');
  assert.equal(booth.isOnBeat(), false);
  booth.player.resume();
  assert.equal(await booth.beat(2), '11sssss.11');
});

test('speech waits for the keys of the encryption, on the beat; silence does not', async () => {
  const booth = createBooth();
  const speech = booth.add('1');
  speech.say(9);
  booth.admits = false;
  assert.equal(await booth.beat(5), '');
  booth.admits = true;
  await booth.beat(2);
  booth.admits = false;
  assert.equal(await booth.beat(7), '11sssss');
  booth.admits = true;
  assert.equal(await booth.beat(1), '11sssss1');
});

test('nothing is taken while it is not connected', async () => {
  const booth = createBooth();
  const speech = booth.add('1');
  speech.say(4);
  await booth.beat(1);
  booth.isReady = false;
  assert.equal(await booth.beat(4), '1.');
  booth.isReady = true;
  booth.player.wake();
  speech.end();
  assert.equal(await booth.beat(4), '1.1111');
});

test('an utterance that is dropped ends at once', async () => {
  const booth = createBooth();
  const speech = booth.add('1');
  speech.say(50);
  await booth.beat(2);
  booth.line.drop(new Error('skipped'));
  assert.equal(await booth.beat(9), '11sssss.');
});

test('what cannot be sent is a fault, and the beat goes on', async () => {
  const booth = createBooth();
  const speech = booth.add('1');
  speech.say(50);
  booth.throws = true;
  await booth.beat(3);
  assert.equal(booth.faults, 3);
  booth.throws = false;
  assert.equal(await booth.beat(1), '1');
});
