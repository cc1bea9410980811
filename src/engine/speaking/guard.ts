import type { Audio } from '../../audio/audio.ts';
import { Refusal } from '../../errors.ts';
import { createDeadline, orAborted } from '../deadline.ts';
import type { Engine, SpeakOptions } from '../engine.ts';
import { type Fault, type FaultId, watchPiece } from './rules.ts';

/**
 * Guard: one piece of speech from an engine that may fail: go on for ever, fall silent, get stuck, give what is no sound, throw, hang. As
 * long as nothing of the piece was handed out it is made anew with another seed; after that it is cut off where it went wrong.
 */
export interface GuardOptions {
  /** So much sound is held back before the first of it is handed out; Infinity: the whole piece. 0 for engines that always say the same. */
  readonly holdSeconds: number;
  readonly attempts: number;
  /** An engine that makes no sound for so long is given up. */
  readonly stallSeconds: number;
}

export const guardDefaults = { liveHoldSeconds: 0.5, attempts: 3, stallSeconds: 20 } as const;

/** What an engine got wrong. */
export interface GuardNote {
  /** Which piece of the text, from 0. */
  readonly piece: number;
  readonly fault: FaultId | 'threw' | 'stalled';
  /** made-anew: nobody hears of it. cut-off: the piece ends early. */
  readonly outcome: 'made-anew' | 'cut-off';
}

export interface GuardRequest {
  readonly engine: Pick<Engine, 'sampled' | 'sampleRateHz'>;
  readonly text: string;
  readonly speech: SpeakOptions;
  readonly speak: (speech: SpeakOptions, signal: AbortSignal) => AsyncIterable<Audio>;
  readonly onNote: (fault: GuardNote['fault'], outcome: GuardNote['outcome']) => void;
}

/** Between the seeds of two attempts; not small, because the pieces of a text have neighbouring seeds. */
const SEED_STEP = 100_003;
const MOST_EMPTY_CHUNKS = 1_000;

/** How an attempt ended. */
type Ending =
  | { readonly kind: 'good' }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'failed'; readonly fault: 'threw' | 'stalled'; readonly error: unknown };

/** Throws a Refusal of the engine, the signal's reason, or, with no attempt left, what the engine threw. */
export async function* guardPiece(request: GuardRequest, options: GuardOptions, signal: AbortSignal): AsyncGenerator<Audio> {
  let best: readonly Audio[] = [];
  for (let attempt = 0; ; attempt++) {
    const held = createHold(options.holdSeconds * request.engine.sampleRateHz);
    const ending = yield* tryOnce(request, { attempt, held, options }, signal);
    if (ending.kind === 'good') {
      yield* held.rest();
      return;
    }
    const isLast = held.handedOut > 0 || attempt + 1 >= options.attempts;
    const fault = ending.kind === 'fault' ? ending.fault.id : ending.fault;
    request.onNote(fault, isLast ? 'cut-off' : 'made-anew');
    if (isLast && ending.kind === 'failed') throw ending.error;
    if (ending.kind === 'fault') {
      const kept = held.upTo(ending.fault.keepSamples);
      if (held.handedOut > 0 || lengthOf(kept) > lengthOf(best)) best = kept;
    }
    if (isLast) {
      yield* best;
      return;
    }
  }
}

async function* tryOnce(
  { engine, text, speech, speak }: GuardRequest,
  { attempt, held, options }: { attempt: number; held: Hold; options: GuardOptions },
  signal: AbortSignal,
): AsyncGenerator<Audio, Ending> {
  const { sampleRateHz, sampled = false } = engine;
  const watch = watchPiece({ text, rate: speech.rate ?? 1, sampleRateHz }, sampled);
  const stop = new AbortController();
  using deadline = createDeadline(signal, options.stallSeconds, () => stalled(options.stallSeconds));
  const seed = ((speech.seed ?? 0) + attempt * SEED_STEP) % Number.MAX_SAFE_INTEGER;
  let source: AsyncIterator<Audio> | undefined;
  let emptyChunks = 0;
  try {
    source = speak({ ...speech, seed }, AbortSignal.any([signal, stop.signal]))[Symbol.asyncIterator]();
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await orAborted(source.next(), deadline.signal);
      const fault = done ? watch.finish() : watch.push(value.samples);
      if (!done) held.add(value);
      if (fault) return { kind: 'fault', fault };
      if (done) {
        source = undefined;
        return { kind: 'good' };
      }
      // Its deadline goes on: a chunk without sound is no sign of life. Counted as well, since a timer needs a turn of its own.
      if (value.samples.length === 0 && ++emptyChunks <= MOST_EMPTY_CHUNKS) continue;
      if (value.samples.length === 0) throw stalled(options.stallSeconds);
      emptyChunks = 0;
      deadline.pause();
      yield* held.ready();
      deadline.restart();
    }
  } catch (error) {
    signal.throwIfAborted();
    const isStalled = error instanceof Refusal && error.code === 'engine-stalled';
    if (error instanceof Refusal && !isStalled) throw error;
    return { kind: 'failed', fault: isStalled ? 'stalled' : 'threw', error };
  } finally {
    stop.abort();
    // Not waited for: an engine that hangs would never answer.
    void Promise.resolve(source?.return?.()).catch(() => {});
  }
}

/** Sound on its way out, in order. */
interface Hold {
  /** Samples that are out. */
  readonly handedOut: number;
  add(chunk: Audio): void;
  /** What may go: everything but the newest part that is held back. */
  ready(): Generator<Audio>;
  rest(): Generator<Audio>;
  /** What is held of the first `samples` of the piece. */
  upTo(samples: number): Audio[];
}

function createHold(holdSamples: number): Hold {
  const chunks: Audio[] = [];
  let held = 0;
  let handedOut = 0;
  function* release(leaveSamples: number): Generator<Audio> {
    while (chunks.length > 0 && held - chunks[0]!.samples.length >= leaveSamples) {
      const chunk = chunks.shift()!;
      held -= chunk.samples.length;
      handedOut += chunk.samples.length;
      if (chunk.samples.length > 0) yield chunk;
    }
  }
  return {
    get handedOut() {
      return handedOut;
    },
    add(chunk) {
      chunks.push(chunk);
      held += chunk.samples.length;
    },
    ready: () => release(holdSamples),
    rest: () => release(0),
    upTo(samples) {
      let left = samples - handedOut;
      const kept: Audio[] = [];
      for (const { samples: all, sampleRateHz } of chunks) {
        if (left > 0) kept.push({ samples: all.subarray(0, left), sampleRateHz });
        left -= all.length;
      }
      return kept;
    },
  };
}

function lengthOf(chunks: readonly Audio[]): number {
  return chunks.reduce((sum, { samples }) => sum + samples.length, 0);
}

function stalled(seconds: number): Refusal {
  return new Refusal('engine-stalled', `The engine made no sound for ${seconds} s. Try again, or with a shorter text.`, {
    values: { seconds },
  });
}
