/** Call runner: runs one call of a method, and keeps a record of it. */
import { ApiError, badRequest } from './api-error.ts';
import type { ApiCall } from './control.ts';
import type { Methods } from './methods/method.ts';
import { createParameters } from './parameters.ts';
import type { RequestBody } from './request-body.ts';
import type { World } from './world/world.ts';

export interface CallToRun {
  readonly name: string;
  readonly body: RequestBody;
  readonly contentType: string;
  readonly isWebhookReply?: boolean;
  readonly gone?: AbortSignal;
  readonly record?: CallRecord;
}

/** Resolves to the result, rejects with an ApiError. */
export type CallRunner = (call: CallToRun) => Promise<unknown>;

export interface CallRecord {
  /** Nobody can change what tests got of it. */
  received(body: RequestBody): void;
  ended(outcome: Pick<ApiCall, 'status' | 'description' | 'result'>): void;
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

export function recordCall(world: World, name: string, contentType: string, isWebhookReply = false): CallRecord {
  const call: Writable<ApiCall> = {
    method: name,
    parameters: {},
    files: {},
    contentType,
    startedMs: world.clock.now(),
    isWebhookReply,
  };
  world.calls.push(call);
  return {
    received({ parameters, files }) {
      call.parameters = Object.fromEntries(parameters);
      const kept = [...files].map(([field, { fileName, mimeType, bytes }]) => [
        field,
        { fileName, mimeType, bytes: bytes.length },
      ]);
      call.files = Object.fromEntries(kept);
    },
    ended(outcome) {
      Object.assign(call, outcome, { endedMs: world.clock.now() });
      world.changes.notify();
    },
  };
}

export function createCallRunner(worldOf: () => World, methods: Methods): CallRunner {
  return async ({ name, body, contentType, isWebhookReply = false, gone = new AbortController().signal, record }) => {
    const world = worldOf();
    const own = record ?? recordCall(world, name, contentType, isWebhookReply);
    if (!record) own.received(body);
    try {
      const method = methods[name.toLowerCase()];
      if (world.session.isLoggedOut) throw badRequest('logged out');
      if (!method) throw new ApiError(404, 'Not Found: method not found');
      const result = await method({ world, parameters: createParameters(body), gone });
      if (!record) own.ended({ status: 200, result });
      return result;
    } catch (error) {
      if (!record && error instanceof ApiError) own.ended({ status: error.code, description: error.message });
      throw error;
    }
  };
}
