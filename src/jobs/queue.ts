import type { Grant } from '../consent/gate.ts';
import type { SpeechFacts, SpeechFile } from '../engine/studio.ts';

/**
 * Queue: when speech is made. Bounded and fair: places take turns, persons within a place take turns, live goes before notes before
 * files. A job never outlives its Grant, its deadline or its requester's patience. Passes test/jobs/queue-conformance.ts.
 */
export interface Queue {
  /**
   * Accepts or refuses at once: 'queue-full', 'queue-place-full', 'queue-person-full', 'rate-person', 'rate-voice', 'rate-place'
   * (with the seconds to wait), 'text-too-long', 'shutting-down'. Rechecks the grant again when the work starts.
   */
  submit(job: SpeakJob, grant: Grant): SpeakHandle;
  /** Cancels what `who` may stop: every job that matches. How many. */
  cancel(which: (job: JobView) => boolean, reason: Error): number;
  view(): readonly JobView[];
  /** Takes nothing new, finishes what runs and waits, at most `seconds`; the rest stays in the journal. */
  drain(seconds: number): Promise<void>;
  close(): Promise<void>;
}

export interface SpeakJob {
  /** As it is to be spoken: markup and mentions are words already (src/text/). */
  readonly text: string;
  /** BCP 47, of the text. */
  readonly language: string;
  readonly rate?: number;
  readonly seed?: number;
  /** File format; notes and live speech are Opus. */
  readonly format?: 'ogg' | 'wav';
  /** Left out: {@link queueDefaults}.deadlineSeconds of the form. */
  readonly deadlineSeconds?: number;
  /** Where the reply goes, in the bot's own words; journalled so that a restart can still answer. */
  readonly address?: string;
}

export interface SpeakHandle {
  readonly id: string;
  /** 8 hex digits; in the use log, later in watermark and tags. */
  readonly generationId: string;
  /** Calls at once with the present state, then with each change. Returns the way to stop. */
  onProgress(listener: (progress: Progress) => void): () => void;
  /** 20 ms Opus packets, of a live job only; throws the reason when the job ends early. May be read once. */
  readonly packets: AsyncIterable<Uint8Array>;
  /** Rejects with a Refusal for a person's reasons: revoked, cancelled, deadline. Handled inside: need not be awaited. */
  readonly finished: Promise<Spoken>;
  /** Safe at any time, also when it is over. */
  cancel(reason: Error): void;
}

export type Spoken =
  | ({ readonly form: 'live' } & SpeechFacts)
  | ({ readonly form: 'note' | 'file'; readonly cached: boolean } & SpeechFile);

export type Progress =
  | { readonly state: 'queued'; readonly position: number; readonly estimateSeconds: number }
  | { readonly state: 'running'; readonly percent: number; readonly estimateSeconds: number }
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly reason: Error };

export interface JobView {
  readonly id: string;
  readonly grant: Grant;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  readonly acceptedAtMs: number;
}

export const queueDefaults = {
  running: 2,
  waiting: 500,
  waitingPerPlace: 50,
  waitingPerPerson: 5,
  deadlineSeconds: { live: 60, note: 300, file: 900 },
} as const;
