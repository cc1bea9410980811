import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Refusal } from '../../../../src/errors.ts';
import { ada, createHall } from './hall.ts';
import { createSpeech } from './speeches.ts';
import { botId, createWorld, denId, hallId } from './world.ts';

/** What moderators, and people who come and go, do to speech that plays. */
const limits = { moveSeconds: 0.05, retrySeconds: 0.01 };

async function speaking(...[context, options]: Parameters<typeof createHall>) {
  const hall = await createHall(context, { limits, ...options });
  const speech = createSpeech();
  speech.say(2000);
  await hall.playback.play(speech);
  await hall.bot.heard(({ packets }) => packets.length >= 3);
  const reason = (kind: string) => {
    const event = hall.events.find(event => event.kind === kind);
    return event && 'reason' in event ? (event.reason as Refusal).code : undefined;
  };
  return { ...hall, speech, reason, goesOn: () => goesOn(hall.bot) };
}

/** Resolves when speech comes after silence. */
async function goesOn(bot: Awaited<ReturnType<typeof createHall>>['bot']): Promise<void> {
  const before = bot.packets.length;
  await bot.heard(({ packets }) => packets.slice(before).some(({ kind }) => kind === 'E'));
}

test('a bot that is disconnected by a moderator says so, ends everything, and does not come back by itself', async context => {
  const { gateway, until, kinds, speech, reason, bot, playback } = await speaking(context);
  const waiting = createSpeech();
  await playback.play(waiting);
  gateway.kick();
  await until(() => kinds().includes('left'), 'it should leave');
  assert.equal(reason('left'), 'live-removed');
  assert.equal((speech.cancelledWith as Refusal).code, 'live-removed');
  assert.equal((waiting.cancelledWith as Refusal).code, 'live-removed');
  assert.deepEqual(playback.queue(), []);
  assert.equal(bot.attempts.length, 1);
  await playback.join(ada);
});

test('a bot whose voice gateway alone says that it was disconnected waits for word, then ends everything', async context => {
  const { bot, until, kinds, reason } = await speaking(context);
  bot.close(4014);
  await until(() => kinds().includes('left'), 'it should leave');
  assert.equal(reason('left'), 'live-removed');
  assert.equal(bot.attempts.length, 1);
});

test('a channel that is deleted is told as that', async context => {
  const { gateway, until, kinds, speech, reason } = await speaking(context);
  gateway.deleteChannel(hallId);
  await until(() => kinds().includes('left'), 'it should leave');
  assert.equal(reason('left'), 'live-channel-deleted');
  assert.equal((speech.cancelledWith as Refusal).code, 'live-channel-deleted');
});

test('a bot that is moved goes on speaking where it was moved to', async context => {
  const { gateway, server, enter, events, bot, playback } = await speaking(context);
  enter('401', denId);
  const there = server.ghost(denId, '401');
  gateway.seat(denId);
  await bot.heard(() => there.heard.length >= 3);
  assert.equal(bot.channelId, denId);
  assert.equal(playback.queue().length, 1);
  assert.ok(events.every(({ kind }) => kind !== 'left' && kind !== 'ends'));
  await assert.rejects(playback.join(ada), { code: 'live-elsewhere' });
});

test('a bot that is moved where nobody is waits there', async context => {
  const { gateway, enter, until, kinds, reason } = await speaking(context);
  gateway.seat(denId);
  await until(() => kinds().includes('waits'), 'it should wait');
  assert.equal(reason('waits'), 'live-deserted');
  enter('400', denId);
  await until(() => kinds().includes('goes-on'), 'it should go on');
});

test('a voice server that changes is followed, and speech goes on', async context => {
  const { gateway, bot, goesOn, kinds, server } = await speaking(context);
  gateway.changeServer();
  await bot.heard(({ attempts }) => attempts.length === 2);
  await goesOn();
  assert.deepEqual(kinds(), ['speaks']);
  assert.deepEqual(
    server.violations.filter(({ detail }) => !detail.endsWith('which has no session description.')),
    [],
  );
});

test('a voice server that goes away before there is another one is waited for', async context => {
  const { gateway, bot, goesOn, until, kinds } = await speaking(context);
  gateway.endpoint = null;
  gateway.changeServer();
  await until(() => kinds().includes('waits'), 'it should wait');
  gateway.endpoint = undefined;
  gateway.changeServer();
  await goesOn();
  assert.equal(bot.attempts.length, 2);
  assert.deepEqual(kinds(), ['speaks', 'waits', 'goes-on']);
});

test('a bot that is muted waits, says so, refuses more, and goes on when it is unmuted', async context => {
  const { gateway, until, kinds, reason, bot, playback, goesOn, speech } = await speaking(context);
  gateway.voiceState(botId, hallId, { mute: true });
  await until(() => kinds().includes('waits'), 'it should wait');
  assert.equal(reason('waits'), 'live-muted');
  await bot.heard(({ wire, speaking }) => wire.endsWith('S5') && speaking === 0);
  await assert.rejects(playback.join(ada), { code: 'live-muted' });
  gateway.voiceState(botId, hallId, { mute: false });
  await goesOn();
  assert.deepEqual(kinds(), ['speaks', 'waits', 'goes-on']);
  assert.equal(speech.cancelledWith, undefined);
});

