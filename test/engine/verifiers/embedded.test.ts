import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { type Audio, concatenate } from '../../../src/audio/audio.ts';
import { decode } from '../../../src/audio/decode.ts';
import { finish } from '../../../src/audio/steps.ts';
import { challengeWords } from '../../../src/consent/challenge-words.ts';
import { decide } from '../../../src/engine/verifiers/embedded/decision.ts';
import { createEmbeddedVerifier } from '../../../src/engine/verifiers/embedded/embedded.ts';
import { createLibrary } from '../../../src/engine/verifiers/embedded/library.ts';
import { listen } from '../../../src/engine/verifiers/embedded/listening.ts';
import type { JudgementReason, SpokenChallenge } from '../../../src/engine/verifiers/verifier.ts';
import { personSays, sharedReader, whiteNoise } from '../mynah/person.ts';
import { verifierConformance } from './verifier-conformance.ts';

/** Every sixteenth word, and those of the recordings in the repository: as good a test as all, and sooner ready. */
const messages = [
  { file: 'slt.ogg', words: ['mosaic', 'opinion', 'twilight', 'mustang'] },
  { file: 'awb-lower.ogg', words: ['october', 'umbrella', 'garlic', 'sheriff'] },
];
const spoken = messages.flatMap(({ words }) => words);
const list = challengeWords.filter((word, index) => index % 16 === 0 || spoken.includes(word));
/** Shorter than the real one, which suits a reader that is one of those compared with. */
const statement = 'I agree that Consonant may clone my voice. I can delete it whenever I choose. My words are:';
const challenge: SpokenChallenge = { statement, words: ['garlic', 'october', 'sheriff', 'umbrella'], list };
const sentence = `${statement} ${challenge.words.join(', ')}.`;
const { signal } = new AbortController();
const verifier = createEmbeddedVerifier();

verifierConformance('embedded', {
  createVerifier: () => verifier,
  challenge,
  reads: text => personSays(text, { language: 'en-gb-scotland', factor: 1.08 }),
});

describe('embedded', () => {
  let reading: Audio;
  before(async () => {
    reading = await personSays(sentence);
  });

  const reasonFor = async (audio: Audio, asked = challenge): Promise<JudgementReason | 'accepted'> => {
    const judgement = await (await verifier).verify(audio, asked, signal);
    return judgement.reason ?? (judgement.accepted ? 'accepted' : 'no-speech');
  };
  const changed = (change: (sample: number, index: number) => number): Audio => ({
    ...reading,
    samples: reading.samples.map(change),
  });
  const silence = (seconds: number): Audio => ({ ...reading, samples: new Float32Array(seconds * reading.sampleRateHz) });

  const alike: Readonly<Record<string, () => Audio>> = {
    'a low level and a direct current': () => changed(sample => sample * 0.01 + 0.003),
    'an overdriven microphone': () => changed(sample => Math.max(-0.25, Math.min(0.25, sample))),
    'a microphone without bass': () => changed((sample, index) => sample - 0.9 * (reading.samples[index - 1] ?? 0)),
    'silence around it': () => concatenate([silence(2), reading, silence(3)], reading.sampleRateHz),
    'a quiet hiss': () => noisy(reading, 35),
  };
  for (const [what, audio] of Object.entries(alike)) {
    test(`accepts the right reading with ${what}`, async () => assert.equal(await reasonFor(audio()), 'accepted'));
  }

  test('finds no speech in noise', async () => {
    assert.equal(await reasonFor({ ...reading, samples: whiteNoise(reading.samples.length, 0.1) }), 'no-speech');
  });

  test('refuses the words alone', async () => {
    assert.match(await reasonFor(await personSays(`${challenge.words.join(', ')}.`)), /too-short|statement-differs/);
  });

  test('refuses a statement of which one sentence was replaced', async () => {
    const other = sentence.replace(/I can [^.]*\./, 'We went to the market for some apples.');
    assert.equal(await reasonFor(await personSays(other)), 'statement-differs');
  });

  test('refuses a statement whose sentences were swapped', async () => {
    const [first, second, last] = sentence.split(/(?<=\.) /);
    assert.equal(await reasonFor(await personSays(`${second} ${first} ${last}`)), 'statement-differs');
  });

  test('refuses words read by somebody else', async () => {
    const other = await personSays(`${challenge.words.join(', ')}.`, { factor: 1 });
    const spliced = concatenate([await personSays(statement), other], reading.sampleRateHz);
    assert.equal(await reasonFor(spliced), 'several-speakers');
  });

  test('gives other work its turns', async () => {
    let turns = 0;
    let counting = true;
    const count = () => {
      turns++;
      if (counting) setImmediate(count);
    };
    setImmediate(count);
    await reasonFor(reading);
    counting = false;
    assert.ok(turns > 50, `${turns} turns`);
  });

  test('a challenge with a word from elsewhere is a bug, not a verdict', async () => {
    const asked = { ...challenge, words: ['garlic', 'syzygy'] };
    await assert.rejects((await verifier).verify(reading, asked, signal), RangeError);
  });

  test('refuses a voice message in near-white noise 20 dB below it as too noisy', async () => {
    assert.equal(await reasonFor(noisy(await decodeMessage(messages[0].file), 20)), 'too-noisy');
  });
});

describe('voice messages by flite', () => {
  const library = sharedReader().then(reader => createLibrary(reader, undefined));
  for (const [place, { file, words }] of messages.entries()) {
    test(`${file} is its own words and no others`, async () => {
      const { bank, statement: read } = await library;
      const expected = { bank: await bank(list, signal), statement: await read(messageStatement, signal), slots: 4 };
      const heard = finish(listen(await decodeMessage(file), expected));
      const isAccepted = (claim: readonly string[]) =>
        decide(
          heard,
          claim.map(word => list.indexOf(word)),
        ).accepted;
      assert.ok(isAccepted(words));
      const others = messages[1 - place].words;
      assert.ok(!isAccepted(others));
      assert.ok(!isAccepted(words.toReversed()));
      for (const [slot, other] of others.toReversed().entries())
        assert.ok(!isAccepted(words.with(slot, other)), `${other} in place ${slot}`);
    });
  }
});

const messageStatement =
  'I agree that Consonant may clone my voice, on March the ninth. I know that it will speak for me, and that I can delete it ' +
  'whenever I choose. My words are:';

/** White noise this far below the mean power of the whole. */
function noisy(audio: Audio, decibels: number): Audio {
  const power = audio.samples.reduce((sum, sample) => sum + sample * sample, 0) / audio.samples.length;
  const noise = whiteNoise(audio.samples.length, Math.sqrt(power / 10 ** (decibels / 10)));
  return { ...audio, samples: audio.samples.map((sample, index) => sample + noise[index]) };
}

async function decodeMessage(name: string): Promise<Audio> {
  const path = new URL(`../../fixtures/challenge/${name}`, import.meta.url).pathname;
  return (await decode({ source: path, name }, { sampleRateHz: 16_000, signal })).audio;
}
