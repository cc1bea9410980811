import { type Telegram, TelegramError } from 'telegraf';
import { createDeadline } from './deadline.ts';
import { ApiFailure, brokenBy, isRefused, refusedBy } from './failure.ts';
import { type ApiSettings, type Parameters, type Upload, upload } from './upload.ts';

/**
 * Api: one call of the Bot API, once. Whatever goes wrong is an ApiFailure, or the reason of the signal. JSON goes through telegraf's client;
 * files through fetch, since telegraf's own uploads hang on Node 26, lose reply_parameters and cannot be ended.
 */
export interface Api {
  call<Result>(method: string, parameters: Parameters, options?: CallOptions): Promise<Result>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly deadlineSeconds?: number;
  readonly file?: Upload;
}

export const apiDefaults = { deadlineSeconds: 30, uploadSeconds: 120 } as const;

/** `onUnauthorized`: a call was refused because of the token; getMe tells whether that is true. */
export function createApi(telegram: Pick<Telegram, 'callApi'>, settings: ApiSettings, onUnauthorized = () => {}): Api {
  async function call<Result>(method: string, parameters: Parameters, options: CallOptions = {}): Promise<Result> {
    const { signal, file } = options;
    const seconds = options.deadlineSeconds ?? (file ? apiDefaults.uploadSeconds : apiDefaults.deadlineSeconds);
    const deadline = createDeadline(seconds * 1000, signal);
    try {
      if (file) return (await upload({ method, parameters, file }, settings, deadline.signal)) as Result;
      // The types of telegraf end with Bot API 7.1, and name no method by a variable.
      return (await telegram.callApi(method as 'getMe', parameters as never, { signal: deadline.signal as never })) as Result;
    } catch (error) {
      if (deadline.isOver) throw new ApiFailure(method, { kind: 'unsure', code: 'deadline' });
      signal?.throwIfAborted();
      const failure = failureOf(method, error);
      if (isRefused(failure, 401) && !ownWatch.has(method)) onUnauthorized();
      throw failure;
    } finally {
      deadline.clear();
    }
  }
  return { call };
}

/** Whoever calls them looks at the failure. */
const ownWatch = new Set(['getMe', 'getUpdates']);

function failureOf(method: string, error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  if (error instanceof TelegramError) return refusedBy(method, error.code, { ok: false, ...error.response });
  return brokenBy(method, error);
}
