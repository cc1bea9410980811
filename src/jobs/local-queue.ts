import { randomUUID } from 'node:crypto';
import type { Gate, Grant } from '../consent/gate.ts';
import { requireSpeakable, requireSpeakOptions } from '../engine/speech-limits.ts';
import { Refusal } from '../errors.ts';
import { createSpeechCache, type MadeSpeech } from './cache.ts';
import { createEstimates } from './estimates.ts';
import { createFairLine } from './fair-line.ts';
import { createFileWork } from './file-work.ts';
import { createGenerationIds } from './generation-ids.ts';
import { handleOf } from './handle.ts';
import { createHeadCount } from './head-count.ts';
import { createJob, type Job } from './job.ts';
import type { Journal } from './journal.ts';
import { createLiveWork } from './live-work.ts';
import { createOwedReplies } from './owed-replies.ts';
import { createPositions } from './positions.ts';
import { type Progress, type Queue, queueDefaults, type SpeakJob } from './queue.ts';
import { createRateLimits, type Rates } from './rate-limits.ts';
import { shuttingDown } from './refusals.ts';
import { createRunner, type RunnerPorts } from './runner.ts';
import { createSharedWork } from './shared-work.ts';
import { createSlots } from './slots.ts';
import { createTasks } from './tasks.ts';
import { within } from './within.ts';

type Limits = {
  readonly [Name in keyof typeof queueDefaults]: (typeof queueDefaults)[Name] extends number
    ? number
    : Readonly<Record<Grant['form'], number>>;
};

/** Limits left out come from {@link queueDefaults} and {@link rateDefaults}. */
export interface LocalQueueOptions extends RunnerPorts, Partial<Limits> {
  readonly gate: Pick<Gate, 'recheck' | 'release'>;
  readonly rates?: Partial<Rates>;
  /** Throws a Refusal for a text that no voice shall say here. */
  policy?(text: string, grant: Grant): void;
  /** Left out: a restart forgets what was accepted. */
  readonly journal?: Journal;
  /** What broke without being the failure of a job, for the log; `what` holds nothing of a person. */
  onFault(what: string, error: unknown): void;
  readonly now?: () => number;
}

