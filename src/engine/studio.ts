import type { QualityReport } from '../audio/quality/report.ts';
import type { Engine, SpeakOptions, VoicePrint } from './engine.ts';

/**
 * Studio: everything that the rest of the program may ask of the engine process. Sound files go in, prints and finished Opus come
 * out; no PCM crosses to the caller (the plain `Engine` methods exist for tests and benchmarks).
 * Implementations: studio-local.ts (this process) and host.ts (a child process that runs the former).
 */
export interface Studio extends Engine {
  /** Decodes and measures one recording as a chat delivered it. Refuses what is not usable sound, never for poor quality. */
  measure(recording: Recording, signal: AbortSignal): Promise<Measurement>;

  /** The picture of a measurement, PNG. */
  picture(recording: Recording, signal: AbortSignal): Promise<Uint8Array>;

  /** Decodes, measures, trims and enrols; refuses recordings below the quality floor. */
  clone(recordings: readonly Recording[], signal: AbortSignal): Promise<Clone>;

  /** Speech as 20 ms Opus packets while it is still being made, then one `end`. */
  sayLive(text: string, print: VoicePrint, options: SpeakOptions, signal: AbortSignal): AsyncIterable<LiveEvent>;

  /** Whole speech as one file, levelled to -18 LUFS. */
  sayFile(
    text: string,
    print: VoicePrint,
    options: SpeakOptions & { format: SpeechFormat },
    signal: AbortSignal,
  ): Promise<SpeechFile>;

  close(): Promise<void>;
}

export interface Recording {
  /** Path of a file, or its bytes. */
  readonly source: string | Uint8Array;
  /** What to call it in messages: "reference.ogg". */
  readonly name: string;
  readonly transcript?: string;
  readonly language: string;
}

export interface Measurement extends QualityReport {
  /** Sentences on what was done to the sound before: "only the first channel was used". */
  readonly notes: readonly string[];
}

export interface Clone {
  readonly print: VoicePrint;
  /** One per recording, in order. */
  readonly reports: readonly Measurement[];
}

export type LiveEvent = { readonly kind: 'packet'; readonly packet: Uint8Array } | ({ readonly kind: 'end' } & SpeechFacts);

export interface SpeechFacts {
  /** Of the speech that a listener hears: Opus pre-skip and end padding not counted. */
  readonly durationSeconds: number;
  /** 256 points, 0-255, loudest 255, as chat clients draw it. */
  readonly waveform: Uint8Array;
}

export type SpeechFormat = 'ogg' | 'wav';

export interface SpeechFile extends SpeechFacts {
  readonly file: Uint8Array;
  readonly format: SpeechFormat;
  /** From the request to the first samples of the engine: what a live listener would wait, less the encoder. */
  readonly firstAudioSeconds: number;
}
