import type { Database, Query } from './database.ts';

/**
 * Writer: commits what waits together as one transaction, so that one flush to disk serves many; each piece of work still succeeds or
 * fails by itself, all or nothing. Pieces run one after another, in the order in which they came.
 */
export interface Writer {
  /** Durable when it resolves. `work` must wait for nothing but its queries. */
  write<Result>(work: (query: Query) => Promise<Result>): Promise<Result>;
  /** Resolves when nothing is under way or waiting. */
  idle(): Promise<void>;
}

interface Piece {
  work(query: Query): Promise<unknown>;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** So that the first of many does not wait for all of them. */
const maxTogether = 256;

export function createWriter(database: Database): Writer {
  const waiting: Piece[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    await null; // lets everything that is asked for in this turn come along
    while (waiting.length > 0) await commit(database, waiting.splice(0, maxTogether));
    running = undefined;
  }

  return {
    write<Result>(work: (query: Query) => Promise<Result>) {
      return new Promise<Result>((resolve, reject) => {
        waiting.push({ work, resolve: value => resolve(value as Result), reject });
        running ??= run();
      });
    },
    idle: async () => running,
  };
}

/** Tells each piece its end; never rejects. */
async function commit(database: Database, pieces: readonly Piece[]): Promise<void> {
  try {
    const ends = await database.transaction(async query => {
      if (pieces.length === 1) return [await alone(pieces[0], query)];
      const ends: (() => void)[] = [];
      for (const piece of pieces) ends.push(await besideOthers(piece, query));
      return ends;
    });
    for (const end of ends) end();
  } catch (error) {
    for (const piece of pieces) piece.reject(error);
  }
}

async function alone(piece: Piece, query: Query): Promise<() => void> {
  const value = await piece.work(query);
  return () => piece.resolve(value);
}

/** A piece that fails leaves nothing behind, and the others as they are. */
async function besideOthers(piece: Piece, query: Query): Promise<() => void> {
  await query('SAVEPOINT piece');
  try {
    const value = await piece.work(query);
    await query('RELEASE SAVEPOINT piece');
    return () => piece.resolve(value);
  } catch (error) {
    await query('ROLLBACK TO SAVEPOINT piece'); // rejects when the whole transaction is lost, and with it all pieces
    await query('RELEASE SAVEPOINT piece');
    return () => piece.reject(error);
  }
}
