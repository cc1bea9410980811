import type { Frames } from './frames.ts';
import { bandQuantile, indicesOf, type Noise } from './noise.ts';
import type { Speech } from './vad.ts';

/**
 * Bandwidth: the frequency up to which the brightest sounds of the speech (its s and sh) stand above both the background and what a
 * codec or a resampler leaves behind. Telephones end at 3.4 to 4 kHz, "HD voice" at 7 to 8, a good recording at 12 or more.
 */
const BRIGHTEST_SHARE = 0.97;
const ABOVE_NOISE = 4;
/** An s at 10 kHz lies about 40 dB below the first formant; resamplers leave their images 60 dB below. */
const BELOW_PEAK = 1e-5;
/** Half a minute of speech; of more, every second or third frame tells as much. */
const MOST_FRAMES = 3000;

export function measureBandwidth(frames: Frames, speech: Speech, noise: Noise): number {
  const all = indicesOf(speech.inside);
  const stride = Math.ceil(all.length / MOST_FRAMES);
  const talking = all.filter((_, index) => index % stride === 0);
  if (talking.length === 0) return Number.NaN;
  const brightest = Float64Array.from({ length: frames.bandCount }, (_, band) =>
    bandQuantile(frames, talking, { band, share: BRIGHTEST_SHARE }),
  );
  const peak = brightest.reduce((highest, value) => Math.max(highest, value), 0);
  const present = Array.from(brightest, (value, band) => value > ABOVE_NOISE * noise.density[band]! && value > BELOW_PEAK * peak);
  for (let band = frames.bandCount - 1; band >= 2; band--) {
    if (present[band] && present[band - 1] && present[band - 2]) return (band + 1) * frames.bandHz;
  }
  return Number.NaN;
}
