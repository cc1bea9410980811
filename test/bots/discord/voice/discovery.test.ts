import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada } from './hall.ts';
import { createSpeech } from './speeches.ts';
import { botId, createWorld, hallId } from './world.ts';

/** IP discovery: the one datagram on which a connection to a voice server depends. */
test('a lost answer costs a moment: the question is asked again', async context => {
  const world = await createWorld(context, { limits: { discoverySeconds: 0.9 } });
  world.server.faults.discovery = 'none';
  world.enter('400');
  const joined = world.playback.join(ada);
  await world.identified(1);
  world.server.faults.discovery = 'right';
  await joined;
  assert.equal(world.server.client(botId).attempts.length, 1);
});

test('a question that is never answered is a firewall: told as that, after one more try', async context => {
  const limits = { discoverySeconds: 0.06, retrySeconds: 0.01, attempts: 1 };
  const world = await createWorld(context, { limits });
  world.server.faults.discovery = 'none';
  world.enter('400');
  await assert.rejects(world.playback.join(ada), { code: 'live-udp', values: { channel: 'Hall' } });
  assert.equal(world.server.client(botId).attempts.length, 2);
  assert.equal(world.gateway.channelsAskedFor().at(-1), null);
});

test('an answer that comes late is taken', async context => {
  const world = await createWorld(context, { limits: { discoverySeconds: 6 } });
  world.server.faults.discoveryDelayMs = 100;
  world.enter('400');
  world.server.ghost(hallId, '400');
  await world.playback.join(ada);
  const speech = createSpeech();
  speech.say(3);
  speech.end();
  await world.playback.play(speech);
  await world.server.client(botId).heard(({ wire }) => wire === 'E3 S5');
  assert.deepEqual(world.server.violations, []);
});
