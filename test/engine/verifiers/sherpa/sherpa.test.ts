import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { challengeWords } from '../../../../src/consent/challenge-words.ts';
import { sentenceOf, statementFor } from '../../../../src/consent/statement.ts';
import { createSherpaVerifier } from '../../../../src/engine/verifiers/sherpa/sherpa.ts';
import type { JudgementReason } from '../../../../src/engine/verifiers/verifier.ts';
import { createFakeSherpa } from '../../sherpa/fake-sherpa.ts';
import { refusal } from '../../support.ts';

const never = new AbortController().signal;
const audio = (seconds: number) => ({ samples: new Float32Array(seconds * 16_000), sampleRateHz: 16_000 });
const challenge = {
  statement: statementFor(new Date('2026-11-23')),
  words: ['blanket', 'omelet', 'zigzag', 'pelican'],
  list: challengeWords,
};
const right = sentenceOf(challenge);
const words = right.slice(right.lastIndexOf(':') + 1);
const withWords = (other: string) => right.replace(words, ` ${other}`);

let models: string;
before(async () => {
  models = await mkdtemp(join(tmpdir(), 'whisper-'));
  for (const name of ['base.en-encoder.int8.onnx', 'base.en-decoder.int8.onnx', 'base.en-tokens.txt']) {
    await writeFile(join(models, name), 'x');
  }
});
after(() => rm(models, { recursive: true }));

function judge(transcript: string, { seconds = 12, hasAsync = true } = {}) {
  const verifier = createSherpaVerifier({ speechModels: models, load: createFakeSherpa(transcript, { hasAsync }).load });
  return verifier.verify(audio(seconds), challenge, never);
}

const accepted: Readonly<Record<string, string>> = {
  'as it is written': right,
  'without case and signs': right.toLowerCase().replace(/[^a-z ]/g, ' '),
  'the day in digits': right.replace('twenty third', '23rd'),
  'a word of two': withWords('blanket, omelet, zig zag, pelican'),
  'another spelling': withWords('blanket, omelette, zigzag, pelican'),
  hesitations: right.replace('I know', 'um, I uh know').replace('blanket,', 'blanket, um,'),
  'small slips of a recognizer': right
    .replace('Consonant', 'consonants')
    .replace('whenever', 'when ever')
    .replace('on November', 'November'),
  'a start made twice': `I agree. ${right}`,
  'something after it': `${right} Thank you.`,
};

const refused: readonly (readonly [string, string, JudgementReason])[] = [
  ['I disagree', right.replace('I agree', 'I disagree'), 'statement-differs'],
  ['I do not agree', right.replace('I agree', 'I do not agree'), 'statement-differs'],
  ["I don't agree", right.replace('I agree', "I don't agree"), 'statement-differs'],
  ['may not clone', right.replace('may clone', 'may not clone'), 'statement-differs'],
  ['may never clone', right.replace('may clone', 'may never clone'), 'statement-differs'],
  ['his voice', right.replace('my voice', 'his voice'), 'statement-differs'],
  ['agree left out', right.replace('I agree that ', ''), 'statement-differs'],
  ['a refusal at the end', `${right} No, I do not want this.`, 'statement-differs'],
  ['the words alone', words, 'statement-differs'],
  ['half of the statement', right.slice(right.indexOf('that I can')), 'statement-differs'],
  [
    'another sentence',
    'The birch canoe slid on the smooth planks, and glue the sheet to the dark blue background.',
    'statement-differs',
  ],
  ['no words', right.slice(0, right.lastIndexOf(':')), 'words-differ'],
  ['another word', withWords('blanket, omelet, dragon, pelican'), 'words-differ'],
  ['other words', withWords('dragon, museum, kingdom, apron'), 'words-differ'],
  ['another order', withWords('omelet, blanket, zigzag, pelican'), 'words-differ'],
  ['a word left out', withWords('blanket, omelet, pelican'), 'words-differ'],
  ['a word of the list too many, between', withWords('blanket, omelet, dragon, zigzag, pelican'), 'words-differ'],
  ['the whole list', withWords(challengeWords.join(', ')), 'words-differ'],
  ['words after the right ones', withWords('blanket, omelet, zigzag, pelican, dragon, museum'), 'words-differ'],
  ['nothing', '', 'no-speech'],
  ['signs only', ' ... [ ] ', 'no-speech'],
];

