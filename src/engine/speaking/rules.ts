import { expectedDuration } from './expected.ts';
import { createRepetitionDetector } from './repetition.ts';

/**
 * Rules: what is wrong with a piece of speech, judged while it is being made. To add one: its id, its line in the table, a way to make the
 * mistake in test/engine/speaking/. All limits are wide: a rule that speaks up is right, one that stays silent proves nothing.
 */
export type FaultId = 'not-a-number' | 'clipped' | 'endless' | 'repeating' | 'silent' | 'soundless' | 'too-short';

export interface Fault {
  readonly id: FaultId;
  /** So much of the piece, from its start, is good. */
  readonly keepSamples: number;
}

export interface GuardedPiece {
  readonly text: string;
  readonly rate: number;
  readonly sampleRateHz: number;
}

export interface Watch {
  /** Sees every chunk once, in order. */
  push(samples: Float32Array): Fault | undefined;
  /** The engine says that this is all. */
  finish(): Fault | undefined;
}

/** `keepSamples` where the rule has found its fault. */
interface Judge {
  push?(samples: Float32Array): number | undefined;
  finish?(): number | undefined;
}

interface Rule {
  /** A guess from the sound would now and then be wrong; engines whose speech is the same each time are spared it. */
  readonly appliesTo: 'every engine' | 'sampled';
  create(piece: GuardedPiece): Judge;
}

const CLIPPED = { level: 0.999, share: 0.3, windowSeconds: 0.25 } as const;
/** -55 dB of full scale: below it nothing is speech. */
const SILENT_POWER = 10 ** (-55 / 10);
const BLOCK_SECONDS = 0.02;
const LONGEST_SILENCE_SECONDS = { leading: 1.5, inside: 2.5 } as const;
const KEPT_SILENCE_SECONDS = 0.2;

const rules: Readonly<Record<FaultId, Rule>> = {
  'not-a-number': {
    appliesTo: 'every engine',
    create: () =>
      counting((samples, before) => {
        const at = samples.findIndex(sample => !Number.isFinite(sample));
        return at < 0 ? undefined : before + at;
      }),
  },
  clipped: { appliesTo: 'every engine', create: judgeClipping },
  endless: {
    appliesTo: 'every engine',
    create: ({ text, rate, sampleRateHz }) => {
      const most = Math.ceil(expectedDuration(text, rate).mostSeconds * sampleRateHz);
      return counting((samples, before) => (before + samples.length > most ? most : undefined));
    },
  },
  repeating: { appliesTo: 'sampled', create: ({ text, sampleRateHz }) => createRepetitionDetector(text, sampleRateHz) },
  silent: { appliesTo: 'sampled', create: judgeSilence },
  soundless: {
    appliesTo: 'every engine',
    create: ({ sampleRateHz }) => {
      let sounded = false;
      const meter = createPowerMeter(sampleRateHz, power => {
        sounded ||= power > SILENT_POWER;
      });
      return { push: samples => meter(samples), finish: () => (sounded ? undefined : 0) };
    },
  },
  'too-short': {
    appliesTo: 'sampled',
    create: ({ text, rate, sampleRateHz }) => {
      let length = 0;
      const least = expectedDuration(text, rate).leastSeconds * sampleRateHz;
      return {
        push(samples) {
          length += samples.length;
          return undefined;
        },
        finish: () => (length < least ? length : undefined),
      };
    },
  },
};

/** All rules at once; the first of the table that finds something counts. */
export function watchPiece(piece: GuardedPiece, sampled: boolean): Watch {
  const judges = (Object.keys(rules) as FaultId[])
    .filter(id => sampled || rules[id].appliesTo === 'every engine')
    .map(id => ({ id, judge: rules[id].create(piece) }));
  const first = (ask: (judge: Judge) => number | undefined): Fault | undefined => {
    let fault: Fault | undefined;
    for (const { id, judge } of judges) {
      const keepSamples = ask(judge);
      if (keepSamples !== undefined) fault ??= { id, keepSamples };
      // What comes after something that is no number cannot be measured.
      if (fault?.id === 'not-a-number') return fault;
    }
    return fault;
  };
  return { push: samples => first(judge => judge.push?.(samples)), finish: () => first(judge => judge.finish?.()) };
}

function counting(judge: (samples: Float32Array, before: number) => number | undefined): Judge {
  let before = 0;
  return {
    push(samples) {
      const keep = judge(samples, before);
      before += samples.length;
      return keep;
    },
  };
}

function judgeClipping({ sampleRateHz }: GuardedPiece): Judge {
  const windowLength = Math.round(CLIPPED.windowSeconds * sampleRateHz);
  let clipped = 0;
  let fill = 0;
  return counting((samples, before) => {
    for (let i = 0; i < samples.length; i++) {
      if (Math.abs(samples[i]!) >= CLIPPED.level) clipped++;
      if (++fill < windowLength) continue;
      if (clipped > CLIPPED.share * windowLength) return Math.max(0, before + i + 1 - windowLength);
      [fill, clipped] = [0, 0];
    }
    return undefined;
  });
}

function judgeSilence({ sampleRateHz, rate }: GuardedPiece): Judge {
  const blockLength = Math.round(BLOCK_SECONDS * sampleRateHz);
  let block = 0;
  let soundEndsAt = 0;
  const meter = createPowerMeter(sampleRateHz, power => {
    block++;
    if (power > SILENT_POWER) soundEndsAt = block;
  });
  return {
    push(samples) {
      meter(samples);
      const { leading, inside } = LONGEST_SILENCE_SECONDS;
      const silence = (block - soundEndsAt) * BLOCK_SECONDS * rate;
      if (silence <= (soundEndsAt === 0 ? leading : inside)) return undefined;
      return soundEndsAt === 0 ? 0 : soundEndsAt * blockLength + Math.round(KEPT_SILENCE_SECONDS * sampleRateHz);
    },
  };
}

/** Calls with the mean power of each block, once it is whole. */
function createPowerMeter(sampleRateHz: number, onBlock: (power: number) => void): (samples: Float32Array) => undefined {
  const blockLength = Math.round(BLOCK_SECONDS * sampleRateHz);
  let energy = 0;
  let fill = 0;
  return samples => {
    for (const sample of samples) {
      energy += sample * sample;
      if (++fill < blockLength) continue;
      onBlock(energy / blockLength);
      [energy, fill] = [0, 0];
    }
  };
}
