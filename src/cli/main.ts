/** The command `consonant`: results on stdout, progress and errors on stderr, the exit code for scripts. */
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { runProgram } from './run-program.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

// npm runs its scripts in the repository; paths are meant from where the person is.
const { npm_lifecycle_event: npmScript, INIT_CWD: startedFrom } = process.env;
if (npmScript === 'consonant' && startedFrom) process.chdir(startedFrom);

await runProgram(async session => {
  let exitCode = 0;
  const program = createProgram({
    version,
    session,
    finish: code => {
      exitCode = code;
    },
  });
  try {
    await program.parseAsync();
  } catch (error) {
    // --help and --version have printed what was asked for.
    if (!(error instanceof CommanderError && error.exitCode === 0)) throw error;
  }
  return exitCode;
});
