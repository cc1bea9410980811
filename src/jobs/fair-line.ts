import type { Form, forms } from '../consent/identity.ts';
import { createTurns, type InLine, type Turns } from './turns.ts';

/**
 * Fair line: who is next. Live goes before notes before files; a form that was passed over {@link patienceTurns} times goes first once, so
 * that files are made however many notes come. Within a form places take turns, and persons within a place (turns.ts).
 */
export interface FairLine<Entry extends Waiting> {
  readonly size: number;
  add(entry: Entry): void;
  /** The next one among the forms that `mayStart`. */
  take(mayStart: (form: Form) => boolean): Entry | undefined;
  /** Whether it was there. */
  remove(entry: Entry): boolean;
  /** How many are likely to be taken before it if nobody else comes; -1: not waiting. Exact where only one form waits. */
  position(entry: Entry): number;
  entries(): Iterable<Entry>;
}

export interface Waiting extends InLine {
  readonly grant: InLine['grant'] & { readonly form: Form };
}

export const patienceTurns = 8;

interface Row<Entry extends Waiting> {
  readonly form: Form;
  readonly turns: Turns<Entry>;
  passedOver: number;
}

const byUrgency = ['live', 'note', 'file'] as const satisfies typeof forms;

export function createFairLine<Entry extends Waiting>(): FairLine<Entry> {
  const rows: readonly Row<Entry>[] = byUrgency.map(form => ({ form, turns: createTurns<Entry>(), passedOver: 0 }));
  const rowOf = (entry: Entry) => rows.find(row => row.form === entry.grant.form)!;

  return {
    get size() {
      return rows.reduce((sum, { turns }) => sum + turns.size, 0);
    },
    add: entry => rowOf(entry).turns.add(entry),
    take(mayStart) {
      const waiting = rows.filter(row => row.turns.size > 0 && mayStart(row.form));
      const chosen = waiting.findLast(row => row.passedOver >= patienceTurns) ?? waiting.at(0);
      for (const row of waiting) row.passedOver = row === chosen ? 0 : row.passedOver + 1;
      return chosen?.turns.take();
    },
    remove: entry => rowOf(entry).turns.remove(entry),
    position(entry) {
      const row = rowOf(entry);
      const ahead = row.turns.ahead(entry);
      if (ahead < 0) return -1;
      const at = rows.indexOf(row);
      const urgent = Math.min(waitingIn(rows.slice(0, at)), patienceTurns * (ahead + 1) - row.passedOver);
      const mine = ahead + Math.max(0, urgent);
      const patient = rows.slice(at + 1).map(({ turns, passedOver }) => Math.min(turns.size, turnsOfPatience(passedOver + mine)));
      return patient.reduce((sum, turns) => sum + turns, mine);
    },
    *entries() {
      for (const { turns } of rows) yield* turns.entries();
    },
  };
}

function waitingIn(rows: readonly { readonly turns: { readonly size: number } }[]): number {
  return rows.reduce((sum, { turns }) => sum + turns.size, 0);
}

function turnsOfPatience(passedOver: number): number {
  return Math.floor(passedOver / patienceTurns);
}
