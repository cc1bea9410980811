import type { Steps } from '../../../audio/steps.ts';
import type { Reader } from '../../reading/espeak.ts';
import { inTurns } from '../../turn.ts';
import { type Bank, buildBank } from './bank.ts';
import { bankPath, readBankFile, writeBankFile } from './bank-file.ts';
import { readerVoices, readTrack, type Track } from './readers.ts';

/** Library: what the readers read, kept: the bank of a list in memory and in a file, the statements of the last days in memory. */
export interface Library {
  bank(list: readonly string[], signal: AbortSignal): Promise<Bank>;
  /** One track of each reader. */
  statement(text: string, signal: AbortSignal): Promise<readonly Track[]>;
}

const mostBanks = 2;
const mostStatements = 4;

export function createLibrary(reader: Reader, cacheFolder: string | undefined): Library {
  const banks = createShelf<Bank>(mostBanks);
  const statements = createShelf<readonly Track[]>(mostStatements);
  return {
    bank: (list, signal) => banks(list.join(' '), signal, stop => openBank(reader, list, { cacheFolder, signal: stop })),
    statement: (text, signal) => statements(text, signal, stop => inTurns(readByAll(reader, text), stop)),
  };
}

async function openBank(
  reader: Reader,
  list: readonly string[],
  { cacheFolder, signal }: { cacheFolder: string | undefined; signal: AbortSignal },
): Promise<Bank> {
  const path = cacheFolder === undefined ? undefined : bankPath(cacheFolder, list);
  const kept = path && (await readBankFile(path, list));
  if (kept) return kept;
  const bank = await inTurns(buildBank(reader, list), signal);
  // A folder that cannot be written to costs time with the next start, nothing else.
  if (path) await writeBankFile(path, bank).catch(() => undefined);
  return bank;
}

function* readByAll(reader: Reader, text: string): Steps<readonly Track[]> {
  const tracks: Track[] = [];
  for (let voice = 0; voice < readerVoices.length; voice++) tracks.push(yield* readTrack(reader, text, voice));
  return tracks;
}

type Make<Value> = (signal: AbortSignal) => Promise<Value>;

/**
 * Keeps the last `most` values. Several may wait for one that is being made: who gives up leaves the others waiting, and when all have
 * given up, the making stops.
 */
function createShelf<Value>(most: number): (key: string, signal: AbortSignal, make: Make<Value>) => Promise<Value> {
  const entries = new Map<string, { value: Promise<Value>; stop: AbortController; waiting: number; done: boolean }>();
  return async (key, signal, make) => {
    let entry = entries.get(key);
    if (!entry) {
      const stop = new AbortController();
      const started = { value: make(stop.signal), stop, waiting: 0, done: false };
      started.value.then(
        () => {
          started.done = true;
        },
        () => {
          if (entries.get(key) === started) entries.delete(key);
        },
      );
      entry = started;
    }
    // Last used, last to go.
    entries.delete(key);
    entries.set(key, entry);
    for (const oldest of entries.keys()) {
      if (entries.size <= most) break;
      entries.delete(oldest);
    }
    entry.waiting++;
    try {
      return await unlessAborted(entry.value, signal);
    } finally {
      entry.waiting--;
      if (entry.waiting === 0 && !entry.done) {
        entries.delete(key);
        entry.stop.abort();
      }
    }
  };
}

async function unlessAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([value, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