describe('what the recognizer hears', () => {
  for (const [title, transcript] of Object.entries(accepted)) {
    test(`${title}: accepted`, async () => {
      const judgement = await judge(transcript);
      assert.equal(judgement.accepted, true, JSON.stringify(judgement));
      assert.equal(judgement.reason, undefined);
      assert.equal(judgement.scores.wordsFound, 4);
    });
  }

  for (const [title, transcript, reason] of refused) {
    test(`${title}: ${reason}`, async () => {
      const judgement = await judge(transcript);
      assert.deepEqual([judgement.accepted, judgement.reason], [false, reason]);
    });
  }

  test('each other word of the list in the place of each word is refused', async () => {
    for (const [index, word] of challenge.words.entries()) {
      for (const other of challengeWords) {
        if (other === word) continue;
        const judgement = await judge(withWords(challenge.words.with(index, other).join(', ')));
        assert.equal(judgement.accepted, false, `${other} for ${word}`);
      }
    }
  });

  test('what is nearer to another word of the list is not the word', async () => {
    const close = { ...challenge, words: ['castle'], list: ['castle', 'cattle'] };
    const verifier = createSherpaVerifier({ speechModels: models, load: createFakeSherpa(withWords('cattle')).load });
    assert.equal((await verifier.verify(audio(12), close, never)).reason, 'words-differ');
  });

  test('each word of the list is heard as itself', async () => {
    for (let at = 0; at < challengeWords.length; at += 4) {
      const four = challengeWords.slice(at, at + 4);
      const verifier = createSherpaVerifier({ speechModels: models, load: createFakeSherpa(withWords(four.join(', '))).load });
      assert.equal((await verifier.verify(audio(12), { ...challenge, words: four }, never)).accepted, true, four.join());
    }
  });
});

test('a statement of every day of the year is accepted in words and in digits', async () => {
  for (let day = 1; day <= 31; day++) {
    const statement = statementFor(new Date(Date.UTC(2026, 0, day)));
    const spoken = `${statement} ${words}`.replace(/the [a-z ]+(?=\. I know)/, `the ${day}`);
    const { load } = createFakeSherpa(spoken);
    const verifier = createSherpaVerifier({ speechModels: models, load });
    const judgement = await verifier.verify(audio(12), { ...challenge, statement }, never);
    assert.equal(judgement.scores.statementErrors, 0, spoken);
  }
});

test('too short and too long recordings are not even listened to', async () => {
  assert.equal((await judge(right, { seconds: 4 })).reason, 'too-short');
  assert.equal((await judge(right, { seconds: 31 })).reason, 'too-long');
});

test('an older version of the package, which blocks while it decodes, will do', async () => {
  assert.equal((await judge(right, { hasAsync: false })).accepted, true);
});

test('one recognizer is made, and is told nothing of the challenge', async () => {
  const fake = createFakeSherpa(right);
  const verifier = createSherpaVerifier({ speechModels: models, load: fake.load });
  await verifier.warm(challengeWords, never);
  await verifier.verify(audio(12), challenge, never);
  assert.equal(fake.configs.length, 1);
  assert.doesNotMatch(JSON.stringify(fake.configs), /agree|pelican/);
});

test('without model files it refuses, and looks again the next time', async context => {
  const folder = await mkdtemp(join(tmpdir(), 'later-'));
  context.after(() => rm(folder, { recursive: true }));
  const verifier = createSherpaVerifier({ speechModels: folder, load: createFakeSherpa(right).load });
  await assert.rejects(verifier.verify(audio(12), challenge, never), refusal('speech-models-missing'));
  for (const name of ['encoder.onnx', 'decoder.onnx', 'joiner.onnx', 'tokens.txt']) await writeFile(join(folder, name), 'x');
  assert.equal((await verifier.verify(audio(12), challenge, never)).accepted, true);
});

test('an aborted signal ends it with its reason', async () => {
  const verifier = createSherpaVerifier({ speechModels: models, load: createFakeSherpa(right).load });
  await assert.rejects(verifier.verify(audio(12), challenge, AbortSignal.abort(new Error('gone'))), { message: 'gone' });
});
