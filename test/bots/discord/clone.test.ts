/** A voice of one's own on Discord: the notice as a form, the sentence, and the recording as a file, as a voice message or attached. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Person, SeenMessage } from '../../servers/discord/discord-server.ts';
import { createStage, labels, readAloud, type Stage, saying, seen, settled, unexpected, withinMs } from './stage.ts';

let stage: Stage;
before(async () => {
  stage = await createStage();
});
after(() => stage[Symbol.asyncDispose]());
beforeEach(() => stage.later(1));

let people = 0;

function somebody(name = `Person ${++people}`): Person {
  const person = stage.discord.createPerson({ name });
  stage.guild.addMember(person);
  return person;
}

/** Reads the notice and agrees; resolves with the message that holds the sentence. */
async function agree(person: Person, values = { attested: true }): Promise<SeenMessage> {
  const modal = await person.run(stage.channel, 'clone').modal({ withinMs });
  return saying(stage, person.submit(modal, values), /\S/);
}

function sentenceIn({ content }: SeenMessage): string {
  return content
    .split('\n')
    .find(line => line.startsWith('## '))!
    .slice(3)
    .replace(/\\(.)/g, '$1');
}

test('the notice is a form, with a box to tick; the sentence comes large, with how to read it here', async () => {
  const person = somebody();
  const modal = await person.run(stage.channel, 'clone').modal({ withinMs });
  assert.equal(modal.title, 'Before your voice is cloned');
  assert.match(
    modal.text,
    /^Before your voice is cloned, please read this\.\n· What is kept: .*\n(?:.*\n)+I am 18 or older and this is my own voice$/,
  );
  const message = await saying(stage, person.submit(modal, { attested: true }), /^Read this sentence aloud/);
  assert.ok(message.isEphemeral);
  assert.match(
    message.content,
    /It expires <t:\d{10}:R>\.\n· As a voice message .* “Clone my voice from this message”\.\n· As a sound file .* “Send a recording”\.\n## \S/,
  );
  assert.match(sentenceIn(message), /(?:\w+, ){3}\w+\.$/);
  assert.deepEqual(labels(message), ['Send a recording']);
  assert.deepEqual(unexpected(stage), []);
});

test('who does not tick the box gets no sentence', async () => {
  const message = await agree(somebody(), { attested: false });
  assert.match(message.content, /^You did not tick the box, so nothing happens\./);
  assert.deepEqual(labels(message), []);
});

test('the recording as a file of a form makes the voice: card, sample, what to do next; all for its person alone', async () => {
  const person = somebody('Clara');
  const message = await agree(person);
  const form = await person.press(message, 'Send a recording').modal({ withinMs });
  assert.equal(form.title, 'Send your recording');
  assert.ok(form.text.includes(sentenceIn(message)), form.text);
  const recording = await readAloud(sentenceIn(message));
  const sent = person.submit(form, { recording: [recording] });
  const card = await saying(stage, sent, /^Your voice “Clara” is ready\./);
  const [picture] = card.attachments;
  assert.deepEqual(
    [picture!.content_type, picture!.description],
    ['image/png', 'Quality of the recording for “Clara”: waveform, pitch and meters'],
  );
  const sample = await saying(stage, sent, /^AI voice “Clara” of Clara, requested by Clara$/);
  assert.deepEqual([sample.attachments[0]!.filename, labels(sample)], ['speech.ogg', []]);
  const next = await saying(stage, sent, /^Try <\/say:\d+> with a text of your own/);
  assert.deepEqual(labels(next), ['Record it again', 'Delete this voice']);
  assert.deepEqual(stage.channel.messages(), []);
  assert.deepEqual(unexpected(stage), []);
});

test('so does a voice message in the channel, chosen in its menu', async () => {
  const person = somebody('Dora');
  const sentence = sentenceIn(await agree(person));
  const { bytes } = await readAloud(sentence);
  const voice = person.send(stage.channel, { voice: { bytes, durationSeconds: 9 } });
  const asked = person.useMenu(voice, 'Clone my voice from this message');
  assert.ok((await saying(stage, asked, /^Your voice “Dora” is ready\./)).isEphemeral);
  await saying(stage, asked, /^Try/);
  assert.deepEqual(unexpected(stage), []);
});

test('so does a file that is attached to the command; one that only says to be a sound does not improve it', async () => {
  const person = somebody('Emma');
  const sentence = sentenceIn(await agree(person));
  const asked = person.run(stage.channel, 'clone', { file: await readAloud(sentence) });
  await saying(stage, asked, /^Your voice “Emma” is ready\./);
  await saying(stage, asked, /^Try/);
  const file = { filename: 'me.ogg', contentType: 'audio/ogg', bytes: Buffer.from('MZ this is no sound at all'.repeat(90)) };
  await saying(stage, person.run(stage.channel, 'voices add', { file }), /me\.ogg/);
});

test('a message of somebody else makes no voice: its author is asked, by a button that is theirs', async () => {
  const [author, other] = [somebody('Frida'), somebody('Greta')];
  const sentence = sentenceIn(await agree(author));
  const voice = author.send(stage.channel, { voice: { bytes: (await readAloud(sentence)).bytes, durationSeconds: 9 } });
  other.useMenu(voice, 'Clone my voice from this message');
  const question = await seen(stage, () =>
    stage.channel.messages().find(({ content }) => /^Frida, Greta would like/.test(content)),
  );
  assert.deepEqual([labels(question), question.pinged], [['Read what that means'], []]);
  assert.ok(!stage.discord.media.served.includes(voice.attachments[0]!.id));
  await saying(stage, other.press(question, 'Read what that means'), /^This button is for somebody else\./);
  const modal = await author.press(question, 'Read what that means').modal({ withinMs });
  assert.equal(modal.title, 'Before your voice is cloned');
});

test('a forwarded message, one without a recording and one of before the sentence make no voice', async () => {
  const person = somebody('Hanna');
  const old = person.send(stage.channel, { voice: { bytes: new Uint8Array(2000), durationSeconds: 9 } });
  const asked = person.useMenu(old, 'Clone my voice from this message');
  await saying(stage, asked, /^There is no sentence for you to read\. Ask for one with <\/clone:\d+>/);
  stage.later(1);
  await agree(person);
  await saying(stage, person.useMenu(old, 'Clone my voice from this message'), /^This recording is older than the sentence/);
  const forward = person.send(stage.channel, { forward: old });
  await saying(stage, person.useMenu(forward, 'Clone my voice from this message'), /^A forwarded message proves nothing/);
  const words = person.send(stage.channel, { content: 'Just words' });
  await saying(stage, person.useMenu(words, 'Clone my voice from this message'), /^There is no voice message and no sound file/);
});

test('what was deleted, is too large or is no sound is told in plain words', async () => {
  const { media } = stage.discord;
  const person = somebody('Ida');
  const tell = async (fault: Parameters<typeof media.disturb>[1], told: RegExp) => {
    stage.later(1);
    await agree(person);
    const voice = person.send(stage.channel, { voice: { bytes: new Uint8Array(2000), durationSeconds: 9 } });
    media.disturb(voice.attachments[0]!, fault);
    await saying(stage, person.useMenu(voice, 'Clone my voice from this message'), told);
    await settled(stage, person, stage.channel);
  };
  await tell({ kind: 'gone' }, /^The recording is not there any more\. Send it again/);
  await tell({ kind: 'endless' }, /^The file is too large; at most 20 MB are allowed/);
  await tell({ kind: 'status', status: 503 }, /^The recording could not be fetched from Discord\. Try again in a minute/);
});
