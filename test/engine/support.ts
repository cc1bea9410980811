import assert from 'node:assert/strict';
import type { Audio } from '../../src/audio/audio.ts';
import { Refusal } from '../../src/errors.ts';

/** For assert.rejects and assert.throws: a Refusal with this code. */
export function refusal(code: string | RegExp): (error: unknown) => true {
  return error => {
    assert.ok(error instanceof Refusal, `expected a Refusal, got ${error}`);
    if (typeof code === 'string') assert.equal(error.code, code);
    else assert.match(error.code, code);
    return true;
  };
}

/** A buzz that comes and goes four times a second, like syllables. */
export function buzz({ seconds, sampleRateHz }: { seconds: number; sampleRateHz: number }): Audio {
  const samples = Float32Array.from({ length: seconds * sampleRateHz }, (_, i) => {
    const t = i / sampleRateHz;
    const syllable = 0.5 - 0.5 * Math.cos(2 * Math.PI * 4 * t);
    return 0.2 * syllable * (Math.sin(2 * Math.PI * 130 * t) + 0.5 * Math.sin(2 * Math.PI * 390 * t));
  });
  return { samples, sampleRateHz };
}

/** Rejects when `promise` takes longer than any healthy run would. */
export async function soon<T>(promise: Promise<T>, what: string): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`${what} did not happen within 60 s`)), 60_000);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
