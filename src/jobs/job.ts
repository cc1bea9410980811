import type { Grant } from '../consent/gate.ts';
import { createPacketStream, type PacketStream } from './packet-stream.ts';
import type { Progress, SpeakJob, Spoken } from './queue.ts';
import { late, listenerLeft, unread } from './refusals.ts';

/**
 * Job: the life of one accepted request: queued, running, then done or failed, once. It fails by itself when its grant ends or nothing
 * happens for too long; whatever works for it sees `signal`.
 */
export interface Job extends JobFacts {
  /** Aborts with the reason when the job fails. */
  readonly signal: AbortSignal;
  readonly state: Progress['state'];
  readonly finished: Promise<Spoken>;
  /** Of a live job. */
  readonly stream: PacketStream | undefined;
  start(): void;
  /** How much of the work is done, 0 to 1. */
  report(share: number): void;
  succeed(spoken: Spoken): void;
  fail(reason: Error): void;
  /** Fails unless this is called again, or the job is over, within the deadline of its form. */
  expectWork(): void;
  /** Fails unless the listener reads within readerSeconds; each read begins the wait anew. */
  expectReader(): void;
  onProgress(listener: (progress: Progress) => void): () => void;
  readonly hasListeners: boolean;
  /** Tells listeners where position or percent are others than they know. */
  tell(): void;
}

export interface JobFacts {
  readonly id: string;
  readonly generationId: string;
  /** Its text is well-formed and speakable. */
  readonly request: SpeakJob;
  readonly grant: Grant;
  readonly acceptedAtMs: number;
}

export interface JobOptions {
  readonly deadlineSeconds: number;
  readonly readerSeconds: number;
  readonly windowPackets: number;
  progressOf(job: Job, percent: number): Progress;
  /** Called once, before anybody learns the outcome. */
  onOver(job: Job, failure: Error | undefined): void;
  onFault(what: string, error: unknown): void;
}

interface Listener {
  readonly listener: (progress: Progress) => void;
  known: string;
}

export function createJob(facts: JobFacts, options: JobOptions): Job {
  const { deadlineSeconds, readerSeconds } = options;
  const { revoked, form } = facts.grant;
  const stop = new AbortController();
  const outcome = Promise.withResolvers<Spoken>();
  outcome.promise.catch(() => {}); // nobody has to await it
  const listeners = new Set<Listener>();
  let state: Progress['state'] = 'queued';
  let failure: Error | undefined;
  let percent = 0;
  let timer: NodeJS.Timeout | undefined;
  let isReaderExpected = false;

  const job: Job = {
    ...facts,
    signal: stop.signal,
    get state() {
      return state;
    },
    finished: outcome.promise,
    stream: form === 'live' ? liveStream() : undefined,
    start() {
      state = 'running';
      job.tell();
    },
    report(share) {
      percent = Math.max(percent, Math.min(99, Math.floor(share * 100)));
      job.tell();
    },
    succeed(spoken) {
      if (isOver()) return;
      state = 'done';
      end();
      outcome.resolve(spoken);
    },
    fail(reason) {
      if (isOver()) return;
      state = 'failed';
      failure = reason;
      job.stream?.fail(reason);
      outcome.reject(reason);
      end();
    },
    expectWork() {
      isReaderExpected = false;
      arm(deadlineSeconds, () => job.fail(late(deadlineSeconds)));
    },
    expectReader() {
      isReaderExpected = true;
      arm(readerSeconds, () => job.fail(unread(readerSeconds)));
    },
    onProgress(listener) {
      const entry: Listener = { listener, known: '' };
      tellOne(entry, progress());
      if (!isOver()) listeners.add(entry);
      return () => listeners.delete(entry);
    },
    get hasListeners() {
      return listeners.size > 0;
    },
    tell() {
      if (listeners.size === 0) return;
      const current = progress();
      for (const entry of listeners) tellOne(entry, current);
    },
  };
  const follow = () => job.fail(revoked.reason);
  revoked.addEventListener('abort', follow);
  job.expectWork();
  return job;

  function liveStream(): PacketStream {
    return createPacketStream({
      windowPackets: options.windowPackets,
      onTake: () => isReaderExpected && job.expectReader(),
      onLeft: () => job.fail(listenerLeft()),
    });
  }

  function isOver(): boolean {
    return state === 'done' || state === 'failed';
  }

  function arm(seconds: number, give: () => void): void {
    clearTimeout(timer);
    timer = isOver() ? undefined : setTimeout(give, seconds * 1000);
  }

  function end(): void {
    clearTimeout(timer);
    revoked.removeEventListener('abort', follow);
    if (failure) stop.abort(failure);
    options.onOver(job, failure);
    job.tell();
    listeners.clear();
  }

  function progress(): Progress {
    if (state === 'failed') return { state, reason: failure! };
    return state === 'done' ? { state } : options.progressOf(job, percent);
  }

  /** A listener that throws is a bug of its own, and no reason to stop the work. */
  function tellOne(entry: Listener, current: Progress): void {
    const news = newsOf(current);
    if (news === entry.known) return;
    entry.known = news;
    try {
      entry.listener(current);
    } catch (error) {
      options.onFault('a progress listener', error);
    }
  }
}

/** What makes progress worth telling; an estimate alone does not. */
function newsOf(progress: Progress): string {
  if (progress.state === 'queued') return `queued ${progress.position}`;
  return progress.state === 'running' ? `running ${progress.percent}` : progress.state;
}
