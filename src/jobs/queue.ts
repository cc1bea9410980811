import type { Grant } from '../consent/gate.ts';
import type { VoiceId } from '../consent/identity.ts';
import type { SpeechFacts, SpeechFile } from '../engine/studio.ts';

/**
 * Queue: when speech is made. Bounded and fair: places take turns, persons within a place take turns, live goes before notes before
 * files. A job never outlives its Grant, its deadline or its requester's patience. Passes test/jobs/queue-conformance.ts.
 */
export interface Queue {
  /**
   * Accepts or refuses at once: 'queue-full', 'queue-place-full', 'queue-person-full', 'rate-person', 'rate-voice', 'rate-place'
   * (with the seconds to wait), 'text-too-long' and what else engine/speech-limits.ts refuses, 'shutting-down', the reason of a grant
   * that has ended, and whatever the text policy refuses. Rechecks the grant when the work starts.
   * The grant is the queue's from here on, also after a refusal: it is released exactly once, when the job is over. One grant, one job.
   */
  submit(job: SpeakJob, grant: Grant): SpeakHandle;
  /** Cancels every waiting or running job that matches. How many. */
  cancel(which: (job: JobView) => boolean, reason: Error): number;
  /** What waits or runs. */
  view(): readonly JobView[];
  /** A voice that ended: its jobs fail, its cached speech is gone. For Consent.onRevoked; its grants abort as well, in either order. */
  forgetVoice(voiceId: VoiceId): void;
  /** Takes nothing new, finishes what runs and waits, at most `seconds`; the rest fails with 'shutting-down' and stays in the journal. */
  drain(seconds: number): Promise<void>;
  /** Everything fails with 'shutting-down' now and stays in the journal; resolves when all work has stopped. */
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
  /** 8 hex digits; in the log of uses, and in watermark and tags unless the audio was made for an earlier job. */
  readonly generationId: string;
  /**
   * Resolves when the job would survive a restart: its journal entry is durable (at once, for a job without an address). Promise a
   * person a reply after this. Rejects when it could not be written; the job goes on. Handled inside: need not be awaited.
   */
  readonly accepted: Promise<void>;
  /** Calls at once with the present state, then when position or percent change. Returns the way to stop. */
  onProgress(listener: (progress: Progress) => void): () => void;
  /**
   * 20 ms Opus packets, of a live job only; throws the reason when the job ends early, whatever is still buffered. May be read once;
   * who stops reading cancels the job, who does not read at all fails it with 'live-unread'.
   */
  readonly packets: AsyncIterable<Uint8Array>;
  /**
   * A note or a file when it is made; live speech when its last packet was read. Rejects with a Refusal for a person's reasons: the one of
   * the gate, 'job-deadline', 'job-cancelled', 'live-unread', 'shutting-down'. Handled inside: need not be awaited.
   */
  readonly finished: Promise<Spoken>;
  /** A note or a file has reached the chat: its journal entry goes. Call it after the delivery; other jobs leave the journal by themselves. */
  answered(): void;
  /** Safe at any time, also when it is over. */
  cancel(reason: Error): void;
}

export type Spoken =
  | ({ readonly form: 'live' } & SpeechFacts)
  | ({ readonly form: 'note' | 'file'; readonly cached: boolean } & SpeechFile);

/** `position`: how many are likely to start before it. `percent`: of the speech that is made, below 100 until it is done. */
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
  /** Syntheses at a time. */
  running: 2,
  /** Live speeches under way, also those whose engine rests because their listener has enough for now. */
  live: 20,
  waiting: 500,
  waitingPerPlace: 50,
  waitingPerPerson: 5,
  /** From acceptance to the result; of live speech to the first packet, and then from one packet of the engine to the next. */
  deadlineSeconds: { live: 60, note: 300, file: 900 },
  /** How long live speech waits for the next read. Long: it may stand behind other speech in a voice channel. */
  readerSeconds: 300,
  /** Live packets that are made ahead of their reader: 60 s, about half a megabyte. */
  windowPackets: 3_000,
  /** An engine that does not obey an abort loses its place after this. */
  graceSeconds: 15,
  /** How often positions are told. */
  progressMs: 200,
  /** Of finished notes and files, in memory. */
  cacheBytes: 64_000_000,
} as const;
