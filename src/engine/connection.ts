import { unpackFailure } from './failure.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { type Answer, type AnyCall, isStream, type ToChild, windowChunks } from './protocol.ts';

/** Connection: the calls that are under way at one engine process. */
export interface Connection {
  /** Calls whose last answer has not come yet, aborted ones included. */
  readonly openCalls: number;
  open(call: AnyCall, signal: AbortSignal): OpenCall;
  receive(answer: Answer): void;
  /** The process is gone: every open call is answered with `error`, later ones too. */
  fail(error: Error): void;
}

/** One call. Dispose it: what has not ended is told to stop. */
export interface OpenCall extends Disposable {
  /** The next answer but a failure, which is thrown, like the signal's reason. */
  answer(): Promise<Exclude<Answer, { kind: 'failure' }>>;
  /** A chunk has been used up. */
  used(): void;
}

interface Options {
  readonly engine: string;
  readonly send: (message: ToChild) => void;
  /** How long a call may go on after it was told to stop. */
  readonly graceSeconds: number;
  /** Called when one goes on for longer. */
  readonly onStuck: () => void;
}

export function createConnection({ engine, send, graceSeconds, onStuck }: Options): Connection {
  const calls = new Map<number, Mailbox<Answer>>();
  const stopping = new Map<number, NodeJS.Timeout>();
  let nextId = 1;
  let gone: Error | undefined;

  function stop(id: number): void {
    calls.delete(id);
    if (gone) return;
    send({ kind: 'abort', id });
    stopping.set(id, setTimeout(onStuck, graceSeconds * 1000));
  }

  return {
    get openCalls() {
      return calls.size + stopping.size;
    },

    open(call, signal) {
      signal.throwIfAborted();
      if (gone) throw gone;
      const id = nextId++;
      const mailbox = createMailbox<Answer>();
      send({ kind: 'call', id, ...call });
      calls.set(id, mailbox);
      const cutOff = () => mailbox.fail(signal.reason);
      signal.addEventListener('abort', cutOff);
      const grantChunks = isStream(call.method) ? Math.ceil(windowChunks[call.method] / 2) : 0;
      let usedChunks = 0;
      return {
        async answer() {
          const answer = await mailbox.take();
          if (answer.kind === 'failure') throw unpackFailure(answer.failure, engine);
          return answer;
        },
        used() {
          if (++usedChunks < grantChunks) return;
          if (calls.has(id)) send({ kind: 'credit', id, chunks: usedChunks });
          usedChunks = 0;
        },
        [Symbol.dispose]() {
          signal.removeEventListener('abort', cutOff);
          if (calls.has(id)) stop(id);
        },
      };
    },

    receive(answer) {
      const mailbox = calls.get(answer.id);
      mailbox?.put(answer);
      if (answer.kind === 'chunk') return;
      calls.delete(answer.id);
      clearTimeout(stopping.get(answer.id));
      stopping.delete(answer.id);
    },

    fail(error) {
      gone = error;
      for (const mailbox of calls.values()) mailbox.fail(error);
      for (const timer of stopping.values()) clearTimeout(timer);
      calls.clear();
      stopping.clear();
    },
  };
}
