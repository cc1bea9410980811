import type { Audio } from '../../src/audio/audio.ts';

/**
 * Resample: band-limited interpolation at any ratio, a Kaiser-windowed sinc of 128 zero crossings a side (Smith, "Digital Audio
 * Resampling Home Page", 2002); flat to 0.96, half at 0.98 of the lower Nyquist frequency.
 */
const zeroCrossings = 128;
const stepsPerCrossing = 256;
const passband = 0.98;
const kernel = kaiserSinc();

export function resample(audio: Audio, sampleRateHz: number): Audio {
  if (audio.sampleRateHz === sampleRateHz) return audio;
  return { samples: stretch(audio.samples, sampleRateHz / audio.sampleRateHz), sampleRateHz };
}

/** Played `factor` times as fast at the same rate: pitch and formants rise by it, the duration shrinks. */
export function shift(audio: Audio, factor: number): Audio {
  if (factor === 1) return audio;
  return { samples: stretch(audio.samples, 1 / factor), sampleRateHz: audio.sampleRateHz };
}

/** `ratio` times as many samples. */
function stretch(samples: Float32Array, ratio: number): Float32Array {
  const out = new Float32Array(Math.floor(samples.length * ratio));
  const scale = Math.min(1, ratio) * passband;
  const reach = zeroCrossings / scale;
  for (let index = 0; index < out.length; index++) {
    const center = index / ratio;
    const first = Math.max(0, Math.ceil(center - reach));
    const last = Math.min(samples.length - 1, Math.floor(center + reach));
    let sum = 0;
    for (let source = first; source <= last; source++) {
      const place = Math.abs(source - center) * scale * stepsPerCrossing;
      const step = place | 0;
      sum += samples[source] * (kernel[step] + (place - step) * (kernel[step + 1] - kernel[step]));
    }
    out[index] = sum * scale;
  }
  return out;
}

function kaiserSinc(): Float64Array {
  const beta = 8;
  const table = new Float64Array(zeroCrossings * stepsPerCrossing + 2);
  for (let step = 0; step <= zeroCrossings * stepsPerCrossing; step++) {
    const place = step / stepsPerCrossing;
    const sinc = place === 0 ? 1 : Math.sin(Math.PI * place) / (Math.PI * place);
    table[step] = (sinc * besselI0(beta * Math.sqrt(1 - (place / zeroCrossings) ** 2))) / besselI0(beta);
  }
  return table;
}

/** Modified Bessel function of order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  for (let term = 1, k = 1; term > 1e-12 * sum; k++) sum += term *= (x / (2 * k)) ** 2;
  return sum;
}
