import type { Audio } from '../../src/audio/audio.ts';
import type { Reference } from '../../src/engine/engine.ts';
import { referenceSentences } from './corpus.ts';
import { throughOpus, withNoise } from './degrade.ts';
import { resample } from './resample.ts';
import { engineRateHz } from './systems.ts';
import { sayAll, type Utterance } from './voices.ts';

/** Conditions: under what circumstances the engine hears the reference. */
export interface Condition {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly withTranscript: boolean;
  /** Where listening to words adds something. */
  readonly withWords: boolean;
  readonly degrade?: (audio: Audio) => Audio;
}

const whole = { sentences: referenceSentences, withTranscript: true };

/** To add a condition: its row here, and its bar in bars.ts. */
export const conditions = {
  clean: { ...whole, title: '17-20 s, clean, with transcript', withWords: true },
  short: { ...whole, title: '5 s, clean, with transcript', sentences: referenceSentences.slice(0, 2), withWords: false },
  'no-transcript': { ...whole, title: '17-20 s, clean, no transcript', withTranscript: false, withWords: true },
  opus: { ...whole, title: '17-20 s through Opus 24 kbit/s', withWords: true, degrade: audio => throughOpus(audio, 24) },
  white: { ...whole, title: '17-20 s, white noise at 20 dB', withWords: false, degrade: audio => withNoise(audio, 'white', 20) },
  room: { ...whole, title: '17-20 s, room noise at 20 dB', withWords: false, degrade: audio => withNoise(audio, 'room', 20) },
} satisfies Record<string, Condition>;

export type ConditionName = keyof typeof conditions;

export async function referenceOf(voice: string, condition: Condition): Promise<{ truth: Utterance; reference: Reference }> {
  const truth = await sayAll(voice, condition.sentences);
  const heard = condition.degrade?.(truth.audio) ?? truth.audio;
  const transcript = condition.withTranscript ? condition.sentences.join(' ') : undefined;
  return { truth, reference: { audio: resample(heard, engineRateHz), transcript, language: 'en' } };
}
