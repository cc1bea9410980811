/** Speech in a channel: a voice message that answers its label; a file where that cannot be; and what the person is told of it. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { PermissionFlagsBits as Flags, MessageFlags } from 'discord.js';
import { demuxOggFile } from '../../../src/audio/ogg.ts';
import type { Faults, GuildChannel, SeenMessage } from '../../servers/discord/discord-server.ts';
import { createStage, labels, type Stage, saying, seen, settled, shown, unexpected } from './stage.ts';

let stage: Stage;
before(async () => {
  stage = await createStage();
  await stage.design(stage.ada, 'Robin');
});
after(() => stage[Symbol.asyncDispose]());
beforeEach(() => stage.later(1));

/** Each test has a channel of its own. */
function channelWithout(...denied: readonly bigint[]): GuildChannel {
  const deny = denied.reduce((all, flag) => all | flag, 0n);
  return stage.guild.createTextChannel({ overwrites: [{ target: stage.app, deny }] });
}

const isVoice = ({ isVoiceMessage }: SeenMessage) => isVoiceMessage;
const hasFile = ({ attachments, isVoiceMessage }: SeenMessage) => attachments.length > 0 && !isVoiceMessage;
const label = 'AI voice “Robin”, invented, requested by Ada';

function requireSpeech({ attachments: [file] }: SeenMessage): void {
  const { isComplete, durationSeconds } = demuxOggFile(file!.bytes);
  assert.ok(isComplete && durationSeconds > 0.2, `${durationSeconds}`);
}

describe('a voice note', () => {
  afterEach(() => assert.deepEqual(unexpected(stage), []));

  test('is a voice message that answers its label, which stands there first and has the buttons', async () => {
    const channel = channelWithout();
    stage.ada.run(channel, 'say', { text: 'Good morning, everyone!' });
    const voice = await shown(stage, channel, isVoice);
    const [first, second, ...more] = channel.messages();
    assert.deepEqual([first!.content, second!.id, second!.repliesTo, more], [label, voice.id, first!.id, []]);
    assert.deepEqual(labels(first!), ['Play in my channel', 'Delete', 'Report']);
    assert.equal(voice.flags, MessageFlags.IsVoiceMessage);
    const [sound] = voice.attachments;
    assert.equal(sound!.content_type, 'audio/ogg');
    assert.equal(Buffer.from(sound!.waveform!, 'base64').length, 256);
    assert.ok(Math.abs(sound!.duration_secs! - demuxOggFile(sound!.bytes).durationSeconds) < 0.05);
    // The answer that was announced has nothing to say, and is gone.
    await seen(stage, () => stage.ada.sees(channel).length === 2);
  });

  test('shows its person how far it is, and nobody else', async () => {
    const channel = channelWithout();
    const asked = stage.ada.run(channel, 'say', { text: 'word '.repeat(90) });
    await saying(stage, asked, /^(?:Waiting: number|Speaking: \d+ %)/);
    assert.deepEqual(channel.messages(), []);
    await shown(stage, channel, isVoice);
    await settled(stage, stage.ada, channel);
  });

  test('pings nobody and is no markup, whatever people are called', async () => {
    const mallory = stage.discord.createPerson({ name: '@everyone **M**' });
    stage.guild.addMember(mallory, { nickname: `<@${stage.bob.id}> [x](https://evil.example)` });
    const channel = channelWithout();
    await stage.design(mallory, 'Jay');
    mallory.run(channel, 'say', { text: `Hello <@${stage.bob.id}> and @everyone` });
    await shown(stage, channel, isVoice);
    const [first] = channel.messages();
    assert.equal(first!.content, `AI voice “Jay”, invented, requested by \\<\\@${stage.bob.id}> \\[x\\](https\\://evil.example)`);
    assert.deepEqual(
      channel.messages().flatMap(({ pinged }) => pinged),
      [],
    );
    // Should a mention slip through all the same, it is told to nobody.
    const bodies = stage.discord.requests.map(
      ({ body }) => body as { readonly attachments?: object; readonly allowed_mentions?: object },
    );
    for (const { allowed_mentions: mentions } of bodies.filter(body => body?.attachments))
      assert.deepEqual(mentions, { parse: [], replied_user: false });
  });

  test('that its person may not have is refused to them alone', async () => {
    const channel = channelWithout();
    const asked = stage.bob.run(channel, 'say', { text: 'Hello', voice: 'Robin' });
    const { isEphemeral } = await saying(stage, asked, /^There is no voice of that name that you may use here/);
    assert.ok(isEphemeral);
    assert.deepEqual(channel.messages(), []);
  });

  test('as a file is one message', async () => {
    const channel = channelWithout();
    stage.ada.run(channel, 'say', { text: 'Hello', as: 'file' });
    const file = await shown(stage, channel, hasFile);
    assert.deepEqual([file.content, file.attachments[0]!.filename], [label, 'speech.ogg']);
    requireSpeech(file);
  });

  test('in direct messages is a voice message too, and what is said there stays', async () => {
    const { directMessages } = stage.ada;
    const asked = stage.ada.run(directMessages, 'voices list');
    assert.equal((await saying(stage, asked, /Your voices:/)).isEphemeral, false);
    stage.ada.run(directMessages, 'say', { text: 'Hello' });
    const voice = await shown(stage, directMessages, isVoice);
    assert.equal(stage.ada.sees(directMessages).find(({ id }) => id === voice.repliesTo)?.content, label);
  });
});

