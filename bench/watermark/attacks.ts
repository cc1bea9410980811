import { execFileSync } from 'node:child_process';
import { markRateHz } from '../../src/audio/watermark/watermark.ts';
import { createRandom } from '../challenge/challenges.ts';
import { engineRateHz } from '../quality/systems.ts';

/** Attacks: what becomes of speech on its way, through ffmpeg: samples at the engine's rate in, at the detector's rate out. */
export interface Attack {
  /** The bars that it has to reach; none: for information. */
  readonly group: 'opus24' | 'mild' | 'hard' | 'extra';
  /** Heard time is made time divided by this. */
  readonly speed?: number;
  run(samples: Float32Array): Float32Array;
}

const quiet = ['-hide_banner', '-loglevel', 'error', '-nostdin'];
const rawIn = ['-f', 'f32le', '-ar', `${engineRateHz}`, '-ac', '1', '-i', 'pipe:0'];
const rawOut = ['-f', 'f32le', '-ar', `${markRateHz}`, '-ac', '1', 'pipe:1'];
const oggIn = ['-f', 'ogg', '-i', 'pipe:0'];

export const attacks: Readonly<Record<string, Attack>> = {
  none: { group: 'mild', run: filtered('anull') },
  'gain -6 dB': { group: 'mild', run: filtered('volume=-6dB') },
  'resampled to 16 kHz': { group: 'mild', run: filtered(`aresample=16000,aresample=${engineRateHz}`) },
  'MP3 64 kbit/s': {
    group: 'mild',
    run: coded(['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3', 'pipe:1'], ['-f', 'mp3', '-i', 'pipe:0']),
  },
  'Opus 64 kbit/s': { group: 'mild', run: coded(opus(64, 'audio'), oggIn) },
  'Opus 32 kbit/s': { group: 'mild', run: coded(opus(32, 'audio'), oggIn) },
  'telephone band': { group: 'mild', run: filtered(telephone()) },
  'speed +2 %': { group: 'mild', speed: 1.02, run: filtered(`asetrate=${engineRateHz * 1.02},aresample=${engineRateHz}`) },
  'speed -2 %': { group: 'mild', speed: 0.98, run: filtered(`asetrate=${engineRateHz * 0.98},aresample=${engineRateHz}`) },
  'Opus 24 kbit/s audio': { group: 'opus24', run: coded(opus(24, 'audio'), oggIn) },
  'Opus 24 kbit/s voip': { group: 'opus24', run: coded(opus(24, 'voip'), oggIn) },
  'Opus 32 then 24 kbit/s': {
    group: 'hard',
    run: samples =>
      decoded(piped(piped(bytesOf(samples), [...rawIn, ...opus(32, 'audio')]), [...oggIn, ...opus(24, 'voip')]), oggIn),
  },
  'white noise at 20 dB': { group: 'hard', run: samples => filtered('anull')(withNoise(samples)) },
  'tempo +2 %, same pitch': { group: 'extra', speed: 1.02, run: filtered('atempo=1.02') },
  'clipped, 9 dB too loud': { group: 'extra', run: filtered('volume=9dB,aformat=sample_fmts=s16') },
  'Opus 16 kbit/s voip': { group: 'extra', run: coded(opus(16, 'voip'), oggIn) },
  'telephone, Opus 16 kbit/s': {
    group: 'extra',
    run: samples => decoded(piped(bytesOf(samples), [...rawIn, '-af', telephone(), ...opus(16, 'voip')]), oggIn),
  },
};

/** All of them one after another with silence between, so that one process does for many. */
export function attackAll({ run, speed = 1 }: Attack, clips: readonly Float32Array[]): Float32Array[] {
  const gap = engineRateHz / 2;
  const joined = new Float32Array(clips.reduce((sum, clip) => sum + clip.length + gap, 0));
  const places: [start: number, end: number][] = [];
  let start = 0;
  for (const clip of clips) {
    joined.set(clip, start);
    places.push([start, start + clip.length]);
    start += clip.length + gap;
  }
  const attacked = run(joined);
  const heardAt = (place: number) => Math.round((place * markRateHz) / engineRateHz / speed);
  return places.map(([from, to]) => attacked.slice(heardAt(from), heardAt(to)));
}

function opus(kilobitsPerSecond: number, application: 'audio' | 'voip'): string[] {
  return ['-c:a', 'libopus', '-application', application, '-b:a', `${kilobitsPerSecond}k`, '-ar', '48000', '-f', 'ogg', 'pipe:1'];
}

/** 300 to 3400 Hz, 36 dB per octave, at 8 kHz. */
function telephone(): string {
  return [...Array(3).fill('highpass=f=300'), ...Array(3).fill('lowpass=f=3400'), 'aresample=8000'].join(',');
}

function filtered(filter: string): Attack['run'] {
  return samples => floatsOf(piped(bytesOf(samples), [...rawIn, '-af', filter, ...rawOut]));
}

function coded(encoder: readonly string[], decoder: readonly string[]): Attack['run'] {
  return samples => decoded(piped(bytesOf(samples), [...rawIn, ...encoder]), decoder);
}

function decoded(file: Buffer, decoder: readonly string[]): Float32Array {
  return floatsOf(piped(file, [...decoder, ...rawOut]));
}

function withNoise(samples: Float32Array): Float32Array {
  const random = createRandom(5);
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const deviation = Math.sqrt(power / 100);
  return samples.map(
    sample => sample + deviation * Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random()),
  );
}

function piped(input: Buffer, options: readonly string[]): Buffer {
  return execFileSync('ffmpeg', [...quiet, ...options], { input, maxBuffer: 2 ** 30 });
}

function bytesOf(samples: Float32Array): Buffer {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
}

function floatsOf(bytes: Buffer): Float32Array {
  return new Float32Array(Uint8Array.from(bytes.subarray(0, bytes.length & ~3)).buffer);
}
