import { fileURLToPath } from 'node:url';
import { Refusal } from '../errors.ts';
import { type Child, type ChildOptions, startChild } from './child.ts';
import { createDeadline } from './deadline.ts';
import { defaultEngine } from './index.ts';
import type { Arguments, Chunk, Method, PromiseMethod, Result, StreamMethod } from './protocol.ts';
import type { Studio } from './studio.ts';
import type { StudioSettings } from './studio-settings.ts';
import { type Backoff, createSupervisor } from './supervisor.ts';

/** Host: a Studio that lives in a process of its own, replaced when it dies. Close it, or it keeps the program running. */
export interface EngineHost extends Studio {
  /** Of the process that runs now. */
  readonly pid: number | undefined;
  readonly restarts: number;
  /** Whether the process answers now. */
  readonly isReady: boolean;
  /** Calls that the process is busy with, also those that were aborted and have not stopped yet. */
  readonly openCalls: number;
}

export const hostDefaults = {
  engine: defaultEngine,
  processPath: fileURLToPath(new URL('./process.ts', import.meta.url)),
  computing: {},
  /** Models of gigabytes come from a slow disk, and a GPU is tried before they are loaded. */
  startSeconds: 120,
  /** A blocked process is killed so long after a deadline or an abort. */
  graceSeconds: 10,
  closeSeconds: 5,
  onLine: (_line: string) => {},
} as const satisfies Partial<ChildOptions> & { closeSeconds: number };

export const backoffDefaults: Backoff = { firstSeconds: 0.5, maximumSeconds: 30, stableSeconds: 60 };

/**
 * How long a caller waits for an answer; with a stream, for each next chunk (what the caller takes its time for is not counted). sayFile:
 * a chunk for each piece of the text, then the file, whose levelling and encoding is one wait.
 */
export const deadlineDefaults: Readonly<Record<Method, number>> = {
  enroll: 120,
  design: 60,
  measure: 60,
  picture: 60,
  clone: 180,
  speak: 60,
  sayLive: 60,
  sayFile: 120,
  /** The first recording may find the verifier unprepared for its words, which takes it longer than the recording itself. */
  verify: 180,
  compare: 60,
  trace: 120,
};

/**
 * Anything left out comes from {@link hostDefaults}, {@link backoffDefaults} and {@link deadlineDefaults}; `speechModels` from the
 * environment: CONSONANT_ASR_MODELS.
 */
export interface HostOptions extends Partial<Omit<ChildOptions, 'settings'>>, StudioSettings {
  readonly closeSeconds?: number;
  readonly backoff?: Partial<Backoff>;
  readonly deadlineSeconds?: Partial<Record<Method, number>>;
}

/** Resolves when the engine is ready. Rejects when its first start fails: nothing is left running then. */
export async function createEngineHost(options: HostOptions = {}): Promise<EngineHost> {
  const { verifier, cacheFolder, challengeWords, markingKeys, speechModels = process.env.CONSONANT_ASR_MODELS } = options;
  const studio = { verifier, cacheFolder, challengeWords, markingKeys, speechModels };
  const settings = { ...hostDefaults, ...options, settings: studio };
  const deadlineSeconds = { ...deadlineDefaults, ...options.deadlineSeconds };
  const supervisor = createSupervisor(settings.engine, () => startChild(settings), { ...backoffDefaults, ...options.backoff });
  const { designs, ...description } = await firstStart();

  async function firstStart() {
    try {
      return await supervisor.child.ready;
    } catch (error) {
      await supervisor.close(0);
      throw error;
    }
  }

  function deadlineFor(method: Method, signal: AbortSignal) {
    const seconds = deadlineSeconds[method];
    const lateness = () =>
      supervisor.isReady
        ? new Refusal(
            'engine-deadline',
            `The engine "${settings.engine}" did not answer "${method}" within ${seconds} s. Try again later, or with something shorter.`,
          )
        : new Refusal(
            'engine-restarting',
            `The engine "${settings.engine}" has stopped and did not come back within ${seconds} s. Try again later.`,
          );
    return createDeadline(signal, seconds, lateness);
  }

  function open(child: Child, method: Method, given: unknown, signal: AbortSignal) {
    return child.connection.open({ method, arguments: given } as Parameters<Child['connection']['open']>[0], signal);
  }

  async function request<M extends PromiseMethod>(method: M, given: Arguments<M>, signal: AbortSignal): Promise<Result<M>> {
    using deadline = deadlineFor(method, signal);
    const child = await supervisor.ready(deadline.signal);
    using call = open(child, method, given, deadline.signal);
    const answer = await call.answer();
    if (answer.kind !== 'result') throw new TypeError(`Expected the result of "${method}", got "${answer.kind}".`);
    return answer.value as Result<M>;
  }

  async function* stream<M extends StreamMethod>(method: M, given: Arguments<M>, signal: AbortSignal): AsyncGenerator<Chunk<M>> {
    using deadline = deadlineFor(method, signal);
    const child = await supervisor.ready(deadline.signal);
    using call = open(child, method, given, deadline.signal);
    for (;;) {
      deadline.restart();
      const answer = await call.answer();
      deadline.pause();
      if (answer.kind !== 'chunk') return;
      yield answer.value as Chunk<M>;
      call.used();
    }
  }

  return {
    ...description,
    get pid() {
      return supervisor.child.pid;
    },
    get restarts() {
      return supervisor.restarts;
    },
    get isReady() {
      return supervisor.isReady;
    },
    get openCalls() {
      return supervisor.child.connection.openCalls;
    },
    enroll: (references, signal) => request('enroll', [references], signal),
    measure: (recording, signal) => request('measure', [recording], signal),
    picture: (recording, signal) => request('picture', [recording], signal),
    clone: (recordings, signal) => request('clone', [recordings], signal),
    verify: (recording, challenge, signal) => request('verify', [recording, challenge], signal),
    compare: (recordings, signal) => request('compare', [recordings], signal),
    trace: (recording, signal) => request('trace', [recording], signal),
    speak: (text, print, speech, signal) => stream('speak', [text, print, speech], signal),
    sayLive: (text, print, speech, signal) => stream('sayLive', [text, print, speech], signal),
    sayFile: (text, print, speech, signal) => stream('sayFile', [text, print, speech], signal),
    ...(designs && {
      design: (traits, signal) => request('design', [traits], signal),
    }),
    close: () => supervisor.close(settings.closeSeconds),
  };
}
