import { type PersonId, privatePlaceOf, type VoiceId } from '../consent/identity.ts';
import type { Stores } from '../stores/stores.ts';
import { type StoreName, type StoreRow, type Subject, storeTable } from '../stores/table.ts';

/** Erasing: what is stored of a voice or a person, found by the table of stores, so that a new store is covered by its row alone. */
export interface Erasing {
  /** How many entries. */
  voice(voiceId: VoiceId): Promise<number>;
  person(personId: PersonId): Promise<number>;
  /** Voices that something is stored of. */
  voicesStored(): Promise<ReadonlySet<VoiceId>>;
}

/** Where the entries of a person are, store by store; a new kind of subject does not compile without its line. */
const subjectsOfPerson: Readonly<Record<Exclude<Subject, 'voice'>, (personId: PersonId) => readonly string[]>> = {
  person: personId => [personId],
  place: personId => [privatePlaceOf(personId)],
  nobody: () => [],
};

export function storeRows(): readonly (readonly [StoreName, StoreRow])[] {
  return Object.entries(storeTable) as [StoreName, StoreRow][];
}

/** The subjects in this store that are a person's own; their voices are told apart by `voiceIds`. */
export function ownSubjects(row: StoreRow, personId: PersonId, voiceIds: readonly VoiceId[]): readonly string[] {
  return row.subject === 'voice' ? voiceIds : subjectsOfPerson[row.subject](personId);
}

export function createErasing(stores: Stores): Erasing {
  async function erase(personId: PersonId | undefined, voiceIds: readonly VoiceId[]): Promise<number> {
    let erased = 0;
    for (const [name, row] of storeRows()) {
      const subjects = personId === undefined ? (row.subject === 'voice' ? voiceIds : []) : ownSubjects(row, personId, voiceIds);
      for (const subject of subjects) erased += await stores.open(name).erase(subject);
    }
    return erased;
  }

  return {
    async voice(voiceId) {
      // The choices first: as long as anything of the voice itself is stored, a sweep finds it and does all of this again.
      const choices = await eraseChoicesOf(stores, voiceId);
      return choices + (await erase(undefined, [voiceId]));
    },
    person: personId => erase(personId, []),
    async voicesStored() {
      const found = new Set<VoiceId>();
      for (const [name, row] of storeRows()) {
        if (row.subject === 'voice') for (const voiceId of await stores.subjects(name)) found.add(voiceId);
      }
      return found;
    },
  };
}

/** Other people may have chosen this voice as their usual one. */
async function eraseChoicesOf(stores: Stores, voiceId: VoiceId): Promise<number> {
  const people = stores.open('people');
  const eraseChoice = async (personId: PersonId): Promise<boolean> => {
    const key = `${personId}/${usualDetail}`;
    return usualIn(await people.get(key)) === voiceId && people.delete(key);
  };
  const personIds = await stores.subjects('people');
  let erased = 0;
  for (let start = 0; start < personIds.length; start += peopleAtOnce) {
    const answers = await Promise.all(personIds.slice(start, start + peopleAtOnce).map(eraseChoice));
    erased += answers.filter(Boolean).length;
  }
  return erased;
}

const peopleAtOnce = 100;

export const usualDetail = 'usual';

export function usualIn(value: unknown): VoiceId | undefined {
  return (value as { voiceId?: VoiceId } | undefined)?.voiceId;
}
