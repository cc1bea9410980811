import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached, cacheKey } from './cache.ts';
import { enrolmentSentences, referenceSentences, testSentences, words } from './corpus.ts';
import { writeWav } from './wav.ts';

/**
 * Word errors: what pocketsphinx (en-us models, its dictionary cut to the words of the corpus) misunderstands. It ranks variants
 * of speech; it is not a person's intelligibility. One call recognises all files, since loading the models takes longest.
 */
export interface Spoken {
  readonly samples: Float32Array;
  readonly text: string;
}

const modelFolder = '/usr/share/pocketsphinx/model/en-us';

/** Substituted, deleted and inserted words per spoken word, in percent, over all sentences together. */
export function wordErrorPercent(spoken: readonly Spoken[]): number {
  const key = cacheKey('pocketsphinx', ...spoken.flatMap(({ samples, text }) => [samples, text]));
  const heard = cached('words', key, () => recognise(spoken.map(({ samples }) => samples)));
  let errors = 0;
  let count = 0;
  spoken.forEach(({ text }, index) => {
    const expected = words(text);
    errors += editDistance(expected, words(heard[index]));
    count += expected.length;
  });
  return (100 * errors) / count;
}

function recognise(recordings: readonly Float32Array[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-words-'));
  try {
    const names = recordings.map((_, index) => `u${index}`);
    recordings.forEach((samples, index) => {
      writeFileSync(join(folder, `${names[index]}.wav`), writeWav({ samples: levelled(samples), sampleRateHz: 16000 }));
    });
    writeFileSync(join(folder, 'files'), `${names.join('\n')}\n`);
    writeFileSync(join(folder, 'dictionary'), cutDictionary());
    const options = {
      adcin: 'yes',
      adchdr: '44',
      cepext: '.wav',
      cepdir: folder,
      ctl: join(folder, 'files'),
      hyp: join(folder, 'heard'),
    };
    const models = { hmm: join(modelFolder, 'en-us'), lm: join(modelFolder, 'en-us.lm.bin'), dict: join(folder, 'dictionary') };
    const flags = Object.entries({ ...options, ...models, logfn: '/dev/null' }).flatMap(([name, value]) => [`-${name}`, value]);
    execFileSync('pocketsphinx_batch', flags, { stdio: 'ignore' });
    const heard = new Map<string, string>();
    for (const line of readFileSync(join(folder, 'heard'), 'utf8').split('\n')) {
      const match = /^(.*)\((\S+) -?\d+\)$/.exec(line);
      if (match) heard.set(match[2], match[1]);
    }
    return names.map(name => heard.get(name) ?? '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** pocketsphinx is sensitive to level; everybody gets the same peak. */
function levelled(samples: Float32Array): Float32Array {
  const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 1e-9);
  return samples.map(sample => (sample * 0.5) / peak);
}

function cutDictionary(): string {
  const vocabulary = new Set([...referenceSentences, ...testSentences, ...enrolmentSentences].flatMap(words));
  const dictionary = readFileSync(join(modelFolder, 'cmudict-en-us.dict'), 'utf8');
  const lines = dictionary.split('\n').filter(line => vocabulary.has(line.split(/[\s(]/, 1)[0]));
  const found = new Set(lines.map(line => line.split(/[\s(]/, 1)[0]));
  const missing = [...vocabulary].filter(word => !found.has(word));
  if (missing.length > 0)
    throw new Error(`pocketsphinx's dictionary lacks ${missing.join(', ')}; choose other sentences in corpus.ts.`);
  return `${lines.join('\n')}\n`;
}

/** Levenshtein distance in words. */
function editDistance(expected: readonly string[], heard: readonly string[]): number {
  let row = Array.from({ length: heard.length + 1 }, (_, column) => column);
  expected.forEach((word, index) => {
    const next = [index + 1];
    heard.forEach((other, column) => {
      next.push(Math.min(row[column] + (word === other ? 0 : 1), row[column + 1] + 1, next[column] + 1));
    });
    row = next;
  });
  return row[heard.length];
}
