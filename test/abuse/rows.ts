/** Rows of a table of abuse: [what is tried, the code that refuses it, how] over a world of its own, which is closed afterwards. */
import type { Abuse } from '../consent/abuse.ts';

export type Row<World> = readonly [what: string, code: string, attempt: (world: World) => unknown];

export function rowsIn<World extends AsyncDisposable>(
  topic: string,
  open: () => Promise<World>,
  rows: readonly Row<World>[],
): readonly Abuse[] {
  return rows.map(([what, code, attempt]) => ({
    what: `${topic}: ${what}`,
    code,
    async attempt() {
      await using world = await open();
      await attempt(world);
    },
  }));
}
