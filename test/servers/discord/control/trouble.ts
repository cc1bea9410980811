/** Trouble: what a test may do to the connection, and the records of what was done. */

export interface GatewayControl {
  /** Connections that identified or resumed. */
  readonly connections: readonly GatewayConnection[];
  /** IDENTIFYs and RESUMEs that were accepted, so far. */
  readonly identified: number;
  readonly resumed: number;
  /** Op 7. */
  askToReconnect(): void;
  /** Op 9. */
  invalidateSessions(options: { readonly canResume: boolean }): void;
  closeAll(code: number): void;
  /** Without a close frame, as when a cable is pulled; sessions can be resumed. */
  dropAll(): void;
  /** New connections are closed at once while it is false. */
  setAccepting(isAccepting: boolean): void;
}

export interface GatewayConnection {
  readonly botId: string;
  readonly shardId: number;
  readonly intents: number;
  readonly sessionId: string;
  /** Names of events that were dispatched on it. */
  readonly dispatched: readonly string[];
  readonly presence: unknown;
}

/** Which requests: all that fit. `route` with placeholders: "/channels/{channel.id}/messages". */
export interface RequestMatch {
  readonly method?: string;
  readonly route?: string;
}

export interface Faults {
  /** Answers the next `times` (default 1) matching requests with this status and does nothing. */
  fail(match: RequestMatch, fault: FailureFault): void;
  /** 429 for the next `times` matching requests. */
  limit(match: RequestMatch, fault: RateLimitFault): void;
  /** Closes the connection: before the request is carried out, or after it, without an answer. */
  drop(match: RequestMatch, fault?: { readonly when?: 'before' | 'after'; readonly times?: number }): void;
  /** Holds the matching requests until the returned function is called; those whose sender has gone by then are not carried out. */
  hold(match: RequestMatch): () => void;
  clear(): void;
  /** Other numbers for a route than the usual ones: "POST /channels/{channel.id}/messages". */
  setLimit(route: string, limit: RequestLimit): void;
}

export interface RequestLimit {
  readonly requests: number;
  readonly perMs: number;
}

export interface FailureFault {
  readonly status: number;
  /** Discord's error code. Default 0. */
  readonly code?: number;
  readonly message?: string;
  readonly times?: number;
}

export interface RateLimitFault {
  readonly retryAfterSeconds: number;
  readonly scope?: 'user' | 'global' | 'shared';
  readonly times?: number;
}

export interface MediaControl {
  /** Changes how the file of an attachment is served, from now on. */
  disturb(attachment: { readonly id: string }, fault: MediaFault): void;
  /** Attachments that were asked for, by id, in order. */
  readonly served: readonly string[];
}

export type MediaFault =
  | { readonly kind: 'gone' }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'status'; readonly status: number }
  /** Other bytes than the message told of. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'content-type'; readonly contentType: string }
  /** Announces all, ends after so many bytes. */
  | { readonly kind: 'truncated'; readonly afterBytes: number }
  /** Sends so many bytes, then nothing more, with the connection open. */
  | { readonly kind: 'stalled'; readonly afterBytes: number }
  /** Without a length, until the client hangs up. */
  | { readonly kind: 'endless' };

export interface RequestRecord {
  readonly method: string;
  /** With placeholders: "/channels/{channel.id}/messages". The path itself where no route fits. */
  readonly route: string;
  readonly path: string;
  /** JSON, or payload_json; undefined where there was none. */
  readonly body: unknown;
  readonly files: readonly {
    readonly field: string;
    readonly filename: string;
    readonly contentType: string;
    readonly sizeBytes: number;
  }[];
  readonly receivedAtMs: number;
  /** undefined: not answered yet, or dropped. */
  readonly status: number | undefined;
  /** Discord's error code, 0 where there is none. */
  readonly errorCode: number | undefined;
  readonly answeredAtMs: number | undefined;
}

export interface Violation {
  readonly where: 'rest' | 'gateway';
  /** "POST /channels/{channel.id}/messages", "op 2". */
  readonly what: string;
  /** Discord's error code or close code. */
  readonly code: number;
  readonly message: string;
  readonly details?: unknown;
}
