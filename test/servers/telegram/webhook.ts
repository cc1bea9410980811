/**
 * Webhook: posts updates to the bot's own server, in order per chat, several chats at a time, again and again until it answers with 2xx.
 * A method in the answer is called, its result lost. After tdlib/telegram-bot-api, WebhookActor.cpp.
 */
import type { Changes } from './changes.ts';
import type { Clock } from './control.ts';
import { type RequestBody, readJson } from './request-body.ts';
import type { UpdateQueue } from './update-queue.ts';
import type { Update } from './wire.ts';

export interface WebhookSettings {
  readonly url: string;
  readonly secretToken: string;
  readonly maxConnections: number;
}

export interface Webhook {
  /** undefined while there is none. */
  readonly settings: WebhookSettings | undefined;
  readonly lastError: { readonly message: string; readonly atMs: number } | undefined;
  /** Whether one has failed since this was last asked. */
  takeError(): boolean;
  set(settings: WebhookSettings): void;
  remove(): void;
}

export interface WebhookOptions {
  readonly clock: Clock;
  readonly updates: UpdateQueue;
  readonly changes: Changes;
  /** Calls the method that stands in an answer; what comes of it is lost. */
  readonly call: (method: string, body: RequestBody) => Promise<void>;
}

const MAX_RESEND_DELAY_SECONDS = 60;
const ANSWER_DEADLINE_MS = 30_000;

/** The real server calls none of these from an answer. */
const notInAnswers = /^(?:deletewebhook|setwebhook|close|logout|get.*)$/;

/** Failures of one line of updates: the first is tried again at once, then after 2, 4, 8 ... seconds. */
interface Line {
  failures: number;
  isBusy: boolean;
}

export function createWebhook({ clock, updates, changes, call }: WebhookOptions): Webhook {
  let current: { settings: WebhookSettings; stopped: AbortController; lines: Map<string, Line> } | undefined;
  let lastError: Webhook['lastError'];
  let hasNewError = false;

  /** In order of the updates: the first of a line makes it busy, so the others of that line wait. */
  const pump = () => {
    if (!current) return;
    const { lines, settings } = current;
    for (const update of updates.pending) {
      if ([...lines.values()].filter(({ isBusy }) => isBusy).length >= settings.maxConnections) return;
      const key = lineOf(update);
      const line = lines.get(key) ?? { failures: 0, isBusy: false };
      lines.set(key, line);
      if (!line.isBusy) void send(update, line);
    }
  };

  const send = async (update: Update, line: Line) => {
    const { settings, stopped } = current!;
    line.isBusy = true;
    try {
      const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(ANSWER_DEADLINE_MS)]);
      const { answer, failure, retryAfterSeconds } = await deliver(settings, update, signal);
      if (stopped.signal.aborted) return;
      line.isBusy = false;
      if (failure === undefined) {
        line.failures = 0;
        updates.confirm(update.update_id);
        if (answer !== undefined) await callFrom(answer);
        return;
      }
      lastError = { message: failure, atMs: clock.now() };
      hasNewError = line.failures > 0 || retryAfterSeconds !== 0;
      const delaySeconds =
        retryAfterSeconds || (line.failures === 0 ? 0 : Math.min(MAX_RESEND_DELAY_SECONDS, 2 ** line.failures));
      line.failures += 1;
      line.isBusy = delaySeconds > 0;
      if (delaySeconds > 0) {
        const cancel = clock.schedule(delaySeconds * 1000, () => {
          stopped.signal.removeEventListener('abort', cancel);
          line.isBusy = false;
          pump();
        });
        stopped.signal.addEventListener('abort', cancel);
      }
      changes.notify();
    } finally {
      if (!stopped.signal.aborted) pump();
    }
  };

  const callFrom = async (answer: string) => {
    const parameters = new Map<string, string>();
    try {
      readJson(answer, parameters);
    } catch {
      return; // An answer that is no call is only an answer.
    }
    const method = parameters.get('method');
    if (method === undefined || notInAnswers.test(method.toLowerCase())) return;
    parameters.delete('method');
    await call(method, { parameters, files: new Map() });
  };

  const webhook: Webhook = {
    get settings() {
      return current?.settings;
    },
    get lastError() {
      return lastError;
    },
    takeError() {
      const hadError = hasNewError;
      hasNewError = false;
      return hadError;
    },
    set(settings) {
      webhook.remove();
      current = { settings, stopped: new AbortController(), lines: new Map() };
      updates.onPush = pump;
      pump();
    },
    remove() {
      current?.stopped.abort();
      current = undefined;
      lastError = undefined;
      updates.onPush = undefined;
    },
  };
  return webhook;
}

/** Messages of a chat in order, presses of a person in order, but none of the one before any of the other. */
function lineOf(update: Update): string {
  const message = update.message ?? update.edited_message;
  if (message) return `chat ${message.chat.id}`;
  if (update.callback_query) return `person ${update.callback_query.from.id}`;
  return `members ${(update.my_chat_member ?? update.chat_member)?.chat.id}`;
}

interface Delivered {
  readonly answer?: string;
  readonly failure?: string;
  readonly retryAfterSeconds?: number;
}

async function deliver({ url, secretToken }: WebhookSettings, update: Update, signal: AbortSignal): Promise<Delivered> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(secretToken && { 'x-telegram-bot-api-secret-token': secretToken }) },
      body: JSON.stringify(update),
      redirect: 'manual',
      signal,
    });
    const answer = await response.text();
    if (response.ok) return { answer };
    const retryAfterSeconds = Number(response.headers.get('retry-after') ?? 0);
    return { failure: `Wrong response from the webhook: ${response.status} ${response.statusText}`, retryAfterSeconds };
  } catch {
    return { failure: 'Connection refused' };
  }
}
