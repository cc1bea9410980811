import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Refusal } from '../errors.ts';
import { type Connection, createConnection } from './connection.ts';
import { type Computing, computingEnvironment, engineEnvironment } from './environment.ts';
import { unpackFailure } from './failure.ts';
import { createPrintSender, type OnWire } from './print-passing.ts';
import type { Description, ToParent } from './protocol.ts';
import type { StudioSettings } from './studio-settings.ts';

/** Child: one engine process, from fork to exit. */
export interface Child {
  readonly pid: number | undefined;
  readonly connection: Connection;
  /** Rejects when the process cannot start its engine, in the words of that process. */
  readonly ready: Promise<Description>;
  /** Resolves when the process is gone, just before its open calls are answered. */
  readonly exited: Promise<void>;
  /** Answers open calls with `error` and asks the process to close; kills it after `seconds`. */
  close(seconds: number, error: Error): Promise<void>;
}

export interface ChildOptions {
  readonly engine: string;
  readonly processPath: string;
  readonly computing: Computing;
  /** What its studio is told. */
  readonly settings: StudioSettings;
  readonly startSeconds: number;
  readonly graceSeconds: number;
  /** A line that the process, or a native library in it, has printed. */
  readonly onLine: (line: string) => void;
}

/** Niceness: a tenth of the time when all want the processor. */
const enginePriority = 10;
const keptLines = 5;
const longestLine = 1_000;
const lastLinesSeconds = 1;

export function startChild({
  engine,
  processPath,
  computing,
  settings,
  startSeconds,
  graceSeconds,
  onLine,
}: ChildOptions): Child {
  const forked = fork(processPath, [engine], {
    serialization: 'advanced',
    env: { ...engineEnvironment(process.env), ...computingEnvironment(computing) },
    // Not the flags of this process: a debugger's port or a test runner's mode would be taken twice.
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    windowsHide: true,
  });
  const send = createPrintSender(message => post(forked, message));
  send({ kind: 'begin', settings });
  giveWay(forked);
  const ready = Promise.withResolvers<Description>();
  const exited = Promise.withResolvers<void>();
  let hangUpTimer: NodeJS.Timeout | undefined;
  let killedBecause: string | undefined;
  const kill = (reason: string) => {
    killedBecause ??= reason;
    forked.kill('SIGKILL');
  };

  const lastLines: string[] = [];
  forwardLines([forked.stdout!, forked.stderr!], line => {
    lastLines.push(line);
    if (lastLines.length > keptLines) lastLines.shift();
    onLine(line);
  });

  const connection = createConnection({
    engine,
    send,
    graceSeconds,
    onStuck: () => kill(`it did not stop within ${graceSeconds} s when told to`),
  });

  const startTimer = setTimeout(() => kill(`it was not ready within ${startSeconds} s`), startSeconds * 1000);
  let isReady = false;
  forked.on('message', (message: ToParent) => {
    if (message.kind === 'ready') {
      isReady = true;
      clearTimeout(startTimer);
      ready.resolve(message.description);
    } else if (message.kind === 'unready') {
      ready.reject(unpackFailure(message.failure, engine));
    } else {
      connection.receive(message);
    }
  });
  forked.on('error', error => gone(`it cannot be run (${error.message})`));
  forked.on('exit', (code, signal) => {
    const cause = killedBecause ?? (signal ? `signal ${signal}` : `exit code ${code}`);
    if (isReady) return gone(cause);
    // Its last lines, the reason why it could not start, come after its exit.
    forked.on('close', () => gone(cause));
    clearTimeout(hangUpTimer);
    hangUpTimer = setTimeout(gone, lastLinesSeconds * 1000, cause);
  });
  // It can hear nothing any more: on its way out, or never coming back.
  forked.on('disconnect', () => {
    hangUpTimer ??= setTimeout(kill, graceSeconds * 1000, 'it hung up');
  });

  function gone(cause: string): void {
    clearTimeout(startTimer);
    clearTimeout(hangUpTimer);
    // Before it is ready it has seen no words of a person; later its lines are for the log only.
    const lines = isReady || lastLines.length === 0 ? '' : ` It said: ${lastLines.join(' | ')}`;
    const error = new Refusal(
      'engine-died',
      `The engine "${engine}" stopped: ${cause}. It is being restarted; try again.${lines}`,
    );
    // In this order: who hears of the death and asks again at once finds the next process.
    exited.resolve();
    ready.reject(error);
    connection.fail(error);
  }
  ready.promise.catch(() => {});

  return {
    pid: forked.pid,
    connection,
    ready: ready.promise,
    exited: exited.promise,
    async close(seconds, error) {
      connection.fail(error);
      send({ kind: 'close' });
      const timer = setTimeout(() => kill(`it did not close within ${seconds} s`), seconds * 1000);
      await exited.promise;
      clearTimeout(timer);
    },
  };
}

/** A process that is just going cannot be told; its exit answers the call. */
function post(forked: ChildProcess, message: OnWire): void {
  forked.send(message, () => {});
}

/**
 * Whoever plays a packet each 20 ms goes before whoever makes them two seconds ahead. At once: threads take their priority from the one that starts
 * them. A system that allows it to nobody is no reason not to work.
 */
function giveWay({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, enginePriority);
  } catch {}
}

function forwardLines(outputs: readonly Readable[], onLine: (line: string) => void): void {
  for (const input of outputs) {
    createInterface({ input }).on('line', line => onLine(line.slice(0, longestLine)));
  }
}
