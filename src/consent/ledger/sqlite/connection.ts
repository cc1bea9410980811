import { hostname } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Row, Value } from '../database.ts';
import type { Answer, Request, Start } from './protocol.ts';
import { sqliteError, unavailable } from './refusals.ts';

/** Connection: statements to SQLite in a thread of its own, answered in order. Each has a deadline: a disk that hangs is told, not waited for. */
export interface Connection {
  run(sql: string, values?: readonly Value[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

export interface ConnectionOptions extends Omit<Start, 'holder'> {
  readonly deadlineMs: number;
}

interface Waiting {
  readonly timer: NodeJS.Timeout;
  resolve(rows: readonly Row[]): void;
  reject(error: Error): void;
}

/** Of the thread, whose answers are handed over at once: a larger one would only make the process grow. */
const smallHeap = { maxYoungGenerationSizeMb: 4 } as const;

export async function connect({ deadlineMs, ...start }: ConnectionOptions): Promise<Connection> {
  const holder = `process ${process.pid} on ${hostname()}`;
  const thread = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: { ...start, holder } satisfies Start,
    resourceLimits: smallHeap,
  });
  const waiting: Waiting[] = [];
  let ended: Error | undefined;

  thread.on('message', (answer: Answer) => {
    const next = waiting.shift()!;
    clearTimeout(next.timer);
    if (waiting.length === 0) thread.unref(); // an idle ledger does not keep a process alive
    if ('rows' in answer) next.resolve(answer.rows);
    else next.reject(sqliteError(start.path, answer.failure));
  });
  const end = (error: Error) => {
    ended ??= error;
    for (const { timer, reject } of waiting.splice(0)) {
      clearTimeout(timer);
      reject(ended);
    }
  };
  thread.on('error', error => end(new Error("the ledger's thread broke", { cause: error })));
  thread.on('exit', () => end(unavailable(start.path, 'it is closed.')));

  function expect(): Promise<readonly Row[]> {
    return new Promise((resolve, reject) => {
      const late = () =>
        reject(unavailable(start.path, `its disk did not answer within ${deadlineMs / 1000} s. Look at the disk.`));
      waiting.push({ timer: setTimeout(late, deadlineMs), resolve, reject });
      thread.ref();
    });
  }

  async function ask(request: Request): Promise<readonly Row[]> {
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
    run: (sql, values = []) => ask({ sql, values }),
    async close() {
      if (ended) return;
      const exited = new Promise(resolve => thread.once('exit', resolve));
      await ask(undefined);
      thread.ref();
      await exited;
    },
  };
}
