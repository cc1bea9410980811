import { randomUUID } from 'node:crypto';
import { CommanderError } from 'commander';
import { EngineBug } from '../engine/failure.ts';
import { Refusal } from '../errors.ts';

/** 0 is success. 128 + n is what shells report for a program ended by signal n. */
export const exitCodes = { bug: 1, badInput: 2, interrupted: 130, terminated: 143 } as const;

export interface Failure {
  readonly exitCode: number;
  /** Stable, for programs. */
  readonly code: string;
  /** For people, without the program's name. */
  readonly message: string;
  /** For whoever mends a bug. */
  readonly stack?: string;
}

/** A command that was stopped and has left something behind on purpose; the message says what. */
export class Stopped extends Error {}

/** Which of the ways to fail this was: stopped by the person, refused, misused, or a bug. */
export function toFailure(error: unknown, stoppedBy: NodeJS.Signals | undefined): Failure {
  if (stoppedBy) {
    const exitCode = stoppedBy === 'SIGTERM' ? exitCodes.terminated : exitCodes.interrupted;
    return { exitCode, code: 'stopped', message: error instanceof Stopped ? error.message : 'stopped; nothing was written.' };
  }
  if (error instanceof Refusal && error.code === 'engine-died')
    return { exitCode: exitCodes.bug, code: error.code, message: error.message };
  if (error instanceof Refusal) return { exitCode: exitCodes.badInput, code: error.code, message: error.message };
  if (error instanceof CommanderError) {
    return { exitCode: exitCodes.badInput, code: 'usage', message: sentence(error.message.replace(/^error: /, '')) };
  }
  const id = error instanceof EngineBug ? error.id : randomUUID().slice(0, 8);
  const message = `something broke (id ${id}). This is a bug; please report it with the lines below.`;
  return { exitCode: exitCodes.bug, code: 'bug', message, stack: error instanceof Error ? describe(error) : String(error) };
}

/** Stack with the causes, deepest last. */
function describe(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by: ${describe(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}

/** "unknown option '--tone'\n(Did you mean --text?)" as one line that ends. */
function sentence(text: string): string {
  const line = text.trim().replaceAll('\n', ' ');
  return /[.?!)]$/.test(line) ? line : `${line}.`;
}
