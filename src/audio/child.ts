/**
 * Child: one running program under limits. It is killed when its signal aborts or its time is up, and `gone` tells when it has
 * really left; its last words on standard error are kept, bounded.
 */
import type { ChildProcess } from 'node:child_process';

const KEPT_STDERR_CHARACTERS = 8_192;

export interface ChildLimits {
  readonly signal: AbortSignal;
  /** From its start to its end; left out where somebody else bounds its life. */
  readonly limitSeconds?: number;
}

export type StopReason = 'aborted' | 'time-limit' | 'output-limit' | 'closed';

export interface ChildEnd {
  readonly exitCode: number | null;
  /** Why it was killed from here; absent when it left by itself. */
  readonly stopped?: StopReason;
  readonly stderr: string;
}

export interface SupervisedChild {
  /** Resolves once the process is gone and its pipes are closed; never rejects. */
  readonly gone: Promise<ChildEnd>;
  /** Kills it at once (SIGKILL: a program that hangs in a decoder hears nothing else). The first reason counts. */
  stop(reason: StopReason): void;
}

export function superviseChild(child: ChildProcess, limits: ChildLimits): SupervisedChild {
  let stopped: StopReason | undefined;
  let stderr = '';
  const stop = (reason: StopReason) => {
    stopped ??= reason;
    child.kill('SIGKILL');
    // Pipes that nobody reads any more would keep the 'close' event from coming.
    child.stdin?.destroy();
    child.stdout?.destroy();
  };
  const onAbort = () => stop('aborted');
  const timer = limits.limitSeconds === undefined ? undefined : setTimeout(() => stop('time-limit'), limits.limitSeconds * 1000);

  child.stderr?.on('data', (piece: Buffer | string) => {
    stderr = (stderr + piece.toString()).slice(-KEPT_STDERR_CHARACTERS);
  });
  const gone = new Promise<ChildEnd>(resolve => {
    const finish = (exitCode: number | null) => {
      clearTimeout(timer);
      limits.signal.removeEventListener('abort', onAbort);
      resolve({ exitCode, stopped, stderr });
    };
    child.once('close', finish);
    // A program that could not be started has no 'close' in every case.
    child.once('error', error => {
      stderr += error.message;
      if (child.pid === undefined) finish(null);
    });
  });
  limits.signal.addEventListener('abort', onAbort, { once: true });
  if (limits.signal.aborted) onAbort();
  return { gone, stop };
}

/** The program failed or was stopped for one of its limits; whoever asked for it says what that means to a person. */
export class ProgramFailure extends Error {
  override readonly name = 'ProgramFailure';
  readonly end: ChildEnd;

  constructor(program: string, end: ChildEnd) {
    const reason = end.stopped ? `was stopped (${end.stopped})` : `exited with code ${end.exitCode}`;
    super(`${program} ${reason}: ${end.stderr.trim().slice(-500) || 'it said nothing'}`);
    this.end = end;
  }
}
