import type { SpeakOptions, VoicePrint } from '../engine/engine.ts';
import type { FileEvent, LiveEvent, SpeechFormat } from '../engine/studio.ts';

/**
 * Speaker: what makes the speech of a job, in the engine process. Each stream tells its progress now and then and ends with exactly one
 * `end`, or throws; it stops soon after `signal` aborts. studio-speaker.ts fits a Studio to it.
 */
export interface Speaker {
  speakLive(text: string, print: VoicePrint, options: SpeakerOptions, signal: AbortSignal): AsyncIterable<LiveEvent>;
  speakFile(
    text: string,
    print: VoicePrint,
    options: SpeakerOptions & { readonly format: SpeechFormat },
    signal: AbortSignal,
  ): AsyncIterable<FileEvent>;
}

export interface SpeakerOptions extends SpeakOptions {
  /** BCP 47, of the text. */
  readonly language: string;
  /** What the speech is marked with. */
  readonly generationId: string;
}
