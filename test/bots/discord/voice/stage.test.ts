import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PermissionFlagsBits } from 'discord.js';
import { usualPermissions } from './caches.ts';
import { ada } from './hall.ts';
import { createSpeech } from './speeches.ts';
import { botId, createWorld, stageId } from './world.ts';

const { MuteMembers, RequestToSpeak, Speak } = PermissionFlagsBits;

/** Ada is on the stage, as audience or speaker, and the bot comes as audience. */
async function createStage(context: Parameters<typeof createWorld>[0], permissions: bigint) {
  const world = await createWorld(context, { permissions });
  world.enter('400', stageId);
  return world;
}

async function says(world: Awaited<ReturnType<typeof createStage>>) {
  const speech = createSpeech();
  speech.say(3);
  speech.end();
  await world.playback.play(speech);
  await world.server.client(botId).heard(({ wire }) => wire.endsWith('P3 S5'));
}

test('where it moderates the stage, the bot makes itself a speaker; there is no end-to-end encryption there', async context => {
  const world = await createStage(context, (usualPermissions & ~Speak) | MuteMembers);
  assert.deepEqual(await world.playback.join(ada), { channel: 'Stage' });
  assert.deepEqual(world.api.asked, [{ channel_id: stageId, suppress: false }]);
  await says(world);
  assert.deepEqual(world.server.violations, []);
});

test('else it asks a moderator, says so, stays, and speaks when it was invited', async context => {
  const world = await createStage(context, usualPermissions);
  await assert.rejects(world.playback.join(ada), { code: 'live-stage-asked', values: { channel: 'Stage' } });
  assert.equal(world.api.asked.length, 1);
  assert.ok(Date.parse(String(world.api.asked[0].request_to_speak_timestamp)));
  assert.equal(world.server.client(botId).channelId, stageId);
  world.gateway.voiceState(botId, stageId, { suppress: false });
  await world.playback.join(ada);
  await says(world);
});

test('where it may not even ask, it says what is missing', async context => {
  const world = await createStage(context, usualPermissions & ~RequestToSpeak);
  await assert.rejects(world.playback.join(ada), { code: 'live-stage-request', values: { channel: 'Stage' } });
  assert.deepEqual(world.api.asked, []);
});

test('what Discord does not allow after all is asked for, or said', async context => {
  const world = await createStage(context, usualPermissions | MuteMembers);
  world.api.refuses = ['suppress'];
  await assert.rejects(world.playback.join(ada), { code: 'live-stage-asked' });
  world.api.refuses = ['suppress', 'request_to_speak_timestamp'];
  await assert.rejects(world.playback.join(ada), { code: 'live-stage-request' });
});

test('a bot that is moved to the audience waits until it is invited', async context => {
  const world = await createStage(context, usualPermissions | MuteMembers);
  await world.playback.join(ada);
  const speech = createSpeech();
  speech.say(1000);
  await world.playback.play(speech);
  const bot = world.server.client(botId);
  await bot.heard(({ packets }) => packets.length >= 3);
  world.gateway.voiceState(botId, stageId, { suppress: true });
  await world.until(() => world.kinds().includes('waits'), 'it should wait');
  const waits = world.events.find(event => event.kind === 'waits');
  assert.equal(waits?.kind === 'waits' && waits.reason.code, 'live-audience');
  await bot.heard(({ wire, speaking }) => wire.endsWith('S5') && speaking === 0);
  world.gateway.voiceState(botId, stageId, { suppress: false });
  await bot.heard(({ wire }) => /S5 P\d+$/.test(wire));
});
