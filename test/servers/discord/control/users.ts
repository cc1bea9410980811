/** Users: adds an account to the world. */
import type { UserRecord } from '../world/records.ts';
import type { World } from '../world/world.ts';
import type { PersonOptions } from './world.ts';

export function addUser(
  world: World,
  { name, locale, acceptsDirectMessages, isBot }: PersonOptions & { readonly isBot?: boolean },
): UserRecord {
  const id = world.makeId();
  const user: UserRecord = {
    id,
    username: (name ?? `person ${world.users.size + 1}`).toLowerCase().replaceAll(/[^a-z0-9_.]+/g, '_'),
    displayName: isBot ? null : (name ?? null),
    isBot: isBot ?? false,
    locale: locale ?? 'en-US',
    acceptsDirectMessages: acceptsDirectMessages ?? true,
  };
  world.users.set(id, user);
  return user;
}
