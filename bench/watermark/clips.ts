import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Audio, concatenate } from '../../src/audio/audio.ts';
import { normalizeLoudness } from '../../src/audio/loudness.ts';
import { createEngine } from '../../src/engine/index.ts';
import { passages } from '../../src/engine/reading/passages.ts';
import { createRandom } from '../challenge/challenges.ts';
import { cached, cachedAsync, cacheKey, codeKey } from '../quality/cache.ts';
import { enrolmentSentences, referenceSentences, testSentences } from '../quality/corpus.ts';
import { resample } from '../quality/resample.ts';
import { engineRateHz } from '../quality/systems.ts';
import { sayAll } from '../quality/voices.ts';
import { readWav } from '../quality/wav.ts';

/**
 * Clips: speech to be marked: 13 s each, 24 kHz, as loud as what the bot sends. A third each are flite voices with pitch and pace changed, espeak-ng
 * in several languages and variants, and the embedded engine's own speech. What is measured and what the detector was trained on share no
 * clip, no variant of espeak-ng and no cloned voice; of flite's four voices one is measured only.
 */
export interface Clip {
  /** "flite slt 3". */
  readonly name: string;
  readonly kind: 'flite' | 'espeak' | 'mynah';
  readonly audio: Audio;
}

export const clipSeconds = 13;
/** Of each kind. */
export const mostClips = 72;

const sets = {
  measured: {
    firstNumber: 0,
    flite: ['rms', 'slt', 'awb', 'kal16'],
    espeak: ['en-us', 'en-us+f2', 'en-us+m3', 'en', 'de', 'de+f3', 'fr', 'es', 'es+f4', 'it', 'pt-br', 'ru+f2'],
    mynah: ['rms', 'slt', 'awb', 'kal16', 'rms@1.08', 'slt@0.92', 'awb@1.15', 'slt@1.1', 'espeak'],
  },
  trained: {
    firstNumber: 1000,
    flite: ['rms', 'slt', 'awb'],
    espeak: [
      'en-us+m1',
      'en-us+f1',
      'en+f5',
      'de+m4',
      'de+f1',
      'fr+m2',
      'fr+f3',
      'es+m5',
      'it+f5',
      'pl',
      'pl+f2',
      'ru+m7',
      'cmn+f1',
      'en-us+m7',
    ],
    mynah: ['rms@0.94', 'slt@0.96', 'awb@0.9', 'rms@1.2', 'slt@1.18', 'awb@1.06', 'slt@1.04', 'rms@1.13'],
  },
} as const;

export type ClipSet = keyof typeof sets;

const english = [...testSentences, ...enrolmentSentences, ...passages.en];

/** `count` of each kind. */
export async function createClips(set: ClipSet, count: number): Promise<Clip[]> {
  const { firstNumber, ...voices } = sets[set];
  const clips: Clip[] = [];
  for (let index = 0; index < count; index++) {
    const number = firstNumber + index;
    clips.push(flite(voices.flite[index % voices.flite.length], number));
    clips.push(await espeak(voices.espeak[index % voices.espeak.length], number));
    clips.push(await mynah(voices.mynah[index % voices.mynah.length], number));
  }
  return clips;
}

const usualPitch: Readonly<Record<string, number>> = { rms: 100, slt: 170, awb: 120, kal16: 105 };

