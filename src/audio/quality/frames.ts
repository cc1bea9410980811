import type { Audio } from '../audio.ts';
import { createRealFft } from '../fft.ts';
import { finish, type Steps } from '../steps.ts';
import { createPitchFinder } from './periodicity.ts';

/** Frames: a recording cut into short overlapping pieces and described once, for every meter to read. Costs about 5 ms per second. */
export interface Frames {
  readonly durationSeconds: number;
  readonly hopSeconds: number;
  readonly count: number;
  /** Width of one band; band b covers b * bandHz to (b + 1) * bandHz. */
  readonly bandHz: number;
  readonly bandCount: number;
  /** Power density, full-scale square per Hz, [count, bandCount]. */
  readonly bands: Float32Array;
  /** Level between 200 and 4000 Hz, where speech lives, dB of full scale, [count]. */
  readonly levelDecibels: Float32Array;
  /** 0 (noise) to 1 (perfectly periodic), [count]. */
  readonly periodicity: Float32Array;
  /** Best guess, also where periodicity is low, [count]. */
  readonly f0Hz: Float32Array;
}

export const HOP_SECONDS = 0.01;
/** At least two periods of the lowest voice. */
const WINDOW_SECONDS = 0.04;
const BAND_HZ = 125;
/** Below are rumble and hum, which disturb nobody. */
const LOWEST_HZ = 75;
const HIGHEST_HZ = 16_000;
/** Far below the quantisation noise of any format that chats carry. */
export const SILENCE_DECIBELS = -110;

const FRAMES_PER_STEP = 200;

export function analyseFrames(audio: Audio): Frames {
  return finish(analyseFramesInSteps(audio));
}

export function* analyseFramesInSteps(audio: Audio): Steps<Frames> {
  const { samples, sampleRateHz } = audio;
  const size = 2 ** Math.ceil(Math.log2(WINDOW_SECONDS * sampleRateHz));
  const fft = createRealFft(size);
  const window = Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / size));
  const densityScale = 2 / (sampleRateHz * window.reduce((sum, weight) => sum + weight * weight, 0));
  const hop = HOP_SECONDS * sampleRateHz;
  const count = Math.max(1, Math.floor(samples.length / hop));
  const bandCount = Math.floor(Math.min(HIGHEST_HZ, sampleRateHz / 2) / BAND_HZ);
  const bands = new Float32Array(count * bandCount);
  const levelDecibels = new Float32Array(count);
  const periodicity = new Float32Array(count);
  const f0Hz = new Float32Array(count);
  const findPitch = createPitchFinder(fft, window, sampleRateHz);

  const binHz = sampleRateHz / size;
  const bandOfBin = Int32Array.from({ length: size / 2 }, (_, bin) => Math.floor((bin * binHz) / BAND_HZ));
  const binsInBand = new Float64Array(bandCount);
  for (const band of bandOfBin) if (band < bandCount) binsInBand[band] += 1;
  const [lowBand, highBand] = [Math.ceil(200 / BAND_HZ), Math.floor(4000 / BAND_HZ)];

  const piece = new Float64Array(size);
  const power = new Float64Array(size / 2 + 1);
  function analyseFrame(frame: number): void {
    const start = Math.round((frame + 0.5) * hop - size / 2);
    for (let i = 0; i < size; i++) piece[i] = (samples[start + i] ?? 0) * window[i]!;
    const spectrum = fft.forward(piece);
    const row = bands.subarray(frame * bandCount, (frame + 1) * bandCount);
    for (let bin = 0; bin <= size / 2; bin++) {
      power[bin] = (spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2) * densityScale;
      const band = bandOfBin[bin] ?? bandCount;
      if (bin * binHz >= LOWEST_HZ && band < bandCount) row[band] += power[bin]! / binsInBand[band]!;
    }
    let level = 0;
    for (let band = lowBand; band < highBand && band < bandCount; band++) level += row[band]! * BAND_HZ;
    levelDecibels[frame] = Math.max(SILENCE_DECIBELS, 10 * Math.log10(level + 1e-30));
    const pitch = findPitch(power);
    periodicity[frame] = levelDecibels[frame]! > SILENCE_DECIBELS ? pitch.periodicity : 0;
    f0Hz[frame] = pitch.f0Hz;
  }
  for (let frame = 0; frame < count; frame++) {
    analyseFrame(frame);
    if (frame % FRAMES_PER_STEP === FRAMES_PER_STEP - 1) yield;
  }
  return {
    durationSeconds: samples.length / sampleRateHz,
    hopSeconds: HOP_SECONDS,
    count,
    bandHz: BAND_HZ,
    bandCount,
    bands,
    levelDecibels,
    periodicity,
    f0Hz,
  };
}

/** Level between two frequencies, dB of full scale, [count]; a very low constant where the rate does not reach. */
export function rangeDecibels(frames: Frames, fromHz: number, toHz: number): Float32Array {
  const { bands, bandCount, bandHz } = frames;
  const [from, to] = [Math.round(fromHz / bandHz), Math.min(bandCount, Math.round(toHz / bandHz))];
  return Float32Array.from({ length: frames.count }, (_, frame) => {
    let power = 1e-14;
    for (let band = from; band < to; band++) power += bands[frame * bandCount + band]! * bandHz;
    return 10 * Math.log10(power);
  });
}
