import type { Consent } from '../consent/consent.ts';
import type { Queue } from '../jobs/queue.ts';
import type { Enrolling } from '../voices/enrolling.ts';
import type { Voices } from '../voices/voices.ts';
import type { OptionTable, OptionValues } from './options.ts';
import type { Reply } from './reply.ts';
import type { Request } from './request.ts';
import type { Settings } from './settings.ts';
import type { Texts } from './texts.ts';

/**
 * Command: one thing that a person can ask for. Its summary and the descriptions of its options are in the catalogues (texts/) under
 * "command-<name>" and "option-<name>-<option>"; menus, parsing and /help are made from the table in index.ts.
 */
export interface Command<Table extends OptionTable = OptionTable> {
  readonly name: string;
  readonly options: Table;
  /** Checked before `run`: an admin manages the place, an operator is named in the configuration. Default 'anyone'. */
  readonly permission?: 'anyone' | 'admin' | 'operator';
  /** Yields replies in order. A Refusal that it throws is shown as it is; anything else is a bug with an id. */
  run(options: OptionValues<Table>, request: Request, tools: Tools): AsyncIterable<Reply>;
}

/** What commands work with; each part is a seam of its own. `texts` speaks the language of the request. */
export interface Tools {
  readonly consent: Consent;
  readonly voices: Voices;
  readonly enrolling: Enrolling;
  readonly queue: Queue;
  readonly settings: Settings;
  readonly texts: Texts;
  readonly commands: readonly Command[];
  readonly engine: EngineFacts;
  readonly isOperator: boolean;
  readonly now: () => number;
}

export interface EngineFacts {
  readonly id: string;
  readonly languages: readonly string[];
  /** Absent where the engine invents no voices. Resolves with a stored print. */
  readonly design?: (
    traits: { readonly gender: 'female' | 'male'; readonly pitch: number; readonly speed: number },
    signal: AbortSignal,
  ) => Promise<Uint8Array>;
}
