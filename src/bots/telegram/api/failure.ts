/**
 * ApiFailure: a call of the Bot API that brought no result. Its message names the method and the status, never what was sent, what Telegram
 * answered or where to: that is where tokens and texts are.
 */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly method: string;
  /**
   * refused: Telegram answered, and did not do it. unsent: nothing reached Telegram. unsure: the connection broke or a server in between
   * answered, so it may have been done.
   */
  readonly kind: 'refused' | 'unsent' | 'unsure';
  /** For the log: "telegram-403", "telegram-ECONNRESET". */
  readonly code: string;
  /** Of a refusal, as the Bot API counts: 400, 403, 429 ... */
  readonly status: number;
  /** Of a refusal, in lower case; to be looked at, not to be shown. */
  readonly description: string;
  readonly retryAfterSeconds: number | undefined;
  readonly migratedTo: number | undefined;

  constructor(method: string, facts: FailureFacts) {
    const { kind, status = 0, description = '', code = String(status), retryAfterSeconds, migratedTo } = facts;
    super(`${method}: ${kind}, ${code}`);
    this.method = method;
    this.kind = kind;
    this.code = `telegram-${code}`;
    this.status = status;
    this.description = description.toLowerCase();
    this.retryAfterSeconds = retryAfterSeconds;
    this.migratedTo = migratedTo;
  }
}

export interface FailureFacts {
  readonly kind: ApiFailure['kind'];
  readonly status?: number;
  readonly description?: string;
  readonly code?: string;
  readonly retryAfterSeconds?: number;
  readonly migratedTo?: number;
}

/** The body of an answer that is not ok, https://core.telegram.org/bots/api#making-requests; anything else is from a server in between. */
export function refusedBy(method: string, status: number, body: unknown): ApiFailure {
  const { ok, error_code, description, parameters } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const code = typeof error_code === 'number' ? error_code : status;
  if (ok !== false || code >= 500) return new ApiFailure(method, { kind: 'unsure', status: code });
  const { retry_after, migrate_to_chat_id } = (parameters ?? {}) as Readonly<Record<string, unknown>>;
  return new ApiFailure(method, {
    kind: 'refused',
    status: code,
    ...(typeof description === 'string' ? { description } : {}),
    ...(code === 429 ? { retryAfterSeconds: typeof retry_after === 'number' ? retry_after : 1 } : {}),
    ...(typeof migrate_to_chat_id === 'number' ? { migratedTo: migrate_to_chat_id } : {}),
  });
}

/** Errors of connecting: not a byte of the request has left. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** An error of the network, of either client: node-fetch has the code itself, fetch has it in the cause. Neither message is passed on. */
export function brokenBy(method: string, error: unknown): ApiFailure {
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: { readonly code?: unknown } };
  const found = [code, cause?.code].find(one => typeof one === 'string' && /^[A-Z_]{2,40}$/.test(one)) as string | undefined;
  return new ApiFailure(method, { kind: beforeSending.has(found ?? '') ? 'unsent' : 'unsure', code: found ?? 'broken' });
}

export function isRefused(error: unknown, ...statuses: readonly number[]): error is ApiFailure {
  return error instanceof ApiFailure && error.kind === 'refused' && statuses.includes(error.status);
}
