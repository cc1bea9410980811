/** Helpers: speech to mark, marks, and what ffmpeg does to sound. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Audio } from '../../../src/audio/audio.ts';
import { decode } from '../../../src/audio/decode.ts';
import { finish } from '../../../src/audio/steps.ts';
import { createMarker, findMarks } from '../../../src/audio/watermark/index.ts';
import { type FoundMark, type MarkKey, markAudio, markRateHz } from '../../../src/audio/watermark/watermark.ts';

const sample = fileURLToPath(new URL('../../../samples/voice-message.ogg', import.meta.url));
const { signal } = new AbortController();

/** `seconds` of the sample message, from `fromSeconds` on. */
export async function speechOf(seconds: number, { sampleRateHz = 24_000, fromSeconds = 1 } = {}): Promise<Audio> {
  const { audio } = await decode({ source: sample, name: 'sample' }, { sampleRateHz, signal });
  return excerpt(audio, fromSeconds, seconds);
}

export function excerpt({ samples, sampleRateHz }: Audio, fromSeconds: number, seconds: number): Audio {
  const start = Math.round(fromSeconds * sampleRateHz);
  return { samples: samples.slice(start, start + Math.round(seconds * sampleRateHz)), sampleRateHz };
}

export function newKey(number = 1): MarkKey {
  return { number, bytes: new Uint8Array(randomBytes(32)) };
}

export function mark(audio: Audio, key: MarkKey, generationId: string): Audio {
  return markAudio(audio, createMarker({ key, generationId }, audio.sampleRateHz));
}

/** At the detector's rate. */
export function found(audio: Audio, ...keys: readonly MarkKey[]): FoundMark[] {
  const samples = audio.sampleRateHz === markRateHz ? audio.samples : resampled(audio).samples;
  return finish(findMarks([samples], keys));
}

export const resampled = (audio: Audio): Audio => through(audio, []);

/** Through a filter or a codec of ffmpeg; out comes the detector's rate. `coded`: options of an encoder with its format last. */
export function through({ samples, sampleRateHz }: Audio, coded: readonly string[], filter = 'anull'): Audio {
  const raw = (rate: number) => ['-f', 'f32le', '-ar', String(rate), '-ac', '1'];
  const run = (input: Buffer, options: readonly string[]) =>
    execFileSync('ffmpeg', ['-nostdin', '-v', 'error', ...options, 'pipe:1'], { input, maxBuffer: 2 ** 28 });
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const from = [...raw(sampleRateHz), '-i', 'pipe:0', '-af', filter];
  const out =
    coded.length === 0
      ? run(bytes, [...from, ...raw(markRateHz)])
      : run(run(bytes, [...from, ...coded]), ['-i', 'pipe:0', ...raw(markRateHz)]);
  return { samples: new Float32Array(Uint8Array.from(out).buffer), sampleRateHz: markRateHz };
}

export function opus(kilobitsPerSecond: number, application = 'audio'): string[] {
  return ['-c:a', 'libopus', '-b:a', `${kilobitsPerSecond}k`, '-application', application, '-ar', '48000', '-f', 'ogg'];
}

export function noise(seconds: number, amplitude: number): Audio {
  const samples = Float32Array.from({ length: seconds * markRateHz }, () => amplitude * (2 * Math.random() - 1));
  return { samples, sampleRateHz: markRateHz };
}
