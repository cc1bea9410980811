import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Audio, concatenate } from '../../src/audio/audio.ts';
import { cached, cachedAsync, cacheKey } from './cache.ts';
import { resample, shift } from './resample.ts';
import { readWav } from './wav.ts';

/**
 * Voices: the "people" of the benchmark. flite voices (rms, slt and awb are statistical models of real speakers, kal16 is
 * diphones of one), espeak itself, and any of them played faster or slower: "rms@1.08" has pitch and formants 8 % higher.
 */
export interface Utterance {
  readonly audio: Audio;
  /** ARPAbet with end times, "pau" for silence; empty for espeak. */
  readonly phones: readonly { readonly phone: string; readonly endSeconds: number }[];
}

/** Everything is compared at this rate; flite's own. */
export const analysisRateHz = 16000;

/** What `voice` says, 16 kHz. */
export async function say(voice: string, text: string): Promise<Utterance> {
  const [name, factorText] = voice.split('@');
  const factor = Number(factorText ?? 1);
  const plain = name === 'espeak' ? await espeak(text) : flite(name, text);
  if (factor === 1) return plain;
  const key = cacheKey(voice, text, plain.audio.samples);
  const audio = cached('shifted', key, () => shift(plain.audio, factor));
  return { audio, phones: plain.phones.map(({ phone, endSeconds }) => ({ phone, endSeconds: endSeconds / factor })) };
}

/** Sentences one after another, as one recording. */
export async function sayAll(voice: string, sentences: readonly string[]): Promise<Utterance> {
  const parts: Utterance[] = [];
  for (const sentence of sentences) parts.push(await say(voice, sentence));
  let startSeconds = 0;
  const phones = parts.flatMap(part => {
    const shifted = part.phones.map(({ phone, endSeconds }) => ({ phone, endSeconds: endSeconds + startSeconds }));
    startSeconds += part.audio.samples.length / analysisRateHz;
    return shifted;
  });
  const audio = concatenate(
    parts.map(part => part.audio),
    analysisRateHz,
  );
  return { audio, phones };
}

function flite(voice: string, text: string): Utterance {
  return cached('flite', cacheKey(voice, text), () => {
    const folder = mkdtempSync(join(tmpdir(), 'consonant-flite-'));
    try {
      const path = join(folder, 'speech.wav');
      const listing = execFileSync('flite', ['-voice', voice, '-psdur', '-t', text, path], { encoding: 'utf8' });
      const phones = [...listing.matchAll(/(\S+):([\d.]+)/g)].map(([, phone, end]) => ({ phone, endSeconds: Number(end) }));
      return { audio: resample(readWav(readFileSync(path)), analysisRateHz), phones };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

interface EspeakWorker {
  readonly samplerate: number;
  set_voice(name: string): number;
  synthesize(text: string, onChunk: (piece: Int16Array | null) => number): void;
}

let reader: Promise<(text: string) => Audio> | undefined;

/** The unconverted source voice. espeak-ng is not bit-deterministic, so its audio is kept like everything else. */
function espeak(text: string): Promise<Utterance> {
  return cachedAsync('espeak', cacheKey(text), async () => {
    reader ??= createEspeak();
    return { audio: resample((await reader)(text), analysisRateHz), phones: [] };
  });
}

async function createEspeak(): Promise<(text: string) => Audio> {
  const { default: load } = await import('@echogarden/espeak-ng-emscripten');
  const worker = new (await load()).eSpeakNGWorker() as EspeakWorker;
  worker.set_voice('en-us');
  return text => {
    const pieces: Audio[] = [];
    worker.synthesize(text, piece => {
      if (piece) pieces.push({ samples: Float32Array.from(piece, sample => sample / 32768), sampleRateHz: worker.samplerate });
      return 0;
    });
    return concatenate(pieces, worker.samplerate);
  };
}
