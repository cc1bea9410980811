import type { Token } from './events.ts';
import type { PlaceId } from './identity.ts';

/**
 * Names: who is behind a token, in memory, so that the gate needs no database. A token that was forgotten is never learnt again,
 * whatever a slower reading of the ledger still brings.
 */
export interface Names {
  tokenOf(name: string): Token | undefined;
  nameOf(token: Token): string | undefined;
  learn(name: string, token: Token): void;
  /** Those that had a name here. */
  forget(tokens: readonly Token[]): readonly string[];
  /** Names that begin like this. */
  startingWith(beginning: string): readonly string[];
}

/** Roles are named with their place, for platforms number them on their own: "discord:guild/77#role/9". */
export function roleName(placeId: PlaceId, roleId: string): string {
  return `${roleNamesOf(placeId)}${roleId}`;
}

/** What the names of all roles of a place begin with. */
export function roleNamesOf(placeId: PlaceId): string {
  return `${placeId}#role/`;
}

export function createNames(): Names {
  const tokens = new Map<string, Token>();
  const names = new Map<Token, string>();
  const forgotten = new Set<Token>();
  return {
    tokenOf: name => tokens.get(name),
    nameOf: token => names.get(token),
    learn(name, token) {
      if (forgotten.has(token)) return;
      tokens.set(name, token);
      names.set(token, name);
    },
    forget(gone) {
      return gone.flatMap(token => {
        forgotten.add(token);
        const name = names.get(token);
        names.delete(token);
        if (name !== undefined && tokens.get(name) === token) tokens.delete(name);
        return name ?? [];
      });
    },
    startingWith: beginning => [...tokens.keys()].filter(name => name.startsWith(beginning)),
  };
}
