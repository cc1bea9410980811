import { Refusal } from '../../errors.ts';
import type { Command, Tools } from '../command.ts';
import type { Request } from '../request.ts';
import { moderation } from './moderation.ts';
import { operation } from './operation.ts';
import { options, type SettingsOptions } from './options.ts';
import type { Part } from './part.ts';
import { personal } from './personal.ts';
import { placeSettings } from './place.ts';

/** /settings: one's own for everybody, those of the place for its admins, the kill switch for operators. */
export const settings: Command<typeof options> = {
  name: 'settings',
  options,
  async *run(values, request, tools) {
    yield* partFor(values, request, tools)(values, request, tools);
  },
};

const forEverybody: Readonly<Partial<Record<string, Part>>> = personal;
const forAdmins: Readonly<Partial<Record<string, Part>>> = { ...placeSettings, ...moderation };
const forOperators: Readonly<Partial<Record<string, Part>>> = operation;

function partFor({ do: what = 'show' }: SettingsOptions, { person }: Request, { isOperator }: Tools): Part {
  const open = forEverybody[what];
  if (open) return open;
  const ofPlace = forAdmins[what];
  if (ofPlace && (person.isAdmin || isOperator)) return ofPlace;
  if (ofPlace) throw needs('admin', what, 'Only admins of this place can change that. Ask one of them.');
  if (isOperator) return forOperators[what]!;
  throw needs('operator', what, 'Only the operator of this bot can do that.');
}

function needs(who: 'admin' | 'operator', what: string, message: string): Refusal {
  return new Refusal(`needs-${who}`, message, { values: { command: `settings ${what}` } });
}