function flite(voice: string, number: number): Clip {
  const random = createRandom(1000 + number);
  const stretch = (0.85 + 0.4 * random()).toFixed(2);
  const pitch = Math.round(usualPitch[voice] * (0.85 + 0.35 * random()));
  const text = shuffled(english, random).slice(0, 9).join(' ');
  const audio = cached('watermark-flite', cacheKey(voice, stretch, pitch, text), () => {
    const folder = mkdtempSync(join(tmpdir(), 'consonant-watermark-'));
    try {
      const path = join(folder, 'speech.wav');
      const set = ['--setf', `duration_stretch=${stretch}`, '--setf', `int_f0_target_mean=${pitch}`];
      execFileSync('flite', ['-voice', voice, ...set, '-t', text, path]);
      return finished(readWav(readFileSync(path)));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  return { name: `flite ${voice} ${number}`, kind: 'flite', audio };
}

interface EspeakWorker {
  readonly samplerate: number;
  set_voice(name: string): number;
  set_rate(wordsPerMinute: number): void;
  set_pitch(percent: number): void;
  synthesize(text: string, onChunk: (piece: Int16Array | null) => number): void;
}

let espeakWorker: Promise<EspeakWorker> | undefined;

async function espeak(voice: string, number: number): Promise<Clip> {
  const random = createRandom(2000 + number);
  const wordsPerMinute = Math.round(140 + 60 * random());
  const pitch = Math.round(35 + 40 * random());
  const sentences = passages[voice.startsWith('cmn') ? 'zh' : voice.split(/[-+]/)[0]] ?? passages.en;
  const text = shuffled([...sentences, ...sentences], random)
    .slice(0, 12)
    .join(' ');
  const audio = await cachedAsync('watermark-espeak', cacheKey(voice, wordsPerMinute, pitch, text), async () => {
    espeakWorker ??= import('@echogarden/espeak-ng-emscripten').then(
      async ({ default: load }) => new (await load()).eSpeakNGWorker() as EspeakWorker,
    );
    const worker = await espeakWorker;
    worker.set_voice(voice);
    worker.set_rate(wordsPerMinute);
    worker.set_pitch(pitch);
    const pieces: Audio[] = [];
    worker.synthesize(text, piece => {
      if (piece) pieces.push({ samples: Float32Array.from(piece, sample => sample / 32768), sampleRateHz: worker.samplerate });
      return 0;
    });
    return finished(concatenate(pieces, worker.samplerate));
  });
  return { name: `espeak ${voice} ${number}`, kind: 'espeak', audio };
}

const engineCode = codeKey(join(import.meta.dirname, '../../src/engine/backends/mynah'));

async function mynah(voice: string, number: number): Promise<Clip> {
  const random = createRandom(3000 + number);
  const rate = 0.9 + 0.25 * random();
  const text = shuffled(english, random).slice(0, 9).join(' ');
  const audio = await cachedAsync('watermark-mynah', cacheKey(engineCode, voice, rate, text), async () => {
    const { signal } = new AbortController();
    const engine = await mynahEngine();
    const chunks: Audio[] = [];
    for await (const chunk of engine.speak(text, await mynahPrint(voice), { rate, seed: number }, signal)) chunks.push(chunk);
    return finished(concatenate(chunks, engine.sampleRateHz));
  });
  return { name: `mynah ${voice} ${number}`, kind: 'mynah', audio };
}

let engine: ReturnType<typeof createEngine> | undefined;
function mynahEngine(): ReturnType<typeof createEngine> {
  engine ??= createEngine('mynah');
  return engine;
}

const prints = new Map<string, ReturnType<Awaited<ReturnType<typeof createEngine>>['enroll']>>();
async function mynahPrint(voice: string): ReturnType<Awaited<ReturnType<typeof createEngine>>['enroll']> {
  const made = prints.get(voice) ?? enrol(voice);
  prints.set(voice, made);
  return made;

  async function enrol(name: string) {
    const { audio } = await sayAll(name, referenceSentences);
    const reference = { audio: resample(audio, engineRateHz), transcript: referenceSentences.join(' '), language: 'en' };
    return (await mynahEngine()).enroll([reference], new AbortController().signal);
  }
}

/** 13 s at the engine's rate, said again where it is too short, at the loudness of what is sent. */
function finished(audio: Audio): Audio {
  const whole = resample(audio, engineRateHz);
  const length = clipSeconds * engineRateHz;
  const samples = Float32Array.from({ length }, (_, index) => whole.samples[index % whole.samples.length]);
  return normalizeLoudness({ samples, sampleRateHz: engineRateHz });
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const order = [...items];
  for (let index = order.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other], order[index]];
  }
  return order;
}
