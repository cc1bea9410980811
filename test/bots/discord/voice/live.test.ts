import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { skippedCode } from '../../../../src/commands/playback.ts';
import { Refusal } from '../../../../src/errors.ts';
import { ada, createHall } from './hall.ts';
import { createSpeech } from './speeches.ts';
import { botId, createWorld, denId, hallId, type WorldOptions } from './world.ts';

test('what is said reaches everybody in the channel, whole, in order and encrypted', async context => {
  const { playback, server, bot, heard, kinds } = await createHall(context);
  const speech = createSpeech();
  await playback.play(speech);
  speech.say(25);
  speech.end();
  await bot.heard(({ wire, speaking }) => wire.endsWith('S5') && speaking === 0);
  assert.equal(bot.wire, 'E25 S5');
  assert.deepEqual(heard(), speech.packets);
  assert.deepEqual(kinds(), ['speaks', 'ends']);
  assert.deepEqual(server.violations, []);
});

test('utterances are said in turn, with silence between them, and the line shows what is left', async context => {
  const { playback, server, bot, heard, events } = await createHall(context);
  const [one, two] = [createSpeech(), createSpeech()];
  await playback.play(one);
  await playback.play(two);
  two.say(4);
  two.end();
  assert.deepEqual(
    playback.queue().map(({ id }) => id),
    [one.id, two.id],
  );
  one.say(6);
  one.end();
  await bot.heard(({ wire }) => wire === 'E6 S5 E4 S5');
  assert.deepEqual(heard(), [...one.packets, ...two.packets]);
  assert.deepEqual(playback.queue(), []);
  assert.deepEqual(
    events.map(event => `${event.kind} ${'utterance' in event ? event.utterance.label : ''}`),
    [`speaks ${one.label}`, `ends ${one.label}`, `speaks ${two.label}`, `ends ${two.label}`],
  );
  assert.deepEqual(server.violations, []);
});

test('playback begins with the first packets, and a speech that falters is bridged with silence', async context => {
  const { playback, server, bot, heard } = await createHall(context);
  const speech = createSpeech();
  await playback.play(speech);
  speech.say(3);
  await bot.heard(({ wire }) => /^E3 S[3-9]$|^E3 S[12]\d$/.test(wire));
  speech.say(2);
  speech.end();
  await bot.heard(({ wire }) => /E3 S\d+ E2 S5$/.test(wire));
  assert.deepEqual(heard(), speech.packets);
  assert.deepEqual(server.violations, []);
});

test('skipping ends what plays, or what waits, and tells the speech so', async context => {
  const { playback, server, bot, heard, events } = await createHall(context);
  const [one, two, three] = [createSpeech(), createSpeech(), createSpeech()];
  for (const speech of [one, two, three]) {
    speech.say(500);
    await playback.play(speech);
  }
  await bot.heard(({ packets }) => packets.length >= 3);
  assert.equal(playback.skip(two.id), true);
  assert.equal(playback.skip('unknown'), false);
  assert.equal(playback.skip(), true);
  assert.deepEqual(
    playback.queue().map(({ id }) => id),
    [three.id],
  );
  await bot.heard(({ wire }) => /^E\d+ S5 E\d+$/.test(wire));
  assert.equal(playback.stop(), 1);
  assert.equal(playback.skip(), false);
  await bot.heard(({ wire }) => /^E\d+ S5 E\d+ S5$/.test(wire));
  for (const speech of [one, two, three]) assert.equal((speech.cancelledWith as Refusal).code, skippedCode);
  const fromThree = heard().filter(packet => packet[8] === three.packets[0][8]);
  assert.deepEqual(fromThree, three.packets.slice(0, fromThree.length));
  const reasons = events.flatMap(event => (event.kind === 'ends' ? [(event.reason as Refusal).code] : []));
  assert.deepEqual(reasons, [skippedCode, skippedCode]);
  assert.deepEqual(server.violations, []);
});

test('a voice whose owner revokes falls silent with the next packet, and nothing of it comes afterwards', async context => {
  const { playback, server, bot, events } = await createHall(context);
  const [one, two] = [createSpeech(), createSpeech()];
  one.say(500);
  two.say(3);
  two.end();
  await playback.play(one);
  await playback.play(two);
  await bot.heard(({ packets }) => packets.length >= 5);
  one.fail(new Refusal('consent-revoked', 'The owner has ended this.'));
  await nextTurn();
  const before = bot.packets.length;
  await bot.heard(({ wire }) => wire.endsWith('E3 S5'));
  const after = bot.packets.slice(before).map(({ opus }) => opus?.[8]);
  assert.ok(!after.slice(1).includes(one.packets[0][8]), 'at most what was on its way');
  const [, ends] = events;
  assert.equal(ends.kind === 'ends' && (ends.reason as Refusal).code, 'consent-revoked');
  assert.deepEqual(server.violations, []);
});