describe('where a voice message cannot be', () => {
  const missing: readonly (readonly [string, readonly bigint[], RegExp])[] = [
    ['voice messages', [Flags.SendVoiceMessages], /permissions in this channel: Send Voice Messages\./],
    ['reading the history', [Flags.ReadMessageHistory], /: Read Message History\./],
    ['posting', [Flags.SendMessages], /: Send Messages, Send Voice Messages\./],
    ['files and voice messages', [Flags.AttachFiles, Flags.SendVoiceMessages], /: Send Voice Messages\./],
    ['the channel', [Flags.ViewChannel], /: View Channels, Send Messages, Send Voice Messages, Read Message History\./],
  ];
  for (const [what, denied, told] of missing) {
    test(`without the permission for ${what} it is a file, and the person learns which permissions are missing`, async () => {
      const channel = channelWithout(...denied);
      const asked = stage.ada.run(channel, 'say', { text: 'Hello' });
      const file = await shown(stage, channel, hasFile);
      assert.equal(file.content, label);
      assert.ok(labels(file).includes('Report'));
      requireSpeech(file);
      assert.ok((await saying(stage, asked, told)).isEphemeral);
      assert.deepEqual(unexpected(stage), []);
    });
  }

  test('a guest answers with a file: the person has installed the bot, the server has not', async () => {
    const owner = stage.discord.createPerson({ name: 'Olga' });
    const elsewhere = stage.discord.createGuild({ name: 'Elsewhere', owner });
    const gus = stage.discord.createPerson({ name: 'Gus' });
    elsewhere.addMember(gus);
    const channel = elsewhere.createTextChannel({});
    stage.app.installFor(gus);
    await gus.run(channel, 'design', { gender: 'male', name: 'Guest' }).followUp(0);
    const asked = gus.run(channel, 'say', { text: 'Hello', voice: 'Guest' });
    const file = await shown(stage, channel, hasFile);
    assert.equal(file.content, 'AI voice “Guest”, invented, requested by Gus');
    assert.deepEqual(labels(file), ['Delete', 'Report']);
    await saying(stage, asked, /^Here it is as a file\. I am not a member here/);
    gus.press(file, 'Delete');
    await seen(stage, () => channel.messages().length === 0);
    assert.deepEqual(unexpected(stage), []);
  });

  const messagesRoute = { method: 'POST', route: '/channels/{channel.id}/messages' } as const;

  /** What happens to the voice message, whose label stands by then. */
  async function askAndThen(channel: GuildChannel, arrange: (faults: Faults) => void) {
    const { faults, requests } = stage.discord;
    const release = faults.hold(messagesRoute);
    const asked = stage.ada.run(channel, 'say', { text: 'Hello' });
    await seen(stage, () => requests.at(-1)?.route === messagesRoute.route && requests.at(-1)?.path.includes(channel.id));
    arrange(faults);
    release();
    return asked;
  }

  test('since Discord does not take it, its label gets the file, and the person is told', async () => {
    const channel = channelWithout();
    const asked = await askAndThen(channel, faults => faults.fail(messagesRoute, { status: 403, code: 50173 }));
    const file = await shown(stage, channel, hasFile);
    assert.deepEqual([file.content, file.isEdited], [label, true]);
    assert.deepEqual(labels(file), ['Play in my channel', 'Delete', 'Report']);
    requireSpeech(file);
    await saying(stage, asked, /^Here it is as a file, since Discord did not take it as a voice message\.$/);
    assert.equal(channel.messages().length, 1);
  });

  test('since the channel is too busy for long, its label gets the file', async () => {
    const channel = channelWithout();
    const asked = await askAndThen(channel, faults => faults.limit(messagesRoute, { retryAfterSeconds: 300, scope: 'shared' }));
    requireSpeech(await shown(stage, channel, hasFile));
    await saying(stage, asked, /^Here it is as a file, since I may post nothing more in this channel at the moment\.$/);
  });

  test('and the label not be changed, it is taken back, and the file is an answer to its person', async () => {
    const channel = channelWithout();
    const asked = await askAndThen(channel, faults => {
      faults.fail(messagesRoute, { status: 403, code: 50173 });
      faults.fail({ method: 'PATCH', route: '/channels/{channel.id}/messages/{message.id}' }, { status: 403, code: 50013 });
      faults.fail(messagesRoute, { status: 403, code: 50013 });
    });
    const file = await shown(stage, channel, hasFile);
    assert.deepEqual([file.content, file.interactionId, channel.messages().length], [label, asked.id, 1]);
    requireSpeech(file);
  });

  test('nor a file, the person is told so', async () => {
    const channel = channelWithout(Flags.SendVoiceMessages, Flags.AttachFiles);
    const { faults } = stage.discord;
    faults.fail({ method: 'POST', route: '/webhooks/{application.id}/{interaction.token}' }, { status: 403, code: 50013 });
    const asked = stage.ada.run(channel, 'say', { text: 'Hello' });
    await saying(stage, asked, /^The speech is ready, but Discord let me post it neither as a voice message nor as a file here/);
    assert.deepEqual(channel.messages(), []);
  });
});

test('what is for everyone is an answer that all can see, where the bot may not post', async () => {
  const channel = channelWithout(Flags.SendMessages);
  const asked = stage.ada.run(channel, 'consent allow', { everyone: true });
  const told = await shown(stage, channel, ({ content }) => /^Allowed for “Robin”: everyone in Den/.test(content));
  assert.deepEqual([told.isEphemeral, told.interactionId], [false, asked.id]);
  await saying(stage, asked, /^Take it back at any time/);
  await settled(stage, stage.ada, channel);
  assert.deepEqual(unexpected(stage), []);
});