/** The queue in this process: nothing of it survives but what the journal holds. */
export function createLocalQueue(options: LocalQueueOptions): Queue {
  const settings = { ...queueDefaults, now: Date.now, ...options };
  const { gate, now, onFault, graceSeconds } = settings;
  const deadlines = { ...queueDefaults.deadlineSeconds, ...options.deadlineSeconds };
  const line = createFairLine<Job>();
  const heads = createHeadCount(settings);
  const rates = createRateLimits(settings.rates ?? {}, now);
  const slots = createSlots(settings.running, startSoon);
  const estimates = createEstimates(settings.running);
  const tasks = createTasks();
  const owed = createOwedReplies(options.journal, tasks, onFault);
  const cache = createSpeechCache(settings.cacheBytes);
  const shared = createSharedWork<MadeSpeech>();
  const works = {
    live: createLiveWork(settings, { estimates, graceSeconds, now }),
    file: createFileWork(settings, { estimates, graceSeconds, now, cache, shared }),
  };
  const runner = createRunner(settings, works);
  const positions = createPositions(settings.progressMs, () => {
    for (const job of line.entries()) job.tell();
  });
  const nextGenerationId = createGenerationIds();
  const open = new Map<string, Job>();
  const taken = new WeakSet<Grant>();
  let liveOpen = 0;
  let isOpen = true;
  let isStarting = false;
  let whenIdle = () => {};

  /** Returns the text as it may be spoken; nothing is changed where this throws. */
  function admit(request: SpeakJob, grant: Grant): string {
    if (!isOpen) throw shuttingDown();
    grant.revoked.throwIfAborted();
    requireDeadline(request.deadlineSeconds ?? deadlines[grant.form]);
    requireSpeakOptions(request);
    const text = requireSpeakable(request.text);
    options.policy?.(text, grant);
    heads.requireRoom(grant);
    rates.spend(grant);
    return text;
  }

  function release(grant: Grant): void {
    try {
      gate.release(grant);
    } catch (error) {
      onFault('the release of a grant', error);
    }
  }

  function accept(request: SpeakJob, grant: Grant): Job {
    const facts = { id: randomUUID(), generationId: nextGenerationId(), request, grant, acceptedAtMs: now() };
    const job = createJob(facts, {
      deadlineSeconds: request.deadlineSeconds ?? deadlines[grant.form],
      readerSeconds: settings.readerSeconds,
      windowPackets: settings.windowPackets,
      progressOf,
      onOver,
      onFault,
    });
    open.set(job.id, job);
    line.add(job);
    heads.enter(grant);
    startSoon();
    return job;
  }

  function onOver(job: Job, failure: Error | undefined): void {
    open.delete(job.id);
    if (line.remove(job)) leftLine(job);
    else if (job.stream) {
      liveOpen--;
      startSoon();
    }
    owed.over(job, failure);
    release(job.grant);
    if (open.size === 0) whenIdle();
  }

  function leftLine(job: Job): void {
    heads.leave(job.grant);
    positions.changed();
  }

  function startSoon(): void {
    if (isStarting) return;
    isStarting = true;
    queueMicrotask(() => {
      isStarting = false;
      while (slots.isFree) {
        const job = line.take(form => form !== 'live' || liveOpen < settings.live);
        if (!job) return;
        leftLine(job);
        if (job.stream) liveOpen++;
        tasks.track(runner.run(job, slots.take()));
      }
    });
  }

  function progressOf(job: Job, percent: number): Progress {
    const workSeconds = estimates.workSeconds(job.grant.form, job.request.text.length);
    if (job.state === 'running') return { state: 'running', percent, estimateSeconds: workSeconds * (1 - percent / 100) };
    const position = Math.max(0, line.position(job));
    return { state: 'queued', position, estimateSeconds: estimates.waitSeconds(position, workSeconds) };
  }

  function failAll(which: (job: Job) => boolean, reason: Error): number {
    const found = [...open.values()].filter(which);
    for (const job of found) job.fail(reason);
    return found.length;
  }

  async function stop(): Promise<void> {
    isOpen = false;
    failAll(() => true, shuttingDown());
    await within(graceSeconds, tasks.settled());
    positions.close();
    cache.clear();
  }

  return {
    submit(request, grant) {
      if (taken.has(grant))
        throw new Error('A grant is for one job; its end would leave a second one unwatched. Ask the gate again.');
      taken.add(grant);
      let job: Job;
      try {
        job = accept({ ...request, text: admit(request, grant) }, grant);
      } catch (error) {
        release(grant);
        throw error;
      }
      const accepted = owed.accepted(job);
      return handleOf(job, accepted, () => owed.answered(job));
    },
    cancel: failAll,
    view: () => [...open.values()].map(({ id, grant, state, acceptedAtMs }) => ({ id, grant, state, acceptedAtMs })),
    forgetVoice(voiceId) {
      cache.forgetVoice(voiceId);
      const reason = new Refusal('consent-revoked', 'The owner of this voice has ended their consent. Choose another voice.');
      failAll(({ grant }) => grant.voiceId === voiceId, reason);
      shared.forgetVoice(voiceId, reason);
    },
    async drain(seconds) {
      isOpen = false;
      const { promise: idle, resolve } = Promise.withResolvers<void>();
      whenIdle = resolve;
      if (open.size > 0) await within(seconds, idle);
      await stop();
    },
    close: stop,
  };
}

/** Far below what a timer can hold; a longer one would fire at once. */
const longestDeadlineSeconds = 86_400;

function requireDeadline(seconds: number): void {
  if (seconds > 0 && seconds <= longestDeadlineSeconds) return;
  throw new RangeError(`A job has a deadline of ${seconds} s; give more than 0 and at most ${longestDeadlineSeconds}.`);
}