test('leaving ends everything and leaves the channel; the next speech comes back', async context => {
  const { playback, gateway, kinds, bot, heard } = await createHall(context);
  const speech = createSpeech();
  speech.say(500);
  await playback.play(speech);
  await bot.heard(({ packets }) => packets.length >= 2);
  await playback.leave();
  assert.equal((speech.cancelledWith as Refusal).code, skippedCode);
  assert.deepEqual(gateway.channelsAskedFor(), [hallId, null]);
  assert.deepEqual(kinds(), ['speaks', 'ends']);
  const again = createSpeech();
  again.say(2);
  again.end();
  await playback.play(again);
  await bot.heard(({ wire }) => wire.endsWith('S5'));
  assert.deepEqual(heard().slice(-2), again.packets);
  assert.deepEqual(gateway.channelsAskedFor(), [hallId, null, hallId]);
});

test('when it is closed, everything ends as when the program restarts, and nothing begins', async context => {
  const { live, playback, gateway } = await createHall(context);
  const speech = createSpeech();
  await playback.play(speech);
  await live.close();
  assert.equal((speech.cancelledWith as Refusal).code, 'shutting-down');
  assert.deepEqual(gateway.channelsAskedFor(), [hallId, null]);
  await assert.rejects(playback.join(ada), { code: 'shutting-down' });
  await assert.rejects(live.playbackIn('other', 'text').join(ada), { code: 'shutting-down' });
});

test('it goes to another channel when it has nothing to say, and stays where it speaks', async context => {
  const { playback, bot, enter, server } = await createHall(context);
  enter('401', denId);
  const speech = createSpeech();
  await playback.play(speech);
  await assert.rejects(playback.join('discord:401'), { code: 'live-elsewhere' });
  speech.say(2);
  speech.end();
  await bot.heard(({ wire }) => wire.endsWith('S5'));
  const ghost = server.ghost(denId, '401');
  assert.deepEqual(await playback.join('discord:401'), { channel: 'Den' });
  assert.equal(bot.channelId, denId);
  const there = createSpeech({ requester: 'discord:401' });
  there.say(3);
  there.end();
  await playback.play(there);
  await bot.heard(({ wire }) => wire.endsWith('E3 S5'));
  assert.deepEqual(
    ghost.heard.map(({ opus }) => opus),
    there.packets,
  );
  assert.deepEqual(server.violations, []);
});

test('two who ask at once meet in one channel', async context => {
  const world = await createWorld(context);
  world.enter('400');
  world.enter('401');
  world.enter('402', denId);
  const [first, second, third] = await Promise.allSettled(['400', '401', '402'].map(id => world.playback.join(`discord:${id}`)));
  assert.deepEqual([first.status, second.status], ['fulfilled', 'fulfilled']);
  assert.equal(third.status === 'rejected' && (third.reason as Refusal).code, 'live-elsewhere');
  assert.deepEqual(world.gateway.channelsAskedFor(), [hallId]);
});

for (const [name, options] of [
  ['XChaCha20-Poly1305, where the server has nothing else', { daveVersion: 1 }],
  ['no end-to-end encryption, where the server has none', { daveVersion: 0 }],
] satisfies [string, WorldOptions][]) {
  test(`speaks with ${name}`, async context => {
    const world = await createWorld(context, options);
    if (options.daveVersion === 1) world.server.faults.modes = ['aead_xchacha20_poly1305_rtpsize'];
    world.enter('400');
    await world.live.warmUp();
    if (options.daveVersion === 1) world.server.ghost(hallId, '400');
    await world.playback.join(ada);
    const speech = createSpeech();
    speech.say(5);
    speech.end();
    await world.playback.play(speech);
    await world.server.client(botId).heard(({ wire }) => wire === (options.daveVersion === 1 ? 'E5 S5' : 'P5 S5'));
    assert.deepEqual(world.server.violations, []);
    assert.deepEqual(world.logged, []);
  });
}
