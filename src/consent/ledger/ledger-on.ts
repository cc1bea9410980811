import { Refusal } from '../../errors.ts';
import type { Changes, Ledger, UseLog } from '../ledger.ts';
import { append } from './append.ts';
import type { Database } from './database.ts';
import { createFeed } from './feed.ts';
import { keyHolders, keyOf } from './keys.ts';
import { migrations } from './migrations/index.ts';
import { allNames, knownTokens, makeTokens } from './names.ts';
import { headOf, pagesAfter, provenEvents, streamEvents, toEvent } from './rows.ts';
import { migrate, requireKnown } from './schema.ts';
import { createUseLog } from './use-log.ts';
import { verifyChain } from './verify.ts';
import { createWriter } from './writer.ts';

export interface LedgerOnOptions {
  readonly now: () => number;
  readonly readOnly: boolean;
}

/**
 * The ledger, on any {@link Database}, which it owns from now on and closes. After 'ledger-unavailable' a change may have been
 * made or not: read the stream again; followers hear it if it was.
 */
export async function createLedgerOn(database: Database, { now, readOnly }: LedgerOnOptions): Promise<Ledger> {
  const isOld = readOnly && (await requireKnown(database.query)) < migrations.length;
  if (!readOnly) await migrate(database, now());

  const { query } = database;
  const writer = createWriter(database);
  const feed = createFeed({
    position: (await headOf(query)).position,
    async *readAfter(position) {
      for await (const page of pagesAfter(query, position)) yield page.map(toEvent);
    },
  });
  if (!readOnly) database.watch(() => void feed.wake());
  let closing: Promise<void> | undefined;

  const write: typeof writer.write = work => {
    if (closing) return Promise.reject(closed());
    return writer.write(work);
  };

  return {
    async append(stream, expectedVersion, events, changes = {}) {
      const appended = await write(async transaction => {
        const made = await append(transaction, { stream, expectedVersion, events, changes }, now());
        await database.announce(transaction);
        return made;
      });
      await feed.committed(appended); // first, so that what ends is silent at once
      if (destroys(changes)) await database.scrub();
      return appended;
    },
    read: stream => streamEvents(query, stream),
    readAll: (afterPosition = 0) => provenEvents(query, afterPosition),
    follow: feed.follow,

    key: voiceId => keyOf(query, voiceId),
    keyHolders: () => keyHolders(query),

    async tokens(names) {
      const distinct = [...new Set(names)];
      const known = await knownTokens(query, distinct);
      return known.size === distinct.length ? known : write(transaction => makeTokens(transaction, distinct));
    },
    names: () => allNames(query),

    uses: isOld ? olderUses() : createUseLog(query, { ...writer, write }),
    verify: signal => verifyChain(query, signal),
    close() {
      closing ??= writer.idle().then(() => {
        feed.close();
        return database.close();
      });
      return closing;
    },
  };
}

/** To look at only, and of an older version: its events are what they are now, the columns of its uses are not. */
function olderUses(): UseLog {
  const refuse = () =>
    Promise.reject(
      new Refusal(
        'ledger-older',
        'The ledger was made by an older Consonant, whose log of uses is read differently. Start the bot once: it brings the ledger up to date.',
      ),
    );
  return { record: refuse, list: refuse, find: refuse, marked: refuse, findByAudio: refuse, prune: refuse, erase: refuse };
}

function destroys({ destroyKeys = [], forgetNames = [] }: Changes): boolean {
  return destroyKeys.length + forgetNames.length > 0;
}

function closed(): Refusal {
  return new Refusal('ledger-unavailable', 'The ledger is closed because Consonant is stopping. Try again when it runs.');
}
