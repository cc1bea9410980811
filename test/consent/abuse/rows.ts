/** Rows of a table of abuse over the world in which Ben may use Ada's voice for notes at home for a month. */
import { createAllowedWorld } from '../world.ts';

export type AllowedWorld = Awaited<ReturnType<typeof createAllowedWorld>>;

/** [what, code, what is tried] -> a row. */
export function inAllowedWorld(
  rows: readonly (readonly [what: string, code: string, attempt: (world: AllowedWorld) => unknown])[],
) {
  return rows.map(([what, code, attempt]) => ({ what, code, attempt: async () => attempt(await createAllowedWorld()) }));
}

export function allowEveryone({ consent, voiceId }: AllowedWorld, owner = 'console:ada') {
  return consent.allow(voiceId, owner, { audience: { kind: 'everyone' }, placeId: 'console:group/home', forms: ['note'] });
}

export function allowRole({ consent, voiceId }: AllowedWorld, roleId: string) {
  return consent.allow(voiceId, 'console:ada', {
    audience: { kind: 'role', roleId },
    placeId: 'console:group/home',
    forms: ['note'],
  });
}
