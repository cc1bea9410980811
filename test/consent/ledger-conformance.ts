import { appendingConformance } from './ledger/appending.ts';
import { followingConformance } from './ledger/following.ts';
import type { LedgerUnderTest } from './ledger/place.ts';
import { provingConformance } from './ledger/proving.ts';
import { rememberingConformance } from './ledger/remembering.ts';

export type { LedgerPlace, LedgerUnderTest } from './ledger/place.ts';

/** What every ledger must do. One without tables of its own (not `durable`) is spared what is proven through SQL. */
export function ledgerConformance(subject: LedgerUnderTest): void {
  appendingConformance(subject);
  followingConformance(subject);
  rememberingConformance(subject);
  if (subject.durable) provingConformance(subject);
}
