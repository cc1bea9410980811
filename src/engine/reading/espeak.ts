import type { Audio } from '../../audio/audio.ts';
import { Refusal } from '../../errors.ts';
import { bareIpa, type Phone } from './phones.ts';

/**
 * The source reader: espeak-ng (GPL-3.0, WebAssembly) speaks a text and tells when each phone starts.
 * Loaded in the engine process only. Not bit-deterministic: two readings of one text differ by a few samples.
 */
export interface Reader {
  readonly sampleRateHz: number;
  /** Speaks `text` as it stands, without splitting; refuses a language that espeak-ng does not know. */
  read(text: string, language: string, style?: ReadingStyle): Reading;
}

/** How to read; anything left out comes from {@link readingDefaults}. */
export interface ReadingStyle {
  readonly wordsPerMinute?: number;
  /** Another larynx and throat: the name of an espeak-ng variant such as "f2"; one it does not have is ignored. */
  readonly variant?: string;
}

export const readingDefaults = { wordsPerMinute: 175, variant: '' } as const;

export interface Reading {
  readonly audio: Audio;
  /** In order, without gaps, from 0 to the end of the audio; pauses are phones with the name "". */
  readonly phones: readonly Phone[];
}

/** BCP 47 to espeak-ng where the two differ. The male default voice reads for everybody: other variants converted worse. */
const voiceOfLanguage: Readonly<Record<string, string>> = {
  en: 'en-us',
  'en-gb': 'en',
  pt: 'pt-br',
  'pt-pt': 'pt',
  no: 'nb',
  zh: 'cmn',
};

interface EspeakEvent {
  type: 'samplerate' | 'sentence' | 'word' | 'phoneme' | 'end';
  id: string | number | null;
  audio_position: number;
}

interface EspeakWorker {
  readonly samplerate: number;
  set_voice(name: string): number;
  set_rate(wordsPerMinute: number): void;
  set_pitch(percent: number): void;
  synthesize(text: string, onChunk: (audio: Int16Array | null, events: EspeakEvent[] | null) => number | boolean): void;
}

export async function createReader(): Promise<Reader> {
  const { default: load } = await import('@echogarden/espeak-ng-emscripten');
  const espeak = new (await load()).eSpeakNGWorker() as EspeakWorker;
  let selected = '';

  function selectVoice(language: string, { wordsPerMinute, variant }: Required<ReadingStyle>): void {
    const tag = language.toLowerCase();
    const wanted = voiceOfLanguage[tag] ?? tag;
    const selection = `${wanted}+${variant}@${wordsPerMinute}`;
    if (selection === selected) return;
    const base = wanted.split('-')[0]!;
    const named = (voice: string) => (variant === '' ? voice : `${voice}+${variant}`);
    if (espeak.set_voice(named(wanted)) !== 0 && espeak.set_voice(named(voiceOfLanguage[base] ?? base)) !== 0) {
      selected = '';
      throw new Refusal(
        'language-unknown',
        `The language "${language}" is not one that espeak-ng reads. Use a BCP 47 tag such as en, de, es, fr, it, pl, pt, ru or zh.`,
      );
    }
    espeak.set_rate(wordsPerMinute);
    espeak.set_pitch(50);
    selected = selection;
  }

  return {
    sampleRateHz: espeak.samplerate,
    read(text, language, style = {}) {
      selectVoice(language, { ...readingDefaults, ...style });
      const pieces: Int16Array[] = [];
      const events: EspeakEvent[] = [];
      espeak.synthesize(withoutPhonemeInput(text), (audio, chunkEvents) => {
        if (audio) pieces.push(audio);
        if (chunkEvents) events.push(...chunkEvents);
        return 0;
      });
      const audio = { samples: toFloat(pieces), sampleRateHz: espeak.samplerate };
      return { audio, phones: toPhones(events, audio.samples.length / audio.sampleRateHz) };
    },
  };
}

/** espeak-ng takes text inside [[ ]] for phoneme names; a person's text is never a command. */
function withoutPhonemeInput(text: string): string {
  return text.replace(/\[(?=\[)/g, '[ ');
}

function toFloat(pieces: readonly Int16Array[]): Float32Array {
  const samples = new Float32Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) for (const value of piece) samples[offset++] = value / 32768;
  return samples;
}

function toPhones(events: readonly EspeakEvent[], totalSeconds: number): Phone[] {
  const starts: { ipa: string; stressed: boolean; startsWord: boolean; startSeconds: number }[] = [];
  let startsWord = true;
  for (const event of events) {
    if (event.type === 'word') startsWord = true;
    if (event.type !== 'phoneme') continue;
    const name = String(event.id ?? '');
    const ipa = bareIpa(name);
    // A tone mark of Mandarin comes as an event of its own; it belongs to the vowel before it.
    if (ipa === '' && name !== '') continue;
    starts.push({ ipa, stressed: /[ˈˌ]/.test(name), startsWord, startSeconds: event.audio_position / 1000 });
    startsWord = false;
  }
  // The sound before the first event belongs to the first phone.
  if (starts[0]) starts[0].startSeconds = 0;
  const phones: Phone[] = [];
  starts.forEach((start, index) => {
    const endSeconds = starts[index + 1]?.startSeconds ?? totalSeconds;
    if (endSeconds > start.startSeconds) phones.push({ ...start, endSeconds });
  });
  return phones;
}
