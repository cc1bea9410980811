import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { opcodes } from '../../../servers/discord/voice/voice-server.ts';
import { ada, createHall } from './hall.ts';
import { createSpeech } from './speeches.ts';
import { botId, createWorld, hallId } from './world.ts';

/** End-to-end encryption: no word goes out without it where it is on, whatever the server and the others do. */
const plain = ({ packets }: { readonly packets: readonly { readonly kind: string }[] }) =>
  packets.filter(({ kind }) => kind === 'P').length;

test('the first words wait until everybody has the keys', async context => {
  const world = await createWorld(context);
  world.enter('400');
  const ghost = world.server.ghost(hallId, '400');
  world.server.faults.delaysMs = { [opcodes.welcome]: 200, [opcodes.announceCommit]: 200 };
  await world.playback.join(ada);
  const bot = world.server.client(botId);
  const speech = createSpeech();
  speech.say(10);
  speech.end();
  await world.playback.play(speech);
  await bot.heard(({ wire }) => wire === 'E10 S5');
  assert.deepEqual(
    ghost.heard.map(({ opus }) => opus),
    speech.packets,
  );
  assert.equal(ghost.failures, 0);
});

test('a voice server that withholds what the group needs hears nothing, and is given up', async context => {
  const limits = { groupSeconds: 0.1, retrySeconds: 0.01, attempts: 2 };
  const world = await createWorld(context, { limits });
  world.enter('400');
  world.server.ghost(hallId, '400');
  world.server.faults.withheld = [opcodes.externalSender];
  await world.playback.join(ada);
  const bot = world.server.client(botId);
  const speech = createSpeech();
  speech.say(100);
  await world.playback.play(speech);
  await world.until(() => world.kinds().includes('left'), 'it should give up');
  assert.equal((speech.cancelledWith as { code?: string } | undefined)?.code, 'live-encryption');
  assert.equal(bot.wire, '');
  assert.equal(bot.attempts.length, 3);
});

test('a group that stands late is still waited for, and the speech is whole', async context => {
  const world = await createWorld(context, { limits: { groupSeconds: 20 } });
  world.enter('400');
  await world.playback.join(ada);
  const bot = world.server.client(botId);
  const speech = createSpeech();
  speech.say(10);
  speech.end();
  await world.playback.play(speech);
  await world.server.ready(botId);
  assert.equal(bot.packets.length, 0);
  const ghost = world.server.ghost(hallId, '400');
  await bot.heard(({ wire }) => wire === 'E10 S5');
  assert.deepEqual(
    ghost.heard.map(({ opus }) => opus),
    speech.packets,
  );
});

test('people who come and go while it speaks lose nothing, and hear nothing unencrypted', async context => {
  const { playback, server, bot, heard } = await createHall(context);
  const speech = createSpeech();
  speech.say(60);
  speech.end();
  await playback.play(speech);
  for (const at of [5, 15, 25]) {
    await bot.heard(({ packets }) => packets.length >= at);
    const guest = server.ghost(hallId, '500');
    await server.channel(hallId).settled();
    await bot.heard(({ packets }) => packets.length >= at + 5);
    guest.leave();
  }
  await bot.heard(({ wire }) => wire.endsWith('S5'));
  assert.deepEqual(heard(), speech.packets);
  assert.equal(bot.wire, 'E60 S5');
  assert.deepEqual(server.violations, []);
});

test('a group that begins anew while it speaks hears nothing unencrypted', async context => {
  const { playback, server, bot } = await createHall(context);
  const speech = createSpeech();
  speech.say(60);
  speech.end();
  await playback.play(speech);
  await bot.heard(({ packets }) => packets.length >= 10);
  server.channel(hallId).recreate();
  await bot.heard(({ wire }) => wire.endsWith('S5') && bot.packets.filter(({ kind }) => kind === 'E').length === 60);
  assert.equal(plain(bot), 0);
});

test('where the server turns encryption off, as on a stage, speech goes on without, and with it when it is on again', async context => {
  const { playback, server, bot } = await createHall(context);
  const speech = createSpeech();
  speech.say(2000);
  await playback.play(speech);
  await bot.heard(({ packets }) => packets.length >= 5);
  server.channel(hallId).downgrade();
  await bot.heard(client => plain(client) >= 5);
  server.channel(hallId).upgrade();
  await bot.heard(({ wire }) => /P\d+ (?:S\d+ )?E\d+$/.test(wire));
  assert.deepEqual(server.violations, []);
});

describe('what no client can process ends neither the process nor the speech', () => {
  for (const provocation of [
    'unexpected-user',
    'bad-signature',
    'wrong-epoch',
    'wrong-group',
    'remove-self',
    'unreadable-proposals',
    'external-sender-again',
    'unreadable-external-sender',
  ] as const) {
    test(provocation, async context => {
      const { playback, bot, heard, logged } = await createHall(context);
      const speech = createSpeech();
      speech.say(15);
      speech.end();
      await playback.play(speech);
      await bot.heard(({ packets }) => packets.length >= 3);
      bot.provoke(provocation);
      await bot.heard(({ wire }) => wire.endsWith('S5'));
      assert.deepEqual(heard(), speech.packets);
      assert.deepEqual(
        logged.map(({ event }) => event),
        ['voice-fault'],
      );
    });
  }

  test('and a server that goes on with it is given up', async context => {
    const limits = { retrySeconds: 0.01 };
    const { playback, bot, until, kinds, logged } = await createHall(context, { limits });
    const speech = createSpeech();
    speech.say(3000);
    await playback.play(speech);
    await bot.heard(({ packets }) => packets.length >= 3);
    for (let count = 0; count < 40; count++) bot.provoke('unreadable-proposals');
    await until(() => kinds().includes('waits'), 'it should make the connection anew');
    await bot.heard(({ attempts }) => attempts.length === 2);
    assert.ok(logged.filter(({ event }) => event === 'voice-fault').length <= 10);
  });

  test('garbled commits and welcomes are recovered from', async context => {
    const world = await createWorld(context, { limits: { groupSeconds: 20 } });
    world.enter('400');
    const ghost = world.server.ghost(hallId, '400');
    world.server.faults.garbled = [opcodes.welcome, opcodes.announceCommit];
    await world.playback.join(ada);
    const bot = world.server.client(botId);
    const speech = createSpeech();
    speech.say(10);
    speech.end();
    await world.playback.play(speech);
    await bot.heard(() => world.server.channel(hallId).recoveries.length > 0);
    world.server.faults.garbled = [];
    await bot.heard(({ wire }) => wire.endsWith('S5'));
    assert.equal(plain(bot), 0);
    assert.deepEqual(
      ghost.heard.map(({ opus }) => opus),
      speech.packets,
    );
  });
});
