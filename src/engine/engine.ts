import type { Audio } from '../audio/audio.ts';
import type { QualityReport } from '../audio/quality/report.ts';

/**
 * Engine: turns a person's reference recordings into a voice print, and text plus print into speech.
 * A backend knows nothing of chats, files or consent. It runs in the engine process and may block its thread for up to about
 * 50 ms at a time between looks at its AbortSignal. Every backend passes test/engine/engine-conformance.ts.
 */
export interface Engine {
  /** Row name in engine/index.ts, e.g. "mynah". */
  readonly id: string;
  /** Rate of every chunk that `speak` yields. */
  readonly sampleRateHz: number;
  /** BCP 47 tags that it can read aloud; a bare language ("en") covers its regions. */
  readonly languages: readonly string[];
  /** What it does with the words of a reference. */
  readonly transcript: 'required' | 'optional' | 'unused';

  /** Analyses a person's recordings once. Refuses what it cannot use. */
  enroll(references: readonly Reference[], signal: AbortSignal): Promise<VoicePrint>;

  /**
   * Draws its speech at random, as neural engines do: another seed is another reading, and some go wrong. Such an engine is listened to
   * before anybody else hears it (speaking/guard.ts). Left out: it says the same each time.
   */
  readonly sampled?: boolean;

  /**
   * Yields speech as it is made, in order and without gaps, silence after the last word left out; stops at the next chunk after `signal`
   * aborts. A Studio gives it one piece of a text at a time, written out in words; it must also manage a long text as it stands.
   */
  speak(text: string, print: VoicePrint, options: SpeakOptions, signal: AbortSignal): AsyncIterable<Audio>;

  /** Invents a voice of nobody; absent where a backend cannot. */
  design?(traits: VoiceTraits, signal: AbortSignal): Promise<VoicePrint>;

  /** Lets go of what it has loaded; absent where there is nothing to let go of. */
  close?(): Promise<void>;
}

export interface Reference {
  readonly audio: Audio;
  /** The words as spoken; left out when nobody wrote them down. */
  readonly transcript?: string;
  /** BCP 47. */
  readonly language: string;
  /** What was measured of the audio, where somebody has done so already. */
  readonly quality?: QualityReport;
}

/** All that an engine keeps of a voice. Stored through engine/print.ts; the data is the backend's own, versioned by `format`. */
export interface VoicePrint {
  /** The engine that made it; no other can read it. */
  readonly engine: string;
  /** Version of the layout of `data`. */
  readonly format: number;
  /** BCP 47 language of the references. */
  readonly language: string;
  readonly data: Uint8Array;
}

export interface SpeakOptions {
  /** Same seed, text and print give the same speech, as far as the backend's sources allow. Default 0. */
  readonly seed?: number;
  /** Speaking rate against the person's own, 0.5 to 2. Default 1. */
  readonly rate?: number;
  /** BCP 47, of the text. Left out: that of the print. */
  readonly language?: string;
}

export interface VoiceTraits {
  readonly gender: 'female' | 'male';
  /** 1 very low to 5 very high. */
  readonly pitch: 1 | 2 | 3 | 4 | 5;
  /** 1 very slow to 5 very fast. */
  readonly speed: 1 | 2 | 3 | 4 | 5;
}
