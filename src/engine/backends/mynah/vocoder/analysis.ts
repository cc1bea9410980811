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

export function analyze(audio: Audio, options: AnalysisOptions = {}): Analysis {
  const { samples, sampleRateHz } = audio;
  const hopSeconds = options.hopSeconds ?? HOP_SECONDS;
  const frames = pitchFrames(audio, hopSeconds);
  const f0Hz = options.f0Hz ?? trackPitch(audio, { hopSeconds }).f0Hz;
  if (f0Hz.length !== frames) throw new RangeError(`analyze: f0Hz has ${f0Hz.length} frames, the audio has ${frames}.`);
  const fftSize = 2 ** Math.ceil(Math.log2((3 * sampleRateHz) / LOWEST_PITCH_HZ));
  const envelope = createEnvelopeAnalyzer(sampleRateHz, fftSize);
  const edgesHz = bandEdgesHz(sampleRateHz);
  const noise = createAperiodicityAnalyzer(sampleRateHz, edgesHz);
  const bands = edgesHz.length - 1;
  const logEnvelope = new Float32Array(frames * envelope.bins);
  const aperiodicity = new Float32Array(frames * bands).fill(1);
  for (let frame = 0; frame < frames; frame++) {
    const centreSample = frame * hopSeconds * sampleRateHz;
    const pitchHz = f0Hz[frame]!;
    const row = logEnvelope.subarray(frame * envelope.bins, (frame + 1) * envelope.bins);
    envelope.analyze(samples, centreSample, pitchHz, row);
    if (pitchHz > 0) {
      const pitch = { f0Hz: pitchHz, slopeHz: slopeHz(f0Hz, frame) / hopSeconds };
      noise.analyze(samples, centreSample, pitch, aperiodicity.subarray(frame * bands, (frame + 1) * bands));
    }
  }
  return { frames, hopSeconds, sampleRateHz, fftSize, f0Hz, logEnvelope, aperiodicity, bandEdgesHz: edgesHz };
}

/** Change of the pitch per frame, over as many as two voiced frames on either side. */
function slopeHz(f0Hz: Float32Array, frame: number): number {
  let first = frame;
  let last = frame;
  while (first > 0 && frame - first < 2 && f0Hz[first - 1]! > 0) first--;
  while (last + 1 < f0Hz.length && last - frame < 2 && f0Hz[last + 1]! > 0) last++;
  return last === first ? 0 : (f0Hz[last]! - f0Hz[first]!) / (last - first);
}
