import { parentPort, Worker } from 'node:worker_threads';
import { type Connection, createConnection } from './connection.ts';
import { createDeadline, orAborted } from './deadline.ts';
import type { Engine } from './engine.ts';
import { packFailure, unpackFailure } from './failure.ts';
import type { AnyCall, Description, PromiseMethod, Result, ToChild, ToParent } from './protocol.ts';
import { serve } from './serve.ts';
import type { Studio } from './studio.ts';

/**
 * Thread: an engine in a thread of its own, within the engine process, for engines whose library computes for long without returning: meanwhile the
 * process encodes what was spoken and hears aborts. Speaks the protocol of the process, with the same window of chunks.
 */
export interface EngineThread extends Engine {
  /** Lets what runs come to its end and unloads the engine. A thread is never cut off: the library would end the whole process. */
  close(): Promise<void>;
}

const GRACE_SECONDS = 10;
const CLOSE_SECONDS = 8;

/** `entry`: a module that calls {@link serveEngineThread}. Rejects as the start of the engine did. */
export async function createEngineThread(id: string, entry: URL): Promise<EngineThread> {
  const worker = new Worker(entry);
  const ready = Promise.withResolvers<Description>();
  const exited = Promise.withResolvers<void>();
  let closing = false;
  const connection: Connection = createConnection({
    engine: id,
    send: message => worker.postMessage(message),
    graceSeconds: GRACE_SECONDS,
    onStuck: () => crash(new Error(`The thread of the engine "${id}" did not stop within ${GRACE_SECONDS} s when told to.`)),
  });
  worker.on('message', (message: ToParent) => {
    if (message.kind === 'ready') ready.resolve(message.description);
    else if (message.kind === 'unready') ready.reject(unpackFailure(message.failure, id));
    else connection.receive(message);
  });
  let isReady = false;
  const gone = (error: Error) => {
    ready.reject(error);
    connection.fail(error);
    if (isReady && !closing) crash(error);
  };
  worker.on('error', gone);
  worker.on('exit', () => {
    gone(new Error(`The thread of the engine "${id}" has ended.`));
    exited.resolve();
  });
  const { designs, ...description } = await ready.promise;
  isReady = true;
  worker.unref();
  let users = 0;
  /** Until it is disposed the thread keeps the program running. */
  const inUse = () => {
    if (users++ === 0) worker.ref();
    return {
      [Symbol.dispose]() {
        if (--users === 0) worker.unref();
      },
    };
  };

  async function request<M extends PromiseMethod>(call: AnyCall & { method: M }, signal: AbortSignal): Promise<Result<M>> {
    signal.throwIfAborted();
    using _held = inUse();
    using open = connection.open(call, signal);
    const answer = await open.answer();
    if (answer.kind !== 'result') throw new TypeError(`Expected the result of "${call.method}", got "${answer.kind}".`);
    return answer.value as Result<M>;
  }

  return {
    ...description,
    enroll: (references, signal) => request({ method: 'enroll', arguments: [references] }, signal),
    ...(designs && { design: (traits, signal) => request({ method: 'design', arguments: [traits] }, signal) }),
    async *speak(text, print, options, signal) {
      signal.throwIfAborted();
      using _held = inUse();
      using open = connection.open({ method: 'speak', arguments: [text, print, options] }, signal);
      for (;;) {
        const answer = await open.answer();
        if (answer.kind !== 'chunk') return;
        yield answer.value as never;
        open.used();
      }
    },
    async close() {
      closing = true;
      connection.fail(new Error('The engine is closed.'));
      worker.ref();
      worker.postMessage({ kind: 'close' } satisfies ToChild);
      using deadline = createDeadline(
        new AbortController().signal,
        CLOSE_SECONDS,
        () => new Error(`The engine "${id}" did not close.`),
      );
      await orAborted(exited.promise, deadline.signal).catch(() => worker.unref());
    },
  };
}

/** As an uncaught exception: the process ends and its host starts another. */
function crash(error: Error): void {
  queueMicrotask(() => {
    throw error;
  });
}

/** The life of the thread: makes its engine, reports ready, answers until told to close. */
export async function serveEngineThread(createEngine: () => Promise<Engine & { close(): Promise<void> }>): Promise<void> {
  const port = parentPort!;
  const send = (message: ToParent) => port.postMessage(message);
  try {
    const engine = await createEngine();
    // A studio in so far as it is asked to enrol, to speak and to design; nothing else comes in.
    const { receive, abortAll, idle } = serve(engine as unknown as Studio, send);
    port.on('message', async (message: Exclude<ToChild, { kind: 'begin' }>) => {
      if (message.kind !== 'close') return receive(message);
      abortAll();
      await idle();
      await engine.close();
      port.close();
    });
    const { id, sampleRateHz, languages, transcript, sampled, design } = engine;
    send({ kind: 'ready', description: { id, sampleRateHz, languages, transcript, sampled, designs: design !== undefined } });
  } catch (error) {
    send({ kind: 'unready', failure: packFailure(error, []) });
  }
}
