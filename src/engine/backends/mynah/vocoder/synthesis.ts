import { bandWeights } from './bands.ts';
import { createMinimumPhase } from './minimum-phase.ts';
import { createOverlapAdd } from './overlap-add.ts';
import { createNoise } from './random.ts';
import { createShaper, LEAD_SAMPLES, type Shape } from './shaper.ts';

/** What an Analysis is made of, on the synthesizer's own bins; any number of frames. */
export interface SpeechFrames {
  /** [frames]; 0 where unvoiced. */
  readonly f0Hz: Float32Array;
  /** [frames, fftSize / 2 + 1]; natural log power per sample on linear bins 0..Nyquist of the synthesizer. */
  readonly logEnvelope: Float32Array;
  /** [frames, bands] */
  readonly aperiodicity: Float32Array;
  /** [bands + 1] */
  readonly bandEdgesHz: readonly number[];
}

export interface Synthesizer {
  /** Takes more frames; returns the samples that no later frame can change. How frames are cut into pushes changes no sample. */
  push(frames: SpeechFrames): Float32Array;
  /** The rest: in all, frames * hopSeconds * sampleRateHz samples. Nothing may be pushed afterwards. */
  flush(): Float32Array;
}

export interface SynthesizerOptions {
  readonly sampleRateHz?: number;
  readonly fftSize?: number;
  readonly hopSeconds?: number;
  readonly seed?: number;
}

export const synthesizerDefaults = { sampleRateHz: 24_000, fftSize: 1024, hopSeconds: 0.005, seed: 1 } as const;

/**
 * Speech from frames: one minimum-phase response per pitch pulse, plus noise whose filter glides from frame to frame, mixed per
 * frequency by the aperiodicity. After Morise, Yokomori and Ozawa 2016, "WORLD: a vocoder-based high-quality speech synthesis
 * system", but with noise on its own time grid.
 */
export function createSynthesizer(options: SynthesizerOptions = {}): Synthesizer {
  const { sampleRateHz, fftSize, hopSeconds, seed } = { ...synthesizerDefaults, ...options };
  const bins = fftSize / 2 + 1;
  const samplesPerHop = hopSeconds * sampleRateHz;
  const minimumPhase = createMinimumPhase(fftSize);
  const shaper = createShaper(fftSize);
  const sum = createOverlapAdd(fftSize);
  const noise = createNoise(seed);
  // Noise of the hop before `last` and of the one after it.
  let before = new Float64Array(Math.ceil(samplesPerHop) + 1);
  let after = new Float64Array(before.length);
  const excitation = new Float64Array(fftSize);
  let last: Shape | undefined;
  let lastIndex = -1;
  /** Where the pulse train is within its period, 0 to 1. */
  let phase = 0;

  const firstSample = (frame: number) => Math.max(0, Math.ceil(frame * samplesPerHop));

  function accept(shape: Shape): void {
    if (last) between(last, shape);
    last = shape;
    lastIndex++;
  }

  /** Sounds the hop from `a`, which is frame `lastIndex`, to `b`. */
  function between(a: Shape, b: Shape): void {
    const first = firstSample(lastIndex);
    const end = firstSample(lastIndex + 1);
    const voiced = a.f0Hz > 0 || b.f0Hz > 0;
    const fromHz = a.f0Hz || b.f0Hz;
    const toHz = b.f0Hz || a.f0Hz;
    for (let sample = first; sample < end; sample++) {
      after[sample - first] = noise();
      if (!voiced) continue;
      const share = sample / samplesPerHop - lastIndex;
      const f0Hz = fromHz + share * (toHz - fromHz);
      const step = f0Hz / sampleRateHz;
      phase += step;
      if (phase < 1) continue;
      phase -= 1;
      const early = phase / step;
      const gain = Math.sqrt(sampleRateHz / f0Hz);
      const at = { share: Math.max(0, share - early / samplesPerHop), fraction: 1 - early, gain };
      sum.add(sample - 1 - LEAD_SAMPLES, shaper.pulse(a, b, at));
    }
    if (!voiced) phase = 0;
    soundNoise(a, first, end);
    [before, after] = [after, before];
  }

  /** The noise of frame `lastIndex`: rises over the hop before it and falls over the one after it. */
  function soundNoise(shape: Shape, first: number, end: number): void {
    const start = firstSample(lastIndex - 1);
    for (let sample = start; sample < first; sample++) {
      excitation[sample - start] = before[sample - start]! * (sample / samplesPerHop - lastIndex + 1);
    }
    for (let sample = first; sample < end; sample++) {
      excitation[sample - start] = after[sample - first]! * (lastIndex + 1 - sample / samplesPerHop);
    }
    excitation.fill(0, end - start);
    sum.add(start, shaper.noise(shape, excitation));
  }

  /** Blocks still to come begin at the hop before the last frame, pulses LEAD_SAMPLES ahead of the hop after it. */
  const finalSamples = () => Math.max(0, Math.min(firstSample(lastIndex - 1), firstSample(lastIndex) - LEAD_SAMPLES - 1));

  return {
    push({ f0Hz, logEnvelope, aperiodicity, bandEdgesHz }) {
      const bands = bandEdgesHz.length - 1;
      if (logEnvelope.length !== f0Hz.length * bins || aperiodicity.length !== f0Hz.length * bands) {
        throw new RangeError(
          `push: ${f0Hz.length} frames need ${f0Hz.length * bins} values of logEnvelope and ${f0Hz.length * bands} of aperiodicity; ` +
            `there are ${logEnvelope.length} and ${aperiodicity.length}.`,
        );
      }
      const weights = bandWeights(bandEdgesHz, sampleRateHz / fftSize, bins);
      for (let frame = 0; frame < f0Hz.length; frame++) {
        const logPower = logEnvelope.slice(frame * bins, (frame + 1) * bins);
        const phaseOfBin = new Float32Array(bins);
        clearBelow((f0Hz[frame]! * fftSize) / sampleRateHz, logPower);
        minimumPhase(logPower, phaseOfBin);
        const row = aperiodicity.subarray(frame * bands, (frame + 1) * bands);
        const noiseShare = new Float32Array(bins);
        for (let bin = 0; bin < bins; bin++) {
          const lower = row[weights.lower[bin]!]!;
          noiseShare[bin] =
            f0Hz[frame]! > 0
              ? Math.min(1, Math.max(0, lower + weights.upperShare[bin]! * (row[weights.upper[bin]!]! - lower)))
              : 1;
        }
        accept({ f0Hz: f0Hz[frame]!, logPower, phase: phaseOfBin, noiseShare });
      }
      return sum.take(finalSamples());
    },
    flush() {
      if (!last) return new Float32Array(0);
      accept(last);
      return sum.take(firstSample(lastIndex));
    },
  };
}

/** The spectrum fades in up to this share of the pitch. */
const CLEARED_SHARE = 0.8;
const LARGEST_FADE = 10;

/** A voice has nothing below its pitch, but pulses and noise that change in strength would add up to a rumble there. */
function clearBelow(pitchBins: number, logPower: Float32Array): void {
  const highest = CLEARED_SHARE * pitchBins;
  for (let bin = 0; bin < highest; bin++) {
    logPower[bin]! += Math.max(-LARGEST_FADE, 4 * Math.log(Math.sin((0.5 * Math.PI * bin) / highest)));
  }
}
