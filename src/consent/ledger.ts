import type { LedgerEvent, NewEvent, Token } from './events.ts';
import type { Form, VoiceId } from './identity.ts';

/**
 * Ledger: the durable record of consent. Append-only, hash-chained, with optimistic concurrency; beside it, changed in the same
 * transactions, the wrapped keys of the voices and the names behind the tokens, which can be destroyed.
 * Implementations: sqlite (one process), postgres (several); both pass test/consent/ledger-conformance.ts.
 * Refuses with 'ledger-conflict', 'ledger-unavailable', 'ledger-full', 'ledger-read-only', 'ledger-corrupt', 'ledger-newer', 'ledger-in-use'.
 */
export interface Ledger {
  /**
   * Appends all or nothing; durable when it resolves. `expectedVersion` is that of the stream before (0: new); another one refuses with
   * 'ledger-conflict' and changes nothing.
   */
  append(
    stream: string,
    expectedVersion: number,
    events: readonly NewEvent[],
    changes?: Changes,
  ): Promise<readonly LedgerEvent[]>;
  read(stream: string): AsyncIterable<LedgerEvent>;
  readAll(afterPosition?: number): AsyncIterable<LedgerEvent>;
  /** Every event that became durable after the call, from this process or another one, in the order of positions. Returns the way to stop. */
  follow(listener: (event: LedgerEvent) => void): () => void;

  key(voiceId: VoiceId): Promise<Uint8Array | undefined>;
  /** Voices whose key exists. */
  keyHolders(): Promise<readonly VoiceId[]>;

  /** The token of each name, made on first sight. The only way from "discord:123" to what events hold. */
  tokens(names: readonly string[]): Promise<ReadonlyMap<string, Token>>;
  /** All names that are not forgotten. */
  names(): AsyncIterable<readonly [name: string, token: Token]>;

  readonly uses: UseLog;
  /** Walks the whole chain; throws nothing for a broken one, but says where. */
  verify(signal: AbortSignal): Promise<ChainReport>;
  close(): Promise<void>;
}

/** What happens together with events, or not at all. */
export interface Changes {
  readonly putKeys?: readonly { readonly voiceId: VoiceId; readonly wrapped: Uint8Array }[];
  /** Overwritten, not only unlinked, as far as the database can. */
  readonly destroyKeys?: readonly VoiceId[];
  readonly forgetNames?: readonly string[];
}

/** The log of what was spoken: kept 90 days, not part of the chain. */
export interface UseLog {
  record(use: Use): Promise<void>;
  /** Newest first. */
  list(voiceId: VoiceId, options: { readonly limit: number; readonly beforeMs?: number }): Promise<readonly Use[]>;
  find(generationId: string): Promise<Use | undefined>;
  /** All whose audio carries this mark, newest first: speech that was asked for again is made once. */
  marked(mark: string): Promise<readonly Use[]>;
  /** By the hash of a file as it was handed out. */
  findByAudio(audioHash: string): Promise<Use | undefined>;
  /** Deletes what is older; how many. */
  prune(beforeMs: number): Promise<number>;
  erase(voiceId: VoiceId): Promise<number>;
}

export interface Use {
  /** 8 hex digits. */
  readonly generationId: string;
  /** What watermark and tags say where the audio was made for an earlier use: the generation of that. Left out: its own. */
  readonly mark?: string;
  /** What spoke. */
  readonly engine?: string;
  readonly voiceId: VoiceId;
  readonly requester: Token;
  readonly place: Token;
  readonly form: Form;
  readonly atMs: number;
  /** HMAC-SHA-256 under the instance's key, hex. */
  readonly textHash: string;
  /** SHA-256 of the file that was handed out, hex; live speech has none. */
  readonly audioHash?: string;
}

export interface ChainReport {
  readonly events: number;
  /** Of the last event; what a receipt shows. */
  readonly head: string;
  readonly broken?: { readonly position: number; readonly what: string };
}
