/** Buttons at speech, and at questions that only one person sees. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { PermissionFlagsBits as Flags } from 'discord.js';
import type { GuildChannel, SeenMessage } from '../../servers/discord/discord-server.ts';
import { createStage, labels, type Stage, saying, seen, shown, unexpected, withinMs } from './stage.ts';

let stage: Stage;
before(async () => {
  stage = await createStage({ operators: ['Bob'] });
  await stage.design(stage.ada, 'Robin');
});
after(() => stage[Symbol.asyncDispose]());
beforeEach(() => stage.later(1));

const isVoice = ({ isVoiceMessage }: SeenMessage) => isVoiceMessage;

/** Speech in a channel of its own; resolves with its label. */
async function speech(channel: GuildChannel = stage.guild.createTextChannel({})): Promise<[GuildChannel, SeenMessage]> {
  stage.ada.run(channel, 'say', { text: 'Hello' });
  const voice = await shown(stage, channel, isVoice);
  return [channel, await shown(stage, channel, ({ id }) => id === voice.repliesTo)];
}

test('Delete takes back label and voice message, for whoever asked for it and whose voice it is', async () => {
  const [channel, label] = await speech();
  await saying(stage, stage.bob.press(label, 'Delete'), /^This button is for somebody else/);
  assert.equal(channel.messages().length, 2);
  const pressed = stage.ada.press(label, 'Delete');
  await seen(stage, () => channel.messages().length === 0);
  await pressed.acknowledged({ withinMs });
  assert.deepEqual(pressed.messages(), []);
  assert.deepEqual(unexpected(stage), []);
});

test('Delete finds the voice message behind what others wrote, and leaves that alone', async () => {
  const channel = stage.guild.createTextChannel({});
  const [, first] = await speech(channel);
  stage.bob.send(channel, { content: 'Nice!' });
  stage.ada.run(channel, 'say', { text: 'Once more' });
  await seen(stage, () => channel.messages().filter(isVoice).length === 2);
  stage.ada.press(first, 'Delete');
  await seen(stage, () => channel.messages().length === 3);
  const [words, label, voice] = channel.messages();
  assert.deepEqual([words!.content, voice!.repliesTo], ['Nice!', label!.id]);
});

test('a file is deleted as well', async () => {
  const channel = stage.guild.createTextChannel({});
  stage.ada.run(channel, 'say', { text: 'Hello', as: 'file' });
  stage.ada.press(await shown(stage, channel, ({ attachments }) => attachments.length > 0), 'Delete');
  await seen(stage, () => channel.messages().length === 0);
});

test('Report asks what is wrong, alone with whoever pressed, and freezes the voice', async () => {
  const [channel, label] = await speech();
  const carl = stage.discord.createPerson({ name: 'Carl' });
  stage.guild.addMember(carl);
  const question = await saying(stage, carl.press(label, 'Report'), /^What is wrong with this speech\?/);
  assert.ok(question.isEphemeral);
  assert.deepEqual(labels(question), ['Without the owner’s consent', 'Fraud', 'Insult or harassment']);
  const pressed = carl.press(question, 'Fraud');
  // The answer takes the place of the question.
  const answer = await seen(stage, () =>
    carl.sees(channel).find(({ id, content }) => id === question.id && /^Thank you/.test(content)),
  );
  assert.deepEqual([labels(answer), pressed.messages().map(({ id }) => id)], [[], [question.id]]);
  await shown(stage, stage.bob.directMessages, ({ content }) => /^Report [0-9a-f]{8} in Den: the voice/.test(content));
  await shown(stage, stage.ada.directMessages, ({ content }) => /^Your voice was reported in Den/.test(content));
  await saying(stage, stage.ada.run(channel, 'say', { text: 'Hello' }), /frozen|silent|reported/);
  await saying(stage, stage.bob.run(channel, 'settings unfreeze', { person: stage.ada }), /not frozen here any more/);
  assert.deepEqual(unexpected(stage), []);
});

test('who takes no messages from the bot is told nothing, and nobody else of it', async () => {
  const shy = stage.discord.createPerson({ name: 'Shy', acceptsDirectMessages: false });
  stage.guild.addMember(shy);
  const channel = stage.guild.createTextChannel({});
  await stage.design(shy, 'Mouse');
  await saying(stage, shy.run(channel, 'settings tell-uses', { value: 'yes' }), /^You get a message each time/);
  shy.run(channel, 'consent allow', { everyone: true });
  await shown(stage, channel, ({ content }) => /^Allowed for “Mouse”/.test(content));
  stage.bob.run(channel, 'say', { text: 'Hello', voice: 'Mouse' });
  await shown(stage, channel, isVoice);
  await seen(stage, () => stage.log().includes('"command":"say","outcome":"answered"'));
  assert.deepEqual(unexpected(stage, [50007]), []);
});

test('Play in my channel is refused to whoever is in no voice channel, and needs no guess why', async () => {
  const [, label] = await speech();
  await saying(stage, stage.ada.press(label, 'Play in my channel'), /^You are in no voice channel of this server\. Join one/);
});

test('a button that was never shown, or is too old, is told to be so', async () => {
  const [, label] = await speech();
  stage.later(60 * 25);
  await saying(stage, stage.ada.press(label, 'Report'), /^This button is too old\. Use <\/report:\d+> again\./);
});

test('a question that is answered with no leaves no button behind', async () => {
  const channel = stage.guild.createTextChannel({});
  const question = await saying(stage, stage.ada.run(channel, 'forget'), /^Erase everything about you\?/);
  stage.ada.press(question, 'Keep everything');
  const answer = await seen(stage, () =>
    stage.ada.sees(channel).find(({ id, content }) => id === question.id && content === 'All right, nothing was changed.'),
  );
  assert.deepEqual(labels(answer), []);
});

test('without the permission for messages of all, the label is an answer, and can be deleted all the same', async () => {
  const deny = Flags.SendMessages;
  const channel = stage.guild.createTextChannel({ overwrites: [{ target: stage.app, deny }] });
  stage.ada.run(channel, 'say', { text: 'Hello' });
  stage.ada.press(await shown(stage, channel, ({ attachments }) => attachments.length > 0), 'Delete');
  await seen(stage, () => channel.messages().length === 0);
  // An answer of the test before, whose clock has leapt over the life of its token.
  assert.deepEqual(unexpected(stage, [50007, 50027]), []);
});
