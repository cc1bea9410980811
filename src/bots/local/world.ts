import { type Directory, type Person, type Place, privatePlaceOf } from '../../commands/request.ts';

/** World: the people, places and roles of a platform that has none of its own, by the names that were typed. Whoever is named exists. */
export interface World {
  person(name: string): Identity;
  place(name: string, person: string): Place;
  /** In a place: what the platform would say of them there. */
  personIn(name: string, place: Place): Person;
  makeAdmin(person: string, place: string, isAdmin: boolean): void;
  giveRole(person: string, place: string, change: { readonly role: string; readonly given: boolean }): void;
  setLocale(person: string, locale: string): void;
  locale(person: string): string;
  readonly directory: Directory;
}

interface Identity {
  readonly id: string;
  readonly name: string;
}

/** The name of everybody's private conversation with the bot. */
export const privatePlace = 'private';

export function createWorld({ platform, locale }: { readonly platform: string; readonly locale: string }): World {
  const names = new Map<string, string>();
  const roles = new Map<string, Set<string>>();
  const admins = new Set<string>();
  const locales = new Map<string, string>();

  function person(name: string): Identity {
    const id = `${platform}:${slug(name)}`;
    if (!names.has(id)) names.set(id, name);
    return { id, name: names.get(id)! };
  }

  function place(name: string, owner: string): Place {
    if (name === privatePlace) return { id: privatePlaceOf(person(owner).id), kind: 'private', name: privatePlace };
    const id = `${platform}:place/${slug(name)}`;
    if (!names.has(id)) names.set(id, name);
    return { id, kind: 'group', name: names.get(id)! };
  }

  const rolesOf = (who: string, where: string) => {
    const key = `${person(who).id} ${place(where, who).id}`;
    if (!roles.has(key)) roles.set(key, new Set());
    return roles.get(key)!;
  };

  return {
    person,
    place,
    personIn(name, { id: placeId }) {
      const { id } = person(name);
      const key = `${id} ${placeId}`;
      return { id, name: names.get(id)!, roles: [...(roles.get(key) ?? [])], isAdmin: admins.has(key) };
    },
    makeAdmin(who, where, isAdmin) {
      const key = `${person(who).id} ${place(where, who).id}`;
      if (isAdmin) admins.add(key);
      else admins.delete(key);
    },
    giveRole(who, where, { role, given }) {
      if (given) rolesOf(who, where).add(slug(role));
      else rolesOf(who, where).delete(slug(role));
      names.set(`role ${slug(role)}`, role);
    },
    setLocale: (who, tag) => locales.set(person(who).id, tag),
    locale: who => locales.get(person(who).id) ?? locale,
    directory: {
      personName: id => names.get(id),
      placeName: id => (id.startsWith(`${platform}:dm/`) ? privatePlace : names.get(id)),
      roleName: id => names.get(`role ${id}`),
    },
  };
}

function slug(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-');
}
