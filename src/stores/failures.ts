import { AsyncLocalStorage } from 'node:async_hooks';
import { Refusal } from '../errors.ts';

/** Failures: what Keyv reports as an event, brought back to the operation that failed, as a Refusal. */
export type FailureKind = 'failed' | 'full' | 'read-only' | 'corrupt' | 'unavailable';

export interface StoreSite {
  /** Row of the table: "voices". */
  readonly store: string;
  readonly place: string;
}

const sentences: Readonly<Record<FailureKind, string>> = {
  failed: 'does not work. Look at the log of the database, then repeat',
  full: 'is full: nothing was stored. Make room on its disk or raise its limit, then repeat',
  'read-only': 'cannot be written: this user may not write there, or it is read-only. Change the permissions, then repeat',
  corrupt: 'holds data that cannot be read. Nothing was repaired or reset. Keep a copy of it and restore a backup',
  unavailable: 'does not answer. See that it runs and can be reached, then repeat; the last change may have been made or not',
};

export function storageRefusal(kind: FailureKind, { store, place }: StoreSite, cause?: Error): Refusal {
  return new Refusal(`storage-${kind}`, `The storage "${store}" in ${place} ${sentences[kind]}.`, {
    values: { store, place },
    cause,
  });
}

/** What a log may show of a database's error: its code, and its words unless they could quote a value. */
export function plainCause(error: unknown): Error {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (error instanceof SyntaxError) return new Error('an entry is not valid JSON');
  return new Error(`${code === undefined ? '' : `${code}: `}${message}`);
}

/** Keyv emits errors instead of throwing them. The async context tells which operation an error belongs to. */
const underWay = new AsyncLocalStorage<{ error?: unknown }>();

/** Listener for 'error' events; those of no operation, such as a lost connection, show at the next operation. */
export function noteFailure(error: unknown): void {
  const operation = underWay.getStore();
  if (operation) operation.error ??= error;
}

/** Rejects with the error that the operation emitted or threw. */
export async function failing<Result>(operation: () => Promise<Result>): Promise<Result> {
  const noted: { error?: unknown } = {};
  const result = await underWay.run(noted, operation);
  if (noted.error !== undefined) throw noted.error;
  return result;
}
