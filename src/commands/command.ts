import type { Trace } from '../audio/trace.ts';
import type { Consent } from '../consent/consent.ts';
import type { PersonId } from '../consent/identity.ts';
import type { Queue } from '../jobs/queue.ts';
import type { Enrolling } from '../voices/enrolling.ts';
import type { Voices } from '../voices/voices.ts';
import type { Actions, Press } from './action.ts';
import type { Drafts } from './drafts.ts';
import type { OptionTable, OptionValues } from './options.ts';
import type { Recent } from './recent.ts';
import type { Reply } from './reply.ts';
import type { Reports } from './reports.ts';
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
  /** May come with a voice message or a sound file: always, or with these values of its option "do". */
  readonly takesFile?: true | readonly string[];
  /** Its first reply may be the notice: a platform that shows that as a form waits for it before it acknowledges. */
  readonly beginsWithNotice?: true;
  /** It is of use only where there is live speech: /help and menus leave it out elsewhere. */
  readonly needsPlayback?: true;
  /** Yields replies in order. A Refusal that it throws is shown as it is; anything else is a bug with an id. */
  run(options: OptionValues<Table>, request: Request, tools: Tools): AsyncIterable<Reply>;
  /** One of its buttons (action.ts) was pressed, by somebody who may. Absent where it has none. */
  press?(press: Press, request: Request, tools: Tools): AsyncIterable<Reply>;
}

/** A command as the table holds it: its options are checked against `options` before `run` sees them. */
// biome-ignore lint/suspicious/noExplicitAny: only the command itself knows the types of its options
export type AnyCommand = Command<any>;

/** What commands work with; each part is a seam of its own. `texts` speaks the language of the request. */
export interface Tools {
  readonly consent: Consent;
  readonly voices: Voices;
  readonly enrolling: Enrolling;
  readonly queue: Queue;
  readonly settings: Settings;
  readonly texts: Texts;
  readonly commands: readonly AnyCommand[];
  readonly actions: Actions;
  /** What was asked for before the notice was shown; in memory. */
  readonly drafts: Drafts;
  readonly recent: Recent;
  readonly reports: Reports;
  readonly engine: EngineFacts;
  /** What a sound file says of where it comes from; the engine process listens. */
  trace(file: { readonly source: Uint8Array; readonly name: string }, signal: AbortSignal): Promise<Trace>;
  readonly isOperator: boolean;
  readonly operators: readonly PersonId[];
  /** In the language of somebody else, as far as they chose one. */
  textsFor(personId: PersonId): Promise<Texts>;
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
