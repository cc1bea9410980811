import type { PersonId } from '../consent/identity.ts';

/**
 * Drafts: the name and language that somebody gave before the notice was shown, until they agree to it. In memory and bounded: after a
 * restart the usual ones are taken instead.
 */
export interface Drafts {
  put(personId: PersonId, draft: Draft): void;
  get(personId: PersonId): Draft | undefined;
}

export interface Draft {
  readonly name?: string;
  readonly language?: string;
}

export const draftsMaximum = 1000;

export function createDrafts(): Drafts {
  const drafts = new Map<PersonId, Draft>();
  return {
    put(personId, draft) {
      drafts.delete(personId);
      drafts.set(personId, draft);
      if (drafts.size > draftsMaximum) drafts.delete(drafts.keys().next().value!);
    },
    get: personId => drafts.get(personId),
  };
}