test('a bot that may no longer speak waits', async context => {
  const { gateway, until, kinds, reason } = await speaking(context);
  gateway.voiceState(botId, hallId, { suppress: true });
  await until(() => kinds().includes('waits'), 'it should wait');
  assert.equal(reason('waits'), 'live-speak');
});

test('what waits too long is given up, and the bot stays', async context => {
  const { gateway, until, kinds, speech, bot } = await speaking(context, { limits: { ...limits, waitSeconds: 0.1 } });
  gateway.voiceState(botId, hallId, { mute: true });
  await until(() => kinds().includes('ends'), 'it should end');
  assert.equal((speech.cancelledWith as Refusal | undefined)?.code, 'live-gave-up');
  assert.equal(bot.channelId, hallId);
});

test('an empty channel makes it wait, and whoever comes makes it go on; bots do not count', async context => {
  const { ghost, gateway, exit, enter, until, kinds, reason, bot, server } = await speaking(context);
  ghost.leave();
  exit('400');
  await until(() => kinds().includes('waits'), 'it should wait');
  assert.equal(reason('waits'), 'live-deserted');
  await bot.heard(({ speaking }) => speaking === 0);
  gateway.voiceState('888', hallId, {}, { isBot: true });
  assert.deepEqual(kinds(), ['speaks', 'waits']);
  enter('402');
  const back = server.ghost(hallId, '402');
  await bot.heard(() => back.heard.length >= 3);
  assert.deepEqual(kinds(), ['speaks', 'waits', 'goes-on']);
  assert.equal(bot.packets.filter(({ kind }) => kind === 'P').length, 0);
});

test('a channel that stays empty is left; who calls the bot back hears it', async context => {
  const { exit, enter, until, kinds, reason, gateway, speech, ghost, server, playback, bot } = await speaking(context, {
    limits: { ...limits, waitSeconds: 0.05 },
  });
  ghost.leave();
  exit('400');
  await until(() => kinds().includes('left'), 'it should leave');
  assert.equal((speech.cancelledWith as Refusal).code, 'live-gave-up');
  assert.equal(reason('left'), 'live-idle');
  await until(() => gateway.channelsAskedFor().at(-1) === null, 'it should say that it leaves');
  enter('400');
  const back = server.ghost(hallId, '400');
  const again = createSpeech();
  again.say(5);
  await playback.play(again);
  await bot.heard(() => back.heard.length >= 3);
});

test('a bot that has nothing to say leaves after a while, counted from its last word', async context => {
  const { playback, until, kinds, events, bot } = await createHall(context, { limits: { idleMinutes: 0.2 / 60 } });
  const speech = createSpeech();
  speech.say(25);
  speech.end();
  await playback.play(speech);
  await until(() => kinds().includes('left'), 'it should leave');
  assert.deepEqual(kinds(), ['speaks', 'ends', 'left']);
  assert.equal(bot.packets.filter(({ kind }) => kind === 'E').length, 25);
  const left = events.at(-1)!;
  assert.ok(left.kind === 'left');
  assert.equal(left.reason.code, 'live-idle');
});

test('a main gateway that begins a new session makes the connection anew, and speech goes on', async context => {
  const { gateway, bot, kinds, until, goesOn } = await speaking(context, { limits: { ...limits, moveSeconds: 20 } });
  gateway.beginAnew();
  await bot.heard(({ attempts }) => attempts.length === 2);
  await goesOn();
  await until(() => kinds().includes('goes-on'), 'it should go on');
  assert.deepEqual(kinds(), ['speaks', 'waits', 'goes-on']);
});

test('a bot that is taken out of the server ends everything', async context => {
  const { client, guild, speech, gateway } = await speaking(context);
  gateway.leaveGuild();
  assert.equal(client.guilds.cache.has(guild.id), false);
  assert.equal((speech.cancelledWith as Refusal | undefined)?.code, 'shutting-down');
});

test('events name the server, the voice channel, and the text channel where the speech was asked for', async context => {
  const world = await createWorld(context);
  world.enter('400');
  world.server.ghost(hallId, '400');
  const elsewhere = world.live.playbackIn('100', '901');
  await world.playback.join(ada);
  const speech = createSpeech();
  speech.say(2);
  speech.end();
  await elsewhere.play(speech);
  await world.until(() => world.kinds().includes('ends'), 'it should be said');
  for (const { guildId, textChannelId, channelId } of world.events) {
    assert.deepEqual({ guildId, textChannelId, channelId }, { guildId: '100', textChannelId: '901', channelId: hallId });
  }
});
