import type { Audio } from '../../../audio/audio.ts';
import type { Steps } from '../../../audio/steps.ts';
import { levelsOf as powerLevels } from './channel.ts';
import { melPowers } from './mel.ts';
import { hopSeconds, type Spectrum, spectrumOf } from './spectrum.ts';

/**
 * Recording: where in it somebody makes a sound, and how far that stands above the background. The level is taken below 3.6 kHz without
 * pre-emphasis, where voices are strong and hiss is not.
 */
export interface Recording {
  readonly spectrum: Spectrum;
  /** 0 (background) to 1 (surely speech), [spectrum.count]. */
  readonly loudness: Float32Array;
  /** Frames of speech, and the quietest ones, which show the background. */
  readonly speech: Int32Array;
  readonly background: Int32Array;
  /** The last frame of speech, -1 without any. */
  readonly last: number;
  readonly speechSeconds: number;
  /** Mean over the bands of {@link snrBands}: a band where speech drowns counts as such however loud another is. */
  readonly snrDecibels: number;
}

const levelRangeHz = { from: 100, to: 3_600 };
const backgroundShare = 0.08;
const loudShare = 0.95;
/** Frames rise from background to speech within this range above the background, or below the loudest where that is later. */
const aboveBackgroundDecibels = { silent: 4, loud: 14 };
const belowLoudDecibels = { silent: 42, loud: 30 };
const snrLimits = { lowest: -10, highest: 60 };
/** Some 0.9 to 5 kHz: where consonants and the upper formants are, which tell words apart, and which near-white noise hides first. */
const snrBands = { from: 8, to: 20 };
const inaudibleDecibels = -100;

export function* analyseRecording(audio: Audio): Steps<Recording> {
  const spectrum = yield* spectrumOf(audio);
  const levels = levelsOf(spectrum);
  const sorted = levels.toSorted();
  const backgroundLevel = sorted[Math.floor(backgroundShare * levels.length)] ?? inaudibleDecibels;
  const loudLevel = sorted[Math.floor(loudShare * levels.length)] ?? inaudibleDecibels;
  const silent = Math.max(backgroundLevel + aboveBackgroundDecibels.silent, loudLevel - belowLoudDecibels.silent);
  const loud = Math.max(backgroundLevel + aboveBackgroundDecibels.loud, loudLevel - belowLoudDecibels.loud);
  const isFlat = loudLevel <= silent;
  const loudness = levels.map(level => (isFlat ? 0 : Math.max(0, Math.min(1, (level - silent) / (loud - silent)))));
  const background = indicesWhere(levels, level => level <= backgroundLevel + 1);
  const speech = indicesWhere(loudness, value => value >= 0.5);
  yield;
  return {
    spectrum,
    loudness,
    speech,
    background,
    last: speech.at(-1) ?? -1,
    speechSeconds: speech.length * hopSeconds,
    snrDecibels: snrOf(spectrum, speech, background),
  };
}

/** Full scale whatever was sent: what is not a number is silence, and the loudest sample is 1. */
export function sanitised({ samples, sampleRateHz }: Audio): Audio {
  let peak = 0;
  for (const sample of samples) if (Math.abs(sample) > peak && Math.abs(sample) < 1e6) peak = Math.abs(sample);
  const gain = peak > 1e-5 ? 1 / peak : 0;
  return { samples: samples.map(sample => (Math.abs(sample) <= peak ? sample * gain : 0)), sampleRateHz };
}

/** Decibels of full scale, the mean of three frames. */
function levelsOf({ power, count, binCount, binHz }: Spectrum): Float32Array {
  const from = Math.ceil(levelRangeHz.from / binHz);
  const to = Math.min(binCount, Math.floor(levelRangeHz.to / binHz));
  const sums = new Float64Array(count);
  for (let frame = 0; frame < count; frame++) for (let bin = from; bin < to; bin++) sums[frame] += power[frame * binCount + bin];
  return Float32Array.from({ length: count }, (_, frame) => {
    const around = sums.subarray(Math.max(0, frame - 1), Math.min(count, frame + 2));
    return Math.max(inaudibleDecibels, 10 * Math.log10(around.reduce((sum, value) => sum + value, 0) / around.length + 1e-30));
  });
}

function snrOf(spectrum: Spectrum, speech: Int32Array, background: Int32Array): number {
  if (speech.length === 0 || background.length === 0) return 0;
  const levels = powerLevels(melPowers(spectrum), speech, background);
  let sum = 0;
  for (let band = snrBands.from; band < snrBands.to; band++) {
    const ratio = (levels.speech[band] - levels.background[band]) / Math.max(levels.background[band], 1e-12);
    sum += Math.max(snrLimits.lowest, Math.min(snrLimits.highest, 10 * Math.log10(Math.max(ratio, 1e-12))));
  }
  return sum / (snrBands.to - snrBands.from);
}

function indicesWhere(values: Float32Array, holds: (value: number) => boolean): Int32Array {
  const indices: number[] = [];
  values.forEach((value, index) => {
    if (holds(value)) indices.push(index);
  });
  return Int32Array.from(indices);
}
