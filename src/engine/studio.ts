import type { QualityReport } from '../audio/quality/report.ts';
import type { Trace } from '../audio/trace.ts';
import type { Engine, SpeakOptions, VoicePrint } from './engine.ts';
import type { GuardNote } from './speaking/guard.ts';
import type { Judgement, SpokenChallenge } from './verifiers/verifier.ts';

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

  /** Whether the recording is this challenge, read aloud. Refuses what is not usable sound; a wrong reading is a verdict. */
  verify(recording: Recording, challenge: SpokenChallenge, signal: AbortSignal): Promise<Verdict>;

  /** Whether all of them could be one speaker. Refuses fewer than two ('recordings-too-few') and what is not usable sound. */
  compare(recordings: readonly Recording[], signal: AbortSignal): Promise<Likeness>;

  /** What a file says of where it comes from: marks in the sound, signed tags. Refuses what is not usable sound. */
  trace(recording: Pick<Recording, 'source' | 'name'>, signal: AbortSignal): Promise<Trace>;

  /** Speech as 20 ms Opus packets while it is still being made, now and then the progress, then one `end`. Marked, like everything that is said. */
  sayLive(text: string, print: VoicePrint, options: SayOptions, signal: AbortSignal): AsyncIterable<LiveEvent>;

  /** Now and then the progress, then whole speech as one file, levelled to -18 LUFS; take-end.ts waits for that. Ogg files are signed as well. */
  sayFile(
    text: string,
    print: VoicePrint,
    options: SayOptions & { format: SpeechFormat },
    signal: AbortSignal,
  ): AsyncIterable<FileEvent>;

  close(): Promise<void>;
}

export interface SayOptions extends SpeakOptions {
  /** What watermark and tags say: 8 hex digits. Left out: random ones. */
  readonly generationId?: string;
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
  /** What the print was made of: each recording, trimmed; Ogg/Opus, mono, 48 kHz. */
  readonly kept: readonly Uint8Array[];
}

export interface Verdict extends Judgement {
  /** Row or rows of verifiers/index.ts that judged: "embedded", "sherpa+embedded". */
  readonly verifier: string;
  /** One sentence for the person, where it was not accepted. */
  readonly advice?: string;
  /** Of the recording, as audio/fingerprint.ts describes it: to know it when it comes again. */
  readonly fingerprint: Uint8Array;
}

export interface Likeness {
  readonly alike: boolean;
  /** Of the two that are least alike; 1: the same. */
  readonly score: number;
  /** Alike from here on. */
  readonly threshold: number;
}

export type LiveEvent =
  | { readonly kind: 'packet'; readonly packet: Uint8Array }
  | ProgressEvent
  | ({ readonly kind: 'end' } & SpeechFacts);

export type FileEvent = ProgressEvent | ({ readonly kind: 'end' } & SpeechFile);

export interface ProgressEvent {
  readonly kind: 'progress';
  /** 0 to 1, never less than before. */
  readonly share: number;
}

export interface SpeechFacts {
  /** Of the speech that a listener hears: Opus pre-skip and end padding not counted. */
  readonly durationSeconds: number;
  /** 256 points, 0-255, loudest 255, as chat clients draw it. */
  readonly waveform: Uint8Array;
  /** What the engine got wrong and what was done about it; left out when nothing was. */
  readonly notes?: readonly GuardNote[];
}

export type SpeechFormat = 'ogg' | 'wav';

export interface SpeechFile extends SpeechFacts {
  readonly file: Uint8Array;
  readonly format: SpeechFormat;
  /** From the request to the first samples of the engine: what a live listener would wait, less the encoder. */
  readonly firstAudioSeconds: number;
}
