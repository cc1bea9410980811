import type { SQLInputValue } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

/** Connection: statements to SQLite in a thread of its own, answered in order. */
export interface Connection {
  query(sql: string, ...values: readonly SQLInputValue[]): Promise<unknown[]>;
  close(): Promise<void>;
}

export interface Start {
  readonly path: string;
  readonly pragmas: Readonly<Record<string, string | number>>;
}
/** undefined: close. */
export type Request = { readonly sql: string; readonly values: readonly SQLInputValue[] } | undefined;
export type Answer =
  | { readonly rows: unknown[] }
  | { readonly failure: { readonly resultCode: number; readonly message: string } };

/** `code` is SQLite's result code. */
export class SqliteError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** SQLITE_CANTOPEN: what a closed connection answers. */
const cannotOpen = 14;

/** Of the thread, whose answers are handed over at once: a larger one would only make the process grow. */
const smallHeap = { maxYoungGenerationSizeMb: 4 } as const;

export async function connect(start: Start): Promise<Connection> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: start, resourceLimits: smallHeap });
  const waiting: PromiseWithResolvers<unknown[]>[] = [];
  let ended: Error | undefined;

  thread.on('message', (answer: Answer) => {
    const next = waiting.shift()!;
    if (waiting.length === 0) thread.unref(); // idle stores do not keep a process alive
    if ('rows' in answer) next.resolve(answer.rows);
    else next.reject(new SqliteError(answer.failure.resultCode, answer.failure.message));
  });
  const end = (error: Error) => {
    ended ??= error;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  thread.on('error', end);
  thread.on('exit', () => end(new SqliteError(cannotOpen, 'the connection is closed')));

  function expect(): Promise<unknown[]> {
    const answer = Promise.withResolvers<unknown[]>();
    waiting.push(answer);
    thread.ref();
    return answer.promise;
  }

  async function ask(request: Request): Promise<unknown[]> {
    if (ended) throw ended;
    const answer = expect();
    thread.postMessage(request);
    return answer;
  }

  try {
    await expect(); // the thread says that the database is open, or why not
  } catch (error) {
    await thread.terminate();
    throw error;
  }
  return {
    query: (sql, ...values) => ask({ sql, values }),
    async close() {
      if (ended) return;
      const exited = new Promise(resolve => thread.once('exit', resolve));
      await ask(undefined);
      thread.ref();
      await exited;
    },
  };
}
