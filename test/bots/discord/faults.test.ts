/** Faults: what Discord, its people and the network do to the bot; nobody is left without an answer, and the bot goes on. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { SeenMessage } from '../../servers/discord/discord-server.ts';
import { createStage, type Stage, saying, seen, shown, unexpected } from './stage.ts';

const callback = '/interactions/{interaction.id}/{interaction.token}/callback';
const original = '/webhooks/{application.id}/{interaction.token}/messages/{message.id}';
const followUps = '/webhooks/{application.id}/{interaction.token}';
const messages = '/channels/{channel.id}/messages';

const isVoice = ({ isVoiceMessage }: SeenMessage) => isVoiceMessage;

describe('the bot goes on', () => {
  let stage: Stage;
  before(async () => {
    stage = await createStage();
    await stage.design(stage.ada, 'Robin');
  });
  after(() => stage[Symbol.asyncDispose]());
  beforeEach(() => stage.later(1));

  const works = async () => {
    stage.later(1);
    await saying(stage, stage.ada.run(stage.channel, 'voices list'), /^Your voices:/);
  };

  test('with 429 on every route: it waits as long as it is told, and answers', async () => {
    const channel = stage.guild.createTextChannel({});
    for (const [method, route] of [
      ['POST', callback],
      ['PATCH', original],
      ['DELETE', original],
      ['POST', messages],
    ] as const)
      stage.discord.faults.limit({ method, route }, { retryAfterSeconds: 0.1, scope: 'shared' });
    stage.ada.run(channel, 'say', { text: 'word '.repeat(60) });
    await shown(stage, channel, isVoice);
    await seen(stage, () => stage.ada.sees(channel).length === 2);
    await works();
  });

  test('with a global 429 as well', async () => {
    stage.discord.faults.limit({}, { retryAfterSeconds: 0.1, scope: 'global' });
    await works();
  });

  test('with 500s: what is tried again is not posted twice', async () => {
    const channel = stage.guild.createTextChannel({});
    const { faults } = stage.discord;
    faults.fail({ method: 'POST', route: callback }, { status: 500 });
    faults.fail({ method: 'PATCH', route: original }, { status: 502, times: 2 });
    faults.fail({ method: 'POST', route: messages }, { status: 500, times: 2 });
    stage.ada.run(channel, 'say', { text: 'Hello' });
    await shown(stage, channel, isVoice);
    assert.equal(channel.messages().length, 2);
    await works();
  });

  test('when an acknowledgement came too late, what is for everyone is posted, and what is not is sent to its person', async () => {
    const channel = stage.guild.createTextChannel({});
    const release = stage.discord.faults.hold({ method: 'POST', route: callback });
    const list = stage.ada.run(channel, 'voices list');
    stage.ada.run(channel, 'say', { text: 'Hello' });
    await seen(stage, () => stage.discord.requests.filter(({ route, status }) => route === callback && !status).length === 2);
    stage.later(1.1);
    await seen(stage, () => list.hasFailed);
    release();
    await shown(stage, channel, isVoice);
    const sent = await shown(stage, stage.ada.directMessages, ({ content }) => /^Your voices:/.test(content));
    assert.ok(sent);
    assert.deepEqual(unexpected(stage, [10062]), []);
    await works();
  });

  test('when the token is over before the answer is there; who takes no messages learns that there was one', async () => {
    const channel = stage.guild.createTextChannel({});
    const zoe = stage.discord.createPerson({ name: 'Zoe', acceptsDirectMessages: false });
    stage.guild.addMember(zoe);
    const release = stage.discord.faults.hold({ method: 'PATCH', route: original });
    const asked = zoe.run(channel, 'voices list');
    await seen(stage, () => stage.discord.requests.some(({ route, status }) => route === original && !status));
    stage.later(16);
    release();
    const late = await shown(stage, channel, ({ content }) => /^Zoe, that took too long to answer you in private/.test(content));
    assert.deepEqual([late.pinged, asked.messages().length], [[], 1]);
    assert.deepEqual(unexpected(stage, [10062, 50027, 50007]), []);
    await works();
  });

  test('when somebody else has answered: it says nothing, and does nothing for nobody', async () => {
    const channel = stage.guild.createTextChannel({});
    const before = stage.ada.directMessages.messages().length;
    stage.discord.faults.fail({ method: 'POST', route: callback }, { status: 400, code: 40060 });
    stage.ada.run(channel, 'say', { text: 'Hello' });
    await works();
    assert.deepEqual([channel.messages(), stage.ada.directMessages.messages().length], [[], before]);
  });

  test('when the connection breaks off after Discord has heard it: once acknowledged, once posted', async () => {
    const channel = stage.guild.createTextChannel({});
    const { faults } = stage.discord;
    faults.drop({ method: 'POST', route: callback }, { when: 'after' });
    faults.drop({ method: 'POST', route: messages }, { when: 'after' });
    const asked = stage.ada.run(channel, 'say', { text: 'Hello' });
    await shown(stage, channel, isVoice);
    await seen(stage, () => asked.messages().length === 0);
    assert.equal(channel.messages().length, 2);
    assert.deepEqual(unexpected(stage, [10062, 50027, 50007, 40060]), []);
  });

  test('through a lost connection to the gateway, and Discord`s wish to reconnect', async () => {
    const { gateway } = stage.discord;
    for (const [trouble, count] of [
      [() => gateway.dropAll(), () => gateway.resumed],
      [() => gateway.askToReconnect(), () => gateway.resumed],
      [() => gateway.invalidateSessions({ canResume: false }), () => gateway.identified],
    ] as const) {
      const before = count();
      trouble();
      await seen(stage, () => count() > before);
      await works();
    }
  });

  test('without the follow-up that it wanted to send: the rest is told, and nothing hangs', async () => {
    stage.discord.faults.fail({ method: 'POST', route: followUps }, { status: 403, code: 50013 });
    const asked = stage.ada.run(stage.channel, 'design', { gender: 'male', name: 'Jay' });
    await saying(stage, asked, /^The voice “Jay” is ready/);
    await shown(stage, stage.ada.directMessages, ({ content }) => content === 'AI voice “Jay”, invented, requested by Ada');
  });
});

test('a token that is revoked ends the bot, with what to do; nothing of the token is in what it says', async () => {
  await using stage = await createStage();
  const old = stage.app.token;
  stage.app.resetToken();
  await stage.until(
    () => stage.fatal.length > 0,
    () => 'the end of the bot',
  );
  const [reason] = stage.fatal;
  assert.match(reason!.message, /^Discord does not know this token\. Make a new one at https:\/\/discord\.com\/developers/);
  for (const part of old.split('.')) assert.ok(!`${reason!.stack}${stage.log()}`.includes(part));
});

test('a bot that is thrown out tells what ends with that, and when it is back', async () => {
  await using stage = await createStage();
  const { guild, places, service } = stage;
  const place = `discord:guild/${guild.id}`;
  const told = (what: string, count: number) =>
    stage.until(
      () => places.filter(one => one === `${what} ${place}`).length === count,
      () => `${what}: ${places}`,
    );
  await told('joined', 1);
  guild.setAvailable(false);
  guild.setAvailable(true);
  guild.kickBot();
  await told('left', 1);
  stage.later(60 * 24 * 31);
  assert.deepEqual(service.consent.due().placesLeft, [place]);
  guild.addBot();
  await told('joined', 2);
  assert.deepEqual(service.consent.due().placesLeft, []);
  assert.deepEqual(places, [`joined ${place}`, `left ${place}`, `joined ${place}`]);
});
