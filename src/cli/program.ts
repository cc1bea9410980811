import { Command } from 'commander';
import type { CliCommand, Session } from './command.ts';
import { commands } from './commands.ts';

/** The command line as commander sees it. `finish` gets the exit code of the command that ran. */
export function createProgram({
  version,
  session,
  finish,
}: {
  version: string;
  session: Session;
  finish: (code: number) => void;
}): Command {
  const program = new Command('consonant')
    .description('Clones a voice from recordings, with consent, and lets it speak. Everything happens on this machine.')
    .version(version)
    .option('--json', 'print the result as one JSON object on stdout')
    .helpCommand(false)
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 2 bad input (the message says what to do), 1 bug, 130 stopped with Ctrl-C (console: 0).',
    );
  quiet(program);
  for (const row of commands) program.addCommand(toCommander(row, session, finish));
  return program;
}

function toCommander(row: CliCommand, session: Session, finish: (code: number) => void): Command {
  const command = new Command(row.name).summary(row.summary).description(`${capitalised(row.summary)}.\n\n${row.details}`);
  quiet(command);
  row.declare(command);
  const examples = row.examples.map(example => `  consonant ${example}`).join('\n');
  command.addHelpText('after', `\nExamples:\n${examples}`);
  return command.action(async () => {
    const result = await row.run(command, session);
    const { json } = command.optsWithGlobals<{ json?: boolean }>();
    process.stdout.write(`${json ? JSON.stringify(result.json) : result.text}\n`);
    finish(result.exitCode ?? 0);
  });
}

/** Commander throws instead of leaving the process, and its error texts are printed with all others in main.ts. */
function quiet(command: Command): void {
  command
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true });
}

function capitalised(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
