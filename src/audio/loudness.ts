/**
 * Loudness: brings speech to the level that chats expect. Whole speech exactly, in `normalizeLoudness`; speech that is still being
 * made within a few seconds, in `createLeveller`. Neither ever passes the ceiling. Loudness and true peak as in ITU-R BS.1770-4.
 */
import type { Audio } from './audio.ts';
import { createLimiter } from './limiter.ts';
import { createLoudnessMeter } from './loudness-meter.ts';
import { finish, type Steps } from './steps.ts';

export const loudnessDefaults = { targetLufs: -18, ceilingDbtp: -1 } as const;

/** Anything left out comes from {@link loudnessDefaults}. */
export type LoudnessOptions = Partial<Record<keyof typeof loudnessDefaults, number>>;

/** Limiting takes some loudness away; a second and third round give it back. */
const ROUNDS = 3;
const CLOSE_ENOUGH_LU = 0.05;
/** Silence and noise far below speech stay what they are. */
const MOST_GAIN_DB = 40;

/** Of sound at a time: some 10 ms of work. */
const SLICE_SECONDS = 2;

/** Speech at `targetLufs`, as near as the ceiling allows; same length. Silence, and less than 400 ms, keeps its level. */
export function normalizeLoudness(audio: Audio, options: LoudnessOptions = {}): Audio {
  return finish(normalizeLoudnessInSteps(audio, options));
}

export function* normalizeLoudnessInSteps(audio: Audio, options: LoudnessOptions = {}): Steps<Audio> {
  const { targetLufs, ceilingDbtp } = { ...loudnessDefaults, ...options };
  const { samples, sampleRateHz } = audio;
  const levelled = new Float32Array(samples.length);
  let gainDb = 0;
  let reachedLufs = yield* limit(0);
  for (let round = 0; round < ROUNDS; round++) {
    const missingLu = targetLufs - reachedLufs;
    if (!Number.isFinite(missingLu) || Math.abs(missingLu) < CLOSE_ENOUGH_LU) break;
    gainDb = Math.min(MOST_GAIN_DB, gainDb + missingLu);
    reachedLufs = yield* limit(gainDb);
  }
  return { samples: levelled, sampleRateHz };

  /** Writes `levelled`; returns its loudness. */
  function* limit(byDb: number): Steps<number> {
    const gain = 10 ** (byDb / 20);
    const limiter = createLimiter(sampleRateHz, { ceilingDbtp });
    const meter = createLoudnessMeter(sampleRateHz);
    const sliceLength = Math.round(SLICE_SECONDS * sampleRateHz);
    let written = 0;
    const write = (ready: Float32Array) => {
      levelled.set(ready, written);
      meter.push(ready);
      written += ready.length;
    };
    for (let start = 0; start < samples.length; start += sliceLength) {
      write(limiter.push(samples.subarray(start, start + sliceLength).map(sample => sample * gain)));
      yield;
    }
    write(limiter.flush());
    return meter.integratedLufs();
  }
}

export interface Leveller {
  /** Takes samples; returns those that are ready. In all it holds back less than 20 ms. */
  push(samples: Float32Array): Float32Array;
  /** The rest. All that came out is then as long as all that went in. */
  flush(): Float32Array;
}

const STEP_SECONDS = 0.01;
/** Slow enough not to be heard as a change. */
const GAIN_DB_PER_SECOND = 4;
const LIVE_GAIN_DB = { least: -24, most: 24 };
/** How often the meter, which grows slower with time, is asked. */
const STEPS_PER_READING = 10;

/** Starts without gain, waits for the first 400 ms, then moves towards the gain that the loudness so far asks for. */
export function createLeveller(sampleRateHz: number, options: LoudnessOptions = {}): Leveller {
  const { targetLufs, ceilingDbtp } = { ...loudnessDefaults, ...options };
  const meter = createLoudnessMeter(sampleRateHz);
  const limiter = createLimiter(sampleRateHz, { ceilingDbtp });
  const stepLength = Math.round(sampleRateHz * STEP_SECONDS);
  let wantedDb = 0;
  let gainDb = 0;
  let gain = 1;
  let slope = 0;
  let stepFill = 0;
  let stepCount = 0;

  const beginStep = () => {
    if (stepCount++ % STEPS_PER_READING === 0) {
      const missingDb = targetLufs - meter.integratedLufs();
      if (Number.isFinite(missingDb)) wantedDb = Math.max(LIVE_GAIN_DB.least, Math.min(LIVE_GAIN_DB.most, missingDb));
    }
    const most = GAIN_DB_PER_SECOND * STEP_SECONDS;
    gainDb += Math.max(-most, Math.min(most, wantedDb - gainDb));
    slope = (10 ** (gainDb / 20) - gain) / stepLength;
  };
  return {
    push(samples) {
      const levelled = new Float32Array(samples.length);
      for (let begin = 0; begin < samples.length; ) {
        if (stepFill === 0) beginStep();
        const end = Math.min(samples.length, begin + stepLength - stepFill);
        for (let sample = begin; sample < end; sample++) {
          gain += slope;
          levelled[sample] = samples[sample] * gain;
        }
        meter.push(samples.subarray(begin, end));
        stepFill = (stepFill + end - begin) % stepLength;
        begin = end;
      }
      return limiter.push(levelled);
    },
    flush: () => limiter.flush(),
  };
}
