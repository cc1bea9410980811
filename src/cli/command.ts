import type { Command } from 'commander';
import type { Progress } from './progress.ts';

/** CliCommand: one thing that the command line can do. To add one: write cli/<name>.ts, add its line in cli/commands.ts. */
export interface CliCommand {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** More for its own --help: what is written where, what happens to files that exist. */
  readonly details: string;
  /** Shown in --help, each without the leading "consonant". */
  readonly examples: readonly string[];
  /** Adds its arguments and options. */
  declare(command: Command): void;
  /** Refuses bad input. What it prints is the result; what it waits for stops when the session's signal aborts. */
  run(command: Command, session: Session): Promise<Result>;
}

export interface Session {
  /** Aborts on Ctrl-C or when the system ends the program. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

export interface Result {
  /** For people. */
  readonly text: string;
  /** The same for programs, printed as one JSON object with --json. */
  readonly json: object;
  /** 0 unless told. */
  readonly exitCode?: number;
}
