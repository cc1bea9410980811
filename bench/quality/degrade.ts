import { execFileSync } from 'node:child_process';
import type { Audio } from '../../src/audio/audio.ts';
import { writeWav } from './wav.ts';

/** Degrade: what a recording may have gone through before the engine hears it. */

/** Opus as a voice message at `kilobitsPerSecond`, decoded again at the same rate; through ffmpeg. */
export function throughOpus(audio: Audio, kilobitsPerSecond: number): Audio {
  const quiet = ['-hide_banner', '-loglevel', 'error', '-nostdin'];
  const options = { input: writeWav(audio), maxBuffer: 2 ** 28 };
  const voice = ['-c:a', 'libopus', '-application', 'voip', '-b:a', `${kilobitsPerSecond}k`, '-ar', '48000', '-f', 'ogg'];
  const ogg = execFileSync('ffmpeg', [...quiet, '-f', 'wav', '-i', 'pipe:0', ...voice, 'pipe:1'], options);
  const raw = ['-ar', `${audio.sampleRateHz}`, '-ac', '1', '-f', 'f32le'];
  const pcm = execFileSync('ffmpeg', [...quiet, '-f', 'ogg', '-i', 'pipe:0', ...raw, 'pipe:1'], { ...options, input: ogg });
  const samples = new Float32Array(pcm.buffer.slice(pcm.byteOffset, pcm.byteOffset + (pcm.length & ~3)));
  return { samples, sampleRateHz: audio.sampleRateHz };
}

export type NoiseColour = 'white' | 'room';

/** Seeded noise `snrDecibels` below the mean power of the whole recording. "room" falls 6 dB per octave above 60 Hz. */
export function withNoise(audio: Audio, colour: NoiseColour, snrDecibels: number): Audio {
  const noise = gaussianNoise(audio.samples.length, 20);
  if (colour === 'room') {
    const decay = Math.exp((-2 * Math.PI * 60) / audio.sampleRateHz);
    for (let index = 1; index < noise.length; index++) noise[index] += decay * noise[index - 1];
  }
  const gain = Math.sqrt(power(audio.samples) / power(noise) / 10 ** (snrDecibels / 10));
  return { samples: audio.samples.map((sample, index) => sample + gain * noise[index]), sampleRateHz: audio.sampleRateHz };
}

/** Box and Muller over a linear congruential generator (Numerical Recipes' constants). */
function gaussianNoise(length: number, seed: number): Float64Array {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return Float64Array.from({ length }, () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
}

function power(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < samples.length; index++) sum += samples[index] ** 2;
  return sum / samples.length;
}
