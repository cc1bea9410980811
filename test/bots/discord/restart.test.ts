/** What was accepted before a stop is answered after the next start: where it was asked for, or to its person, or not at all where both are gone. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Interaction, SeenMessage } from '../../servers/discord/discord-server.ts';
import { createStage, labels, type Stage, saying, seen, shown, unexpected } from './stage.ts';

let stage: Stage;
before(async () => {
  stage = await createStage();
  await stage.design(stage.ada, 'Robin');
});
after(() => stage[Symbol.asyncDispose]());
beforeEach(() => stage.later(1));

const isVoice = ({ isVoiceMessage }: SeenMessage) => isVoiceMessage;
/** Seconds of work. */
const long = `Nobody has heard this yet. ${'And then one more word. '.repeat(30)}`;

/** It is accepted, durably, and far from done. */
async function accepted(asked: Interaction): Promise<void> {
  await saying(stage, asked, /^(?:Waiting|Speaking)/);
}

test('in the channel: the label, and the voice message that answers it', async () => {
  const channel = stage.guild.createTextChannel({});
  const asked = stage.ada.run(channel, 'say', { text: long.slice(0, 480) });
  await accepted(asked);
  await stage.restart();
  const voice = await shown(stage, channel, isVoice);
  const label = await shown(stage, channel, ({ id }) => id === voice.repliesTo);
  assert.deepEqual([label.content, labels(label)], ['AI voice “Robin”, invented, requested by Ada', ['Report']]);
  const told = await saying(stage, asked, /^The bot is being restarted/);
  assert.ok(told.isEphemeral);
  assert.deepEqual(unexpected(stage), []);
});

test('in direct messages, and for a guest in these as well, since there is nowhere else', async () => {
  const { ada, discord } = stage;
  await accepted(ada.run(ada.directMessages, 'say', { text: long.slice(0, 480) }));
  await stage.restart();
  await shown(stage, ada.directMessages, isVoice);

  const elsewhere = discord.createGuild({ name: 'Elsewhere' });
  elsewhere.addMember(ada);
  stage.app.installFor(ada);
  const channel = elsewhere.createTextChannel({});
  stage.later(1);
  await accepted(ada.run(channel, 'say', { text: long.slice(0, 470) }));
  await stage.restart();
  await shown(stage, ada.directMessages, ({ attachments, isVoiceMessage }) => attachments.length > 0 && !isVoiceMessage);
  assert.deepEqual(channel.messages(), []);
});

test('people who have done nothing since are still called by their names', async () => {
  const { ada, bob, guild } = stage;
  const channel = guild.createTextChannel({});
  ada.run(channel, 'consent allow', { person: bob });
  await shown(stage, channel, ({ content }) => /^Allowed/.test(content));
  await stage.restart();
  const list = await saying(stage, bob.run(channel, 'voices list'), /^Shared with you here:/);
  assert.match(list.content, /· Robin \(en, of Ada\)/);
});

test('to its person, where the channel is gone; and what cannot reach them holds up nothing else', async () => {
  const { ada, guild } = stage;
  const [gone, there] = [guild.createTextChannel({}), guild.createTextChannel({})];
  const hermit = stage.discord.createPerson({ name: 'Hermit', acceptsDirectMessages: false });
  guild.addMember(hermit);
  await stage.design(hermit, 'Snail');
  const before = ada.directMessages.messages().length;
  const asked = [
    hermit.run(gone, 'say', { text: long.slice(0, 450) }),
    ada.run(gone, 'say', { text: long.slice(0, 440) }),
    ada.run(there, 'say', { text: long.slice(0, 430) }),
  ];
  await Promise.all(asked.map(accepted));
  gone.delete();
  await stage.restart();
  await shown(stage, there, isVoice);
  await seen(stage, () =>
    ada.directMessages
      .messages()
      .slice(before)
      .some(({ attachments }) => attachments.length > 0),
  );
  await stage.restart();
  assert.equal(there.messages().filter(isVoice).length, 1);
});
