/** Method: one method of the Bot API. Returns the result, or throws an ApiError. */
import type { Parameters } from '../parameters.ts';
import type { World } from '../world/world.ts';

export interface MethodCall {
  readonly world: World;
  readonly parameters: Parameters;
  /** Aborts when the client goes away. */
  readonly gone: AbortSignal;
}

export type Method = (call: MethodCall) => unknown;

/** By name in lower case: the real server takes any case. */
export type Methods = Readonly<Record<string, Method>>;
