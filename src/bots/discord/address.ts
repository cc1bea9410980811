import { languageFor, textsIn } from '../../commands/catalogues.ts';
import { type Person, privatePlaceOf } from '../../commands/request.ts';
import { channelPlace, guildPlace, userIdOf } from './identity.ts';
import type { Scene } from './scene.ts';

/** Address: where the answer to a request goes after a restart; the token of the interaction is not part of it. */
interface Address {
  readonly channel: string;
  readonly guild?: string;
  /** "guest": only the person can be reached there. */
  readonly as: 'member' | 'guest' | 'private';
  readonly locale: string;
}

export function addressOf({ channelId, guildId, isPrivate, isMember, locale }: Scene): string {
  const as = isPrivate ? 'private' : isMember ? 'member' : 'guest';
  return JSON.stringify({ channel: channelId, ...(guildId ? { guild: guildId } : {}), as, locale } satisfies Address);
}

/** Of every bot in every server, and in direct messages. */
const usualFileBytes = 10 * 2 ** 20;

/** What the bot may do there now shows when it does it. */
export function sceneAt(address: string, person: Pick<Person, 'id' | 'name'>): Scene {
  const { channel, guild, as, locale } = JSON.parse(address) as Address;
  const isPrivate = as === 'private';
  const placeId = isPrivate ? privatePlaceOf(person.id) : guild ? guildPlace(guild) : channelPlace(channel);
  const name = isPrivate ? textsIn(languageFor(locale)).say('discord-private-place') : '';
  return {
    userId: userIdOf(person.id) ?? '',
    person: { ...person, roles: [], isAdmin: false },
    place: { id: placeId, kind: isPrivate ? 'private' : 'group', name },
    ...(guild ? { guildId: guild } : {}),
    channelId: channel,
    locale,
    isPrivate,
    isMember: as !== 'guest',
    lacks: () => [],
    maximumFileBytes: usualFileBytes,
  };
}
