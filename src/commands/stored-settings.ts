import type { Store } from '../stores/stores.ts';
import type { PersonSettings, PlaceSettings, Settings } from './settings.ts';

/** StoredSettings: settings as they lie in the stores "people" and "places", under "<id>/settings"; only what was chosen is written. */
export const personDefaults: PersonSettings = { tellUses: false };
export const placeDefaults: PlaceSettings = { form: 'note', maximumCharacters: 500, blockedPhrases: [] };

export function createSettings(people: Store<unknown>, places: Store<unknown>): Settings {
  const oneAfterAnother = createTurns();

  async function read<T extends object>(store: Store<unknown>, id: string, defaults: T): Promise<T> {
    return { ...defaults, ...((await store.get(`${id}/settings`)) as Partial<T> | undefined) };
  }

  function change<T extends object>(store: Store<unknown>, id: string, changed: Partial<T>, defaults: T): Promise<T> {
    return oneAfterAnother(async () => {
      const chosen = { ...((await store.get(`${id}/settings`)) as Partial<T> | undefined), ...changed };
      await store.set(`${id}/settings`, chosen);
      return { ...defaults, ...chosen };
    });
  }

  return {
    person: id => read(people, id, personDefaults),
    changePerson: (id, changed) => change(people, id, changed, personDefaults),
    place: id => read(places, id, placeDefaults),
    changePlace: (id, changed) => change(places, id, changed, placeDefaults),
  };
}

/** So that two changes at the same time do not lose one: they are rare, and one after another is soon enough. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return work => {
    const mine = last.then(work, work);
    last = mine.catch(() => {});
    return mine;
  };
}
