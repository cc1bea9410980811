import { CommanderError } from 'commander';
import type { Session } from './command.ts';
import { type Failure, toFailure } from './failure.ts';
import { createProgress } from './progress.ts';
import { listenForStop } from './stop.ts';

/** Runs a whole program: gives it a session, turns what it throws into a message on stderr and the exit code it sets into the process's. */
export async function runProgram(work: (session: Session) => Promise<number>): Promise<void> {
  const stop = listenForStop();
  // Whoever read our output has left, as `head` does after its lines: nobody is there to be told.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit());
  try {
    process.exitCode = await work({ signal: stop.signal, progress: createProgress(process.stderr) });
  } catch (error) {
    const failure = toFailure(error, stop.stoppedBy);
    process.exitCode = failure.exitCode;
    // Commander has printed its help already.
    if (!(error instanceof CommanderError && error.code === 'commander.help')) report(failure);
  } finally {
    stop.dispose();
  }
}

/** For people on stderr; with --json for programs on stdout as well, where they look for the result. */
function report({ code, message, stack }: Failure): void {
  const hint = code === 'usage' ? ' See: consonant --help' : '';
  process.stderr.write(`consonant: ${message}${hint}\n${stack ? `${stack}\n` : ''}`);
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
}
