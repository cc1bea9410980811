import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Audio } from '../../src/audio/audio.ts';
import { finish } from '../../src/audio/steps.ts';
import { challengeWords } from '../../src/consent/challenge-words.ts';
import { createReader } from '../../src/engine/reading/espeak.ts';
import { calibration } from '../../src/engine/verifiers/embedded/calibration.ts';
import { createLibrary } from '../../src/engine/verifiers/embedded/library.ts';
import { type Heard, listen } from '../../src/engine/verifiers/embedded/listening.ts';
import { cachedAsync, cacheKey, codeKey } from '../quality/cache.ts';
import { wordsPerChallenge } from './challenges.ts';

/**
 * Hear: what the embedded verifier finds in a recording, which does not depend on the words asked for, so that thousands of claims about one
 * recording are look-ups. Kept between runs until the code changes.
 */
export interface HeardRecording {
  readonly heard: Heard;
  /** Processor time, with the readings of the words and the statement at hand. */
  readonly seconds: number;
}

export type Hear = (audio: Audio, statement: string) => Promise<HeardRecording>;

const { signal } = new AbortController();

export async function createHear(): Promise<Hear> {
  const code = cacheKey(codeKey(...whatIsHeardWith()), JSON.stringify(calibration));
  const library = createLibrary(await createReader(), join(tmpdir(), 'consonant-bench'));
  return (audio, statement) =>
    cachedAsync('challenge-heard', cacheKey(code, audio.sampleRateHz, audio.samples, statement), async () => {
      const bank = await library.bank(challengeWords, signal);
      const tracks = await library.statement(statement, signal);
      const before = process.cpuUsage();
      const heard = finish(listen(audio, { bank, statement: tracks, slots: wordsPerChallenge }));
      const { user, system } = process.cpuUsage(before);
      return { heard, seconds: (user + system) / 1e6 };
    });
}

/** All of the verifier but what it decides by afterwards: a new rule needs no new listening. */
function whatIsHeardWith(): string[] {
  const engine = join(import.meta.dirname, '../../src/engine');
  const verifier = join(engine, 'verifiers/embedded');
  const files = readdirSync(verifier).filter(name => !['calibration.ts', 'decision.ts', 'embedded.ts'].includes(name));
  return [join(engine, 'reading/espeak.ts'), ...files.sort().map(name => join(verifier, name))];
}
