import { pino } from 'pino';
import { Refusal } from './errors.ts';

/**
 * Log: one JSON line per event, to stderr or a file. Only the facts below can be written: whatever else is handed over is left out, so
 * that no text, name, token or sound gets here by mistake. Of an error it writes its kind, its code and where it happened, never its
 * message: messages of others quote what they were given. A log that cannot be opened is refused; one that cannot be written later, on a
 * full disk, is missed on stderr once, and nothing else stops for it.
 */
export interface Log {
  info(event: string, facts?: LogFacts): void;
  warn(event: string, facts?: LogFacts): void;
  error(event: string, facts?: LogFacts): void;
  /** Adds facts to every line: the correlation id. */
  child(facts: LogFacts): Log;
}

export interface LogFacts {
  /** Correlation id: of the request, or of what began by itself. */
  readonly request?: string;
  /** That a person was told. */
  readonly id?: string;
  readonly platform?: string;
  readonly command?: string;
  /** "answered", "bug", or the code of a refusal. */
  readonly outcome?: string;
  readonly code?: string;
  readonly count?: number;
  readonly milliseconds?: number;
  readonly error?: unknown;
}

export interface LogOptions {
  /** Path of a file to append to; stderr when left out. */
  readonly file?: string;
  readonly level?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

export const logDefaults = { level: 'info' } as const satisfies LogOptions;

/** What is kept in memory while the disk takes nothing; newer lines are lost. */
const maximumUnwrittenBytes = 1_000_000;

/** Refuses with 'log-unwritable'. */
export function createLog(options: LogOptions = {}): Log {
  return fit(
    pino({ level: options.level ?? logDefaults.level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, open(options)),
  );
}

function open({ file }: LogOptions): pino.DestinationStream {
  try {
    const how = { append: true, mkdir: true, sync: true, mode: 0o600, maxLength: maximumUnwrittenBytes } as const;
    const destination = pino.destination({ dest: file ?? 2, ...how });
    let isMissed = false;
    destination.on('error', error => {
      if (!isMissed && file !== undefined) process.stderr.write(`${unwritable(file, error).message}\n`);
      isMissed = true;
    });
    return destination;
  } catch (error) {
    throw file === undefined ? error : unwritable(file, error);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a part of its path is a file',
};

function unwritable(file: string, error: unknown): Refusal {
  const { code = '' } = error as NodeJS.ErrnoException;
  const reason = reasons[code] ?? `the system reports ${code || 'no reason'}`;
  return new Refusal('log-unwritable', `The log "${file}" cannot be written: ${reason}. Name another file with --log FILE.`, {
    values: { file, reason },
    cause: error,
  });
}

function fit(logger: pino.Logger): Log {
  return {
    info: (event, facts) => logger.info(permitted(facts), event),
    warn: (event, facts) => logger.warn(permitted(facts), event),
    error: (event, facts) => logger.error(permitted(facts), event),
    child: facts => fit(logger.child(permitted(facts))),
  };
}

const words = ['request', 'id', 'platform', 'command', 'outcome', 'code'] as const;
const numbers = ['count', 'milliseconds'] as const;
/** What ids, codes and names of ours look like; a token or a sentence does not. */
const wordShape = /^[\w:./-]{0,64}$/;

function permitted(facts: LogFacts = {}): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of words) {
    const value = facts[name];
    if (value !== undefined) kept[name] = typeof value === 'string' && wordShape.test(value) ? value : '(left out)';
  }
  for (const name of numbers) if (typeof facts[name] === 'number') kept[name] = facts[name];
  if (facts.error !== undefined) kept.error = described(facts.error);
  return kept;
}

interface Described {
  readonly kind: string;
  readonly code?: string;
  readonly frames?: readonly string[];
  readonly cause?: Described;
}

const maximumFrames = 12;

function described(error: unknown, depth = 0): Described {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { code } = error as { code?: unknown };
  return {
    kind: wordShape.test(error.name) ? error.name : 'Error',
    ...(typeof code === 'string' && wordShape.test(code) ? { code } : {}),
    frames: framesOf(error),
    ...(error.cause !== undefined && depth < 3 ? { cause: described(error.cause, depth + 1) } : {}),
  };
}

/** Lines of the stack that name a place in the code; the message before them may have any number of lines. */
function framesOf(error: Error): readonly string[] {
  const afterMessage = (error.stack ?? '').replace(`${error.name}: ${error.message}`, '');
  return afterMessage
    .split('\n')
    .filter(line => /^ {4}at .*(?:file:\/\/|node:|\()/.test(line))
    .slice(0, maximumFrames)
    .map(line => line.trim());
}
