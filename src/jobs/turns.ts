/**
 * Turns: a line in which places take turns, and persons within a place; each person's own entries stay in order. Adding, taking and
 * removing cost the same however long the line is. (Maps keep the order of insertion: who had a turn is put back at the end.)
 */
export interface Turns<Entry extends InLine> {
  readonly size: number;
  add(entry: Entry): void;
  take(): Entry | undefined;
  /** Whether it was there. */
  remove(entry: Entry): boolean;
  /** How many are taken before it if nobody else comes; -1: not in this line. Costs as much as there are places and persons in its place. */
  ahead(entry: Entry): number;
  entries(): Iterable<Entry>;
}

export interface InLine {
  readonly grant: { readonly placeId: string; readonly personId: string };
}

interface Place<Entry> {
  size: number;
  readonly persons: Map<string, Set<Entry>>;
}

export function createTurns<Entry extends InLine>(): Turns<Entry> {
  const places = new Map<string, Place<Entry>>();
  let size = 0;

  function find({ grant }: Entry) {
    const place = places.get(grant.placeId);
    return { place, own: place?.persons.get(grant.personId) };
  }

  return {
    get size() {
      return size;
    },
    add(entry) {
      const { placeId, personId } = entry.grant;
      const place = places.get(placeId) ?? { size: 0, persons: new Map() };
      const own = place.persons.get(personId) ?? new Set();
      own.add(entry);
      place.persons.set(personId, own);
      place.size++;
      places.set(placeId, place);
      size++;
    },
    take() {
      for (const [placeId, place] of places) {
        for (const [personId, own] of place.persons) {
          const [entry] = own;
          own.delete(entry);
          moveToEnd(place.persons, personId, own.size > 0);
          place.size--;
          moveToEnd(places, placeId, place.size > 0);
          size--;
          return entry;
        }
      }
      return undefined;
    },
    remove(entry) {
      const { place, own } = find(entry);
      if (!place || !own?.delete(entry)) return false;
      if (own.size === 0) place.persons.delete(entry.grant.personId);
      place.size--;
      if (place.size === 0) places.delete(entry.grant.placeId);
      size--;
      return true;
    },
    ahead(entry) {
      const { place, own } = find(entry);
      if (!place || !own?.has(entry)) return -1;
      const rankOfPerson = [...own].indexOf(entry);
      const rankOfPlace = beforeInTurns(place.persons, entry.grant.personId, rankOfPerson);
      return beforeInTurns(places, entry.grant.placeId, rankOfPlace);
    },
    *entries() {
      for (const place of places.values()) for (const own of place.persons.values()) yield* own;
    },
  };
}

function moveToEnd<Value>(map: Map<string, Value>, key: string, isWanted: boolean): void {
  const value = map.get(key)!;
  map.delete(key);
  if (isWanted) map.set(key, value);
}

/** Turns that pass before `key` has its turn number `rank` (from 0): all others have had `rank` by then, those before it one more. */
function beforeInTurns(members: ReadonlyMap<string, { readonly size: number }>, key: string, rank: number): number {
  let before = rank;
  let isBefore = true;
  for (const [other, { size }] of members) {
    if (other === key) isBefore = false;
    else before += Math.min(size, isBefore ? rank + 1 : rank);
  }
  return before;
}
