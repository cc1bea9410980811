import type { Audio } from '../audio.ts';
import { HOP_SECONDS } from './frames.ts';
import { quantile } from './statistics.ts';
import type { Speech } from './vad.ts';

/**
 * Clipping: share of the speech whose waves have flat tops. A wave counts when it is among the loud ones and spends too much of
 * itself near its own peak: a sine is above 85 % of its peak for 0.48 of the time that it is above 40 %, a clipped one for 0.6 and
 * more. Judging the shape and not the exact value finds clipping that a codec or a filter has rippled since
 * (compare Eaton & Naylor 2013, "Detection of clipping in coded speech signals", who judge the histogram).
 */
const TOP = 0.85;
const BODY = 0.4;
const FLAT_SHARE = 0.62;
const FEWEST_TOP_SAMPLES = 3;
/** Waves quieter than this share of the recording's ceiling cannot have been clipped by it. */
const LOUD_SHARE = 0.7;

/** Percent of the samples of speech. */
export function measureClipping(audio: Audio, speech: Speech): number {
  if (speech.seconds === 0) return Number.NaN;
  const { samples } = audio;
  const hop = HOP_SECONDS * audio.sampleRateHz;
  const [ceiling, floor] = [ceilingOf(samples, hop, 1), ceilingOf(samples, hop, -1)];
  let flat = 0;
  for (let start = 0; start < samples.length; ) {
    const sign = samples[start]! < 0 ? -1 : 1;
    let [end, peak] = [start, 0];
    for (; end < samples.length && (samples[end]! < 0 ? -1 : 1) === sign; end++) peak = Math.max(peak, Math.abs(samples[end]!));
    const inside = speech.inside[Math.min(speech.inside.length - 1, Math.floor((start + end) / 2 / hop))];
    if (inside && peak > LOUD_SHARE * (sign > 0 ? ceiling : floor)) flat += flatSamples(samples.subarray(start, end), peak);
    start = end;
  }
  return (100 * flat) / (speech.seconds * audio.sampleRateHz);
}

function flatSamples(wave: Float32Array, peak: number): number {
  let [top, body] = [0, 0];
  for (const sample of wave) {
    if (Math.abs(sample) > TOP * peak) top++;
    if (Math.abs(sample) > BODY * peak) body++;
  }
  return top >= FEWEST_TOP_SAMPLES && top > FLAT_SHARE * body ? top : 0;
}

/** Where the loudest moments of one side of the wave end. */
function ceilingOf(samples: Float32Array, hop: number, sign: 1 | -1): number {
  const peaks = new Float32Array(Math.ceil(samples.length / hop));
  for (let i = 0; i < samples.length; i++) {
    const frame = Math.floor(i / hop);
    peaks[frame] = Math.max(peaks[frame]!, sign * samples[i]!);
  }
  return quantile(peaks, 0.97);
}
