import type { Audio } from '../../audio/audio.ts';
import { Refusal } from '../../errors.ts';
import type { Engine, Reference, SpeakOptions, VoicePrint, VoiceTraits } from '../engine.ts';
import { requirePrint } from '../print.ts';
import { requireReferences } from '../references.ts';

const description = { id: 'tone', languages: ['en'], transcript: 'unused' } as const;
const sampleRateHz = 24_000;
const format = 1;
const lowestHz = 110;
const highestHz = 440;
const fadeSeconds = 0.01;
const overtones = 12;
/** Of their sum; the overshoot of a sawtooth (Gibbs). */
const loudest = 1.86;

/** Tone: a backend with no model. One beep per word, at a pitch of the voice's own, with overtones as voices have; for tests, demos and as the example. */
export function createTone(): Engine {
  return { ...description, sampleRateHz, enroll, speak, design };
}

async function enroll(references: readonly Reference[], signal: AbortSignal): Promise<VoicePrint> {
  signal.throwIfAborted();
  requireReferences(references, description);
  const sounding = references.flatMap(({ audio }) => [...audio.samples.filter(sample => sample !== 0).map(Math.abs)]);
  if (sounding.length === 0) {
    throw new Refusal(
      'reference-silent',
      `The reference holds no sound (${references.length} given). Record a few seconds of speech.`,
    );
  }
  const share = hash(sounding.map(sample => Math.round(sample * 32_767)).join()) / 2 ** 32;
  return writeVoice({ baseHz: lowestHz * (highestHz / lowestHz) ** share, level: median(sounding) }, references[0].language);
}

async function design(traits: VoiceTraits, signal: AbortSignal): Promise<VoicePrint> {
  signal.throwIfAborted();
  const middleHz = traits.gender === 'female' ? 280 : 160;
  return writeVoice({ baseHz: middleHz * 2 ** ((traits.pitch - 3) / 6), level: 0.1 }, 'en');
}

async function* speak(text: string, print: VoicePrint, options: SpeakOptions, signal: AbortSignal): AsyncGenerator<Audio> {
  const { baseHz, level } = readVoice(print);
  const { seed = 0, rate = 1 } = options;
  for (const word of text.split(/\s+/).filter(Boolean)) {
    signal.throwIfAborted();
    const semitones = hash(`${seed} ${word}`) % 8;
    const seconds = (0.15 + 0.03 * word.length) / rate;
    yield beep({ frequencyHz: baseHz * 2 ** (semitones / 12), seconds, level });
  }
}

interface ToneVoice {
  readonly baseHz: number;
  /** Median of the absolute samples. */
  readonly level: number;
}

/** `data`: float32[2], little-endian: base frequency in Hz, level. */
function writeVoice({ baseHz, level }: ToneVoice, language: string): VoicePrint {
  const data = new Uint8Array(8);
  const view = new DataView(data.buffer);
  view.setFloat32(0, baseHz, true);
  view.setFloat32(4, level, true);
  return { engine: 'tone', format, language, data };
}

function readVoice(print: VoicePrint): ToneVoice {
  const { data } = requirePrint(print, { engine: 'tone', formats: [format], minimumBytes: 8 });
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return { baseHz: view.getFloat32(0, true), level: view.getFloat32(4, true) };
}

function beep({ frequencyHz, seconds, level }: { frequencyHz: number; seconds: number; level: number }): Audio {
  const samples = new Float32Array(Math.round(seconds * sampleRateHz));
  const amplitude = Math.min(0.9, Math.max(0.05, level * 2)) / loudest;
  const fadeSamples = fadeSeconds * sampleRateHz;
  for (let i = 0; i < samples.length; i++) {
    const fade = Math.min(1, i / fadeSamples, (samples.length - i) / fadeSamples);
    const phase = (2 * Math.PI * frequencyHz * i) / sampleRateHz;
    let sound = 0;
    for (let overtone = 1; overtone <= overtones; overtone++) sound += Math.sin(overtone * phase) / overtone;
    samples[i] = amplitude * fade * sound;
  }
  return { samples, sampleRateHz };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** FNV-1a over UTF-16 units (Fowler, Noll, Vo 1991), 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
