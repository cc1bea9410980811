import type { Engine } from './engine.ts';
import type { Failure } from './failure.ts';
import type { Studio } from './studio.ts';
import type { StudioSettings } from './studio-settings.ts';

/**
 * What the two processes say to each other. Messages are structured clones (typed arrays travel as they are).
 * A call ends with exactly one of result, end or failure, also after an abort: that message is the proof that it has stopped.
 * A stream sends `windowChunks` chunks, and then one for each credit that the caller has given.
 */
export type ToChild =
  /** Before all others. Not in the arguments of the process, which other users of the machine can see. */
  | { readonly kind: 'begin'; readonly settings: StudioSettings }
  | ({ readonly kind: 'call'; readonly id: number } & AnyCall)
  | { readonly kind: 'credit'; readonly id: number; readonly chunks: number }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'close' };

export type ToParent =
  | { readonly kind: 'ready'; readonly description: Description }
  /** The process could not start; it exits. */
  | { readonly kind: 'unready'; readonly failure: Failure }
  | Answer;

export type Answer =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'chunk'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure };

export type Description = Pick<Engine, 'id' | 'sampleRateHz' | 'languages' | 'transcript' | 'sampled'> & {
  readonly designs: boolean;
};

export type StreamMethod = 'speak' | 'sayLive' | 'sayFile';
export type PromiseMethod = 'enroll' | 'design' | 'measure' | 'picture' | 'clone' | 'verify' | 'compare' | 'trace';
export type Method = StreamMethod | PromiseMethod;

/** Arguments without the last one, the AbortSignal, which travels as an `abort` message. */
export type Arguments<M extends Method> = Parameters<NonNullable<Studio[M]>> extends [...infer Rest, AbortSignal] ? Rest : never;

export type Result<M extends PromiseMethod> = Awaited<ReturnType<NonNullable<Studio[M]>>>;
export type Chunk<M extends StreamMethod> = ReturnType<Studio[M]> extends AsyncIterable<infer T> ? T : never;

export type AnyCall = { [M in Method]: { readonly method: M; readonly arguments: Arguments<M> } }[Method];

/** Chunks on the way or waiting at the caller. sayLive: 2 s of 20 ms packets, so that a late caller never starves a listener. */
export const windowChunks: Readonly<Record<StreamMethod, number>> = { speak: 8, sayLive: 100, sayFile: 8 };

export function isStream(method: Method): method is StreamMethod {
  return Object.hasOwn(windowChunks, method);
}
