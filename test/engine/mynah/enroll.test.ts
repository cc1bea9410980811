import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enrollReferences } from '../../../src/engine/backends/mynah/enroll.ts';
import { decodeVoice, encodeVoice } from '../../../src/engine/backends/mynah/voice-codec.ts';
import type { VoiceModel } from '../../../src/engine/backends/mynah/voice-model.ts';
import { refusal } from '../support.ts';
import { personSays, sharedReader } from './person.ts';

const said = 'The birch canoe slid on the smooth planks. Glue the sheet to the dark blue background.';
const never = new AbortController().signal;
const language = 'en';

async function enrolled(references: Parameters<typeof enrollReferences>[1]): Promise<VoiceModel> {
  return enrollReferences(await sharedReader(), references, never);
}

test('with its words, a recording becomes a voice of its own pitch, pace and formants', async () => {
  const model = await enrolled([{ audio: await personSays(said), transcript: said, language }]);
  assert.equal(model.kind, 'aligned');
  assert.ok(Math.abs(model.melody.targetCentre - model.melody.sourceCentre - Math.log(1.15)) < 0.05);
  assert.ok(model.rhythm.vowel > 0.75 && model.rhythm.vowel < 1, `vowels last ${model.rhythm.vowel} of the reader's`);
  assert.ok(model.tractFactor < 0.96, `formants of the reader at ${model.tractFactor} of the person's`);
});

test('without words, a recording becomes a voice too', async () => {
  const model = await enrolled([{ audio: await personSays(said), language }]);
  assert.equal(model.kind, 'paired');
  assert.ok(Math.abs(model.melody.targetCentre - model.melody.sourceCentre - Math.log(1.15)) < 0.12);
  assert.ok(model.tractFactor < 1, `formants of the reader at ${model.tractFactor} of the person's`);
  assert.ok(model.bank.context.phone.some(phone => phone > 0));
});

test('recordings with and without words make one voice', async () => {
  const [withWords, without] = [await personSays(said), await personSays('Thanks for the message, I will call you back.')];
  const alone = await enrolled([{ audio: withWords, transcript: said, language }]);
  const both = await enrolled([
    { audio: without, language },
    { audio: withWords, transcript: said, language },
  ]);
  assert.equal(both.kind, 'aligned');
  assert.ok(both.bank.target.count > alone.bank.target.count + 200);
  assert.ok(Math.abs(both.tractFactor - alone.tractFactor) < 1e-9, 'the words decide where formants lie');
});

const wrongWords: readonly (readonly [string, string, string])[] = [
  ['another sentence', 'The lazy cow lay in the cool grass. Lift the square stone over the fence now.', 'transcript-mismatch'],
  ['far too few', 'The canoe.', 'transcript-mismatch'],
  ['far too many', `${said} `.repeat(6), 'transcript-mismatch'],
  ['no letters', '... !?', 'transcript-empty'],
  ['nothing', '', 'transcript-empty'],
];
for (const [name, transcript, code] of wrongWords) {
  test(`refuses a transcript that is wrong: ${name}`, async () => {
    await assert.rejects(enrolled([{ audio: await personSays(said), transcript, language }]), refusal(code));
  });
}

test('asks for the words in a language without a passage', async () => {
  const audio = await personSays('Hyvää huomenta, mitä kuuluu?', { language: 'fi' });
  await assert.rejects(enrolled([{ audio, language: 'fi' }]), refusal('transcript-missing'));
});

test('stops between steps when it is called off', async () => {
  const audio = await personSays(said);
  const stop = new AbortController();
  const enrolling = enrollReferences(await sharedReader(), [{ audio, transcript: said, language }], stop.signal);
  setImmediate(() => stop.abort(new Error('called off')));
  await assert.rejects(enrolling, /called off/);
});

test('a voice survives being written and read', async () => {
  const model = await enrolled([{ audio: await personSays(said), transcript: said, language }]);
  const again = decodeVoice(encodeVoice(model));
  const { bank, predictor, ...facts } = again;
  const { bank: bankBefore, predictor: predictorBefore, ...factsBefore } = model;
  assert.deepEqual(facts, factsBefore);
  assert.deepEqual(predictor, predictorBefore);
  assert.deepEqual(bank.sourceOfFrame, bankBefore.sourceOfFrame);
  assert.deepEqual(bank.context, bankBefore.context);
  assert.deepEqual(bank.voiced, bankBefore.voiced);
  const worst = bank.target.data.reduce((most, value, at) => Math.max(most, Math.abs(value - bankBefore.target.data[at]!)), 0);
  assert.ok(worst < 0.05, `a cepstrum moved by ${worst} dB`);
});

test('refuses the bytes of a damaged voice', async () => {
  const bytes = encodeVoice(await enrolled([{ audio: await personSays(said), transcript: said, language }]));
  const renamed = Buffer.from(bytes);
  renamed.write('xarget', renamed.indexOf('"target"') + 1);
  const damaged: Record<string, Uint8Array> = {
    'cut off': bytes.slice(0, bytes.length >> 1),
    empty: new Uint8Array(0),
    'a part missing': renamed,
    'no header': new Uint8Array(100).fill(0x20),
  };
  for (const [name, data] of Object.entries(damaged)) assert.throws(() => decodeVoice(data), refusal('voice-corrupt'), name);
});
