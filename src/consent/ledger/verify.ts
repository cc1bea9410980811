import type { ChainReport } from '../ledger.ts';
import { flawOf, genesis, type Head, type Link } from './chain.ts';
import type { Query } from './database.ts';
import { pagesAfter } from './rows.ts';

/** Verify: walks the whole chain, and stops at the first link that does not fit. Throws only when the signal aborts or nothing can be read. */
export async function verifyChain(query: Query, signal: AbortSignal): Promise<ChainReport> {
  const versions = new Map<string, number>();
  let head: Head = genesis;
  for await (const page of pagesAfter(query, 0)) {
    signal.throwIfAborted();
    for (const link of page) {
      const what = flawOf(link, head) ?? flawOfVersion(link, versions.get(link.stream) ?? 0);
      if (what) return { events: head.position, head: head.hash, broken: { position: head.position + 1, what } };
      versions.set(link.stream, link.version);
      head = link;
    }
  }
  return { events: head.position, head: head.hash };
}

function flawOfVersion(link: Link, before: number): string | undefined {
  if (link.version === before + 1) return undefined;
  return `event ${link.position} is number ${link.version} of its stream, and should be number ${before + 1}`;
}
