import type { Audio } from '../../../../audio/audio.ts';
import { pitchFrames, trackPitch } from '../../../../audio/pitch.ts';
import { createAperiodicityAnalyzer } from './aperiodicity.ts';
import { bandEdgesHz } from './bands.ts';
import { createEnvelopeAnalyzer } from './envelope.ts';

/** Speech taken apart: what `createSynthesizer` puts together again. Frame i is centred at i * hopSeconds. */
export interface Analysis {
  readonly frames: number;
  readonly hopSeconds: number;
  readonly sampleRateHz: number;
  readonly fftSize: number;
  /** [frames]; 0 where unvoiced. */
  readonly f0Hz: Float32Array;
  /** [frames, fftSize / 2 + 1]; natural log of the power per sample on linear bins 0..Nyquist. */
  readonly logEnvelope: Float32Array;
  /** [frames, bands]; share of noise in the power, 0 to 1; 1 where unvoiced. */
  readonly aperiodicity: Float32Array;
  /** [bands + 1] */
  readonly bandEdgesHz: readonly number[];
}

export interface AnalysisOptions {
  readonly hopSeconds?: number;
  /** [frames]; a pitch that is known already, on the same frames. */
  readonly f0Hz?: Float32Array;
}

const HOP_SECONDS = 0.005;
/** The FFT holds three periods of this pitch. */
const LOWEST_PITCH_HZ = 71;

/** An analysis that is done piece by piece, so that what comes first can be used before the rest is known. */
export interface Analyzer extends Omit<Analysis, 'logEnvelope' | 'aperiodicity'> {
  /** fftSize / 2 + 1. */
  readonly bins: number;
  readonly bands: number;
  /** Writes the frames [from, to) into `logEnvelope` (to - from, bins) and `aperiodicity` (to - from, bands). */
  analyze(range: { from: number; to: number }, logEnvelope: Float32Array, aperiodicity: Float32Array): void;
}

export function createAnalyzer(audio: Audio, options: AnalysisOptions = {}): Analyzer {
  const { samples, sampleRateHz } = audio;
  const hopSeconds = options.hopSeconds ?? HOP_SECONDS;
  const frames = pitchFrames(audio, hopSeconds);
  const f0Hz = options.f0Hz ?? trackPitch(audio, { hopSeconds }).f0Hz;
  if (f0Hz.length !== frames) throw new RangeError(`analyze: f0Hz has ${f0Hz.length} frames, the audio has ${frames}.`);
  const fftSize = 2 ** Math.ceil(Math.log2((3 * sampleRateHz) / LOWEST_PITCH_HZ));
  const envelope = createEnvelopeAnalyzer(sampleRateHz, fftSize);
  const edgesHz = bandEdgesHz(sampleRateHz);
  const noise = createAperiodicityAnalyzer(sampleRateHz, edgesHz);
  const { bins } = envelope;
  const bands = edgesHz.length - 1;
  return {
    frames,
    hopSeconds,
    sampleRateHz,
    fftSize,
    f0Hz,
    bandEdgesHz: edgesHz,
    bins,
    bands,
    analyze({ from, to }, logEnvelope, aperiodicity) {
      for (let frame = from, index = 0; frame < to; frame++, index++) {
        const centreSample = frame * hopSeconds * sampleRateHz;
        const pitchHz = f0Hz[frame]!;
        envelope.analyze(samples, centreSample, pitchHz, logEnvelope.subarray(index * bins, (index + 1) * bins));
        const shares = aperiodicity.subarray(index * bands, (index + 1) * bands);
        if (pitchHz === 0) shares.fill(1);
        else noise.analyze(samples, centreSample, { f0Hz: pitchHz, slopeHz: slopeHz(f0Hz, frame) / hopSeconds }, shares);
      }
    },
  };
}

export function analyze(audio: Audio, options: AnalysisOptions = {}): Analysis {
  const { bins, bands, analyze: write, ...analysis } = createAnalyzer(audio, options);
  const logEnvelope = new Float32Array(analysis.frames * bins);
  const aperiodicity = new Float32Array(analysis.frames * bands);
  write({ from: 0, to: analysis.frames }, logEnvelope, aperiodicity);
  return { ...analysis, logEnvelope, aperiodicity };
}

/** Change of the pitch per frame, over as many as two voiced frames on either side. */
function slopeHz(f0Hz: Float32Array, frame: number): number {
  let first = frame;
  let last = frame;
  while (first > 0 && frame - first < 2 && f0Hz[first - 1]! > 0) first--;
  while (last + 1 < f0Hz.length && last - frame < 2 && f0Hz[last + 1]! > 0) last++;
  return last === first ? 0 : (f0Hz[last]! - f0Hz[first]!) / (last - first);
}
