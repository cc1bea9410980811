/** Call runner: keeps a record of every call, and runs its method. */
import { ApiError, badRequest } from './api-error.ts';
import type { ApiCall } from './control.ts';
import type { Methods } from './methods/method.ts';
import { createParameters } from './parameters.ts';
import type { RequestBody } from './request-body.ts';
import type { World } from './world/world.ts';

export interface CallToRun {
  readonly name: string;
  readonly body: RequestBody;
  /** Aborts when the client goes away. */
  readonly gone: AbortSignal;
}

/** Resolves to the result, rejects with an ApiError. */
export type CallRunner = (call: CallToRun) => Promise<unknown>;

export function createCallRunner(worldOf: () => World, methods: Methods): CallRunner {
  return async ({ name, body, gone }) => {
    const world = worldOf();
    if (world.session.isLoggedOut) throw badRequest('logged out');
    const method = methods[name.toLowerCase()];
    if (!method) throw new ApiError(404, 'Not Found: method not found');
    return await method({ world, parameters: createParameters(body), gone });
  };
}

export interface CallRecord {
  received(body: RequestBody): void;
  succeeded(result: unknown): void;
  /** An ApiError, or anything else for a connection that was cut. */
  failed(error: unknown): void;
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

export type CallOrigin = Pick<ApiCall, 'method' | 'contentType' | 'isWebhookReply'>;

export function recordCall(world: World, origin: CallOrigin): CallRecord {
  const call: Writable<ApiCall> = { ...origin, parameters: {}, files: {}, hasArrived: false, startedMs: world.clock.now() };
  world.calls.push(call);
  const end = (outcome: Pick<ApiCall, 'status' | 'description' | 'result'>) => {
    Object.assign(call, outcome, { endedMs: world.clock.now() });
    world.changes.notify();
  };
  return {
    received({ parameters, files }) {
      call.hasArrived = true;
      call.parameters = Object.fromEntries(parameters);
      const kept = [...files].map(([field, { fileName, mimeType, bytes }]) => [
        field,
        { fileName, mimeType, bytes: bytes.length },
      ]);
      call.files = Object.fromEntries(kept);
      world.floodWatch.asked(call.method, call.parameters.chat_id ?? '');
      for (const [name, value] of parameters) {
        if (value.includes(world.token)) world.violations.push(`the token of the bot stands in ${name} of ${call.method}`);
      }
      world.changes.notify();
    },
    succeeded: result => end({ status: 200, result }),
    failed(error) {
      if (!(error instanceof ApiError)) return end({ status: 0 });
      const seconds = error.parameters?.retry_after;
      if (seconds !== undefined) world.floodWatch.refused(call.method, call.parameters.chat_id ?? '', seconds);
      end({ status: error.code, description: error.message });
    },
  };
}
