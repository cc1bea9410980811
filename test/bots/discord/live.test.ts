/** Live speech with everything: a person in a voice channel, the commands, the engine, and the packets that reach the voice server. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { VoiceChannel } from '../../servers/discord/discord-server.ts';
import { startVoiceServer, type VoiceServer } from '../../servers/discord/voice/voice-server.ts';
import { createStage, labels, type Stage, saying, seen, shown, unexpected } from './stage.ts';

let voice: VoiceServer;
let stage: Stage;
let hall: VoiceChannel;
before(async () => {
  voice = await startVoiceServer();
  stage = await createStage({
    voice: {
      allocate: session => voice.allocate({ ...session, kind: 'voice' }),
      release: session => voice.release(session),
    },
  });
  hall = stage.guild.createVoiceChannel({ name: 'Hall' });
  await stage.design(stage.ada, 'Robin');
});
after(async () => {
  await stage[Symbol.asyncDispose]();
  await voice.stop();
});
beforeEach(() => stage.later(1));

const botIsIn = () => hall.occupants().some(({ userId }) => userId === stage.app.botId);
const label = 'AI voice “Robin”, invented, requested by Ada';
const long = 'and one more word '.repeat(25);

test('who is in no voice channel gets a voice note, and learns why', async () => {
  const channel = stage.guild.createTextChannel({});
  const asked = stage.ada.run(channel, 'say', { text: 'Hello', as: 'live' });
  await saying(
    stage,
    asked,
    /^You are in no voice channel of this server\. Join one, then try again\. Here is a voice note instead\.$/,
  );
  await shown(stage, channel, ({ isVoiceMessage }) => isVoiceMessage);
});

test('what is said is heard under its label; what waits is announced when it is its turn; a button stops it', async () => {
  const { ada, bob, guild } = stage;
  const channel = guild.createTextChannel({});
  ada.setVoiceChannel(hall);
  voice.ghost(hall.id, ada.id);
  ada.run(channel, 'join');
  await shown(stage, channel, ({ content }) => /^I am in Hall\. Whatever I say there is an AI voice/.test(content));
  assert.ok(botIsIn());
  ada.run(channel, 'consent allow', { person: bob });
  await shown(stage, channel, ({ content }) => /^Allowed/.test(content));
  bob.setVoiceChannel(hall);

  ada.run(channel, 'say', { text: long, as: 'live' });
  const first = await shown(stage, channel, ({ content }) => content === label);
  assert.deepEqual(labels(first), ['Stop', 'Report']);
  const heard = voice.client(stage.app.botId);
  await heard.heard(({ packets }) => packets.length > 10);
  const queued = bob.run(channel, 'say', { text: long, voice: 'Robin', as: 'live' });
  await shown(
    stage,
    channel,
    ({ content }) => content === 'AI voice “Robin”, invented, requested by Bob (waiting behind 1 other)',
  );
  await saying(stage, ada.run(channel, 'queue'), /^1\\\. playing: AI voice “Robin”.* Ada\n2\\\. waiting: .* Bob$/);

  const eve = stage.discord.createPerson({ name: 'Eve' });
  guild.addMember(eve);
  await saying(stage, eve.press(first, 'Stop'), /^Somebody else is speaking\. You can stop what you asked for/);
  ada.press(first, 'Stop');
  await shown(stage, channel, ({ content }) => content === 'Skipped.');
  await shown(stage, channel, ({ content }) => content === 'Now: AI voice “Robin”, invented, requested by Bob');
  ada.run(channel, 'stop');
  await shown(stage, channel, ({ content }) => content === 'Stopped: 1 speech.');
  assert.deepEqual(queued.messages(), []);
  ada.run(channel, 'leave');
  await shown(stage, channel, ({ content }) => content === 'I have left the voice channel.');
  await seen(stage, () => !botIsIn());
  assert.deepEqual([unexpected(stage), voice.violations], [[], []]);
});

test('a note is played to whoever presses, in the channel where they are', async () => {
  const channel = stage.guild.createTextChannel({});
  stage.ada.setVoiceChannel(hall);
  stage.ada.run(channel, 'say', { text: 'Hello' });
  const note = await shown(stage, channel, ({ content }) => content === label);
  await shown(stage, channel, ({ isVoiceMessage }) => isVoiceMessage);
  stage.ada.press(note, 'Play in my channel');
  await voice.client(stage.app.botId).heard(({ wire }) => wire.endsWith('S5'));
  assert.equal(channel.messages().filter(({ content }) => content === label).length, 2);
  assert.deepEqual([unexpected(stage), voice.violations], [[], []]);
});

test('the owner deletes the voice while it speaks: silence, and whoever let it speak is told', async () => {
  const { ada, bob, guild } = stage;
  const channel = guild.createTextChannel({});
  ada.setVoiceChannel(hall);
  bob.setVoiceChannel(hall);
  const asked = bob.run(channel, 'say', { text: long, voice: 'Robin', as: 'live' });
  const heard = voice.client(stage.app.botId);
  const before = heard.packets.length;
  await heard.heard(({ packets }) => packets.length > before + 5);
  const question = await saying(stage, ada.run(channel, 'consent revoke'), /^Delete the voice “Robin”\?/);
  ada.press(question, 'Delete the voice for good');
  await saying(stage, asked, /has ended your permission/);
  await heard.heard(({ speaking }) => speaking === 0);
  assert.deepEqual(unexpected(stage), []);
});

test('at its end it leaves the channel', async () => {
  await stage.restart();
  await seen(stage, () => !botIsIn());
});
