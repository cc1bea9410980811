/** Who, where and how: the words that consent is spoken in. */

/** A platform account: "discord:123", "telegram:456", "console:ada". */
export type PersonId = string;

/** A Discord server, a Telegram chat, the playground, or a private conversation: "discord:guild/77", "telegram:chat/-100", "discord:dm/123". */
export type PlaceId = string;

/** 26 characters, random; nothing of the person is in it. */
export type VoiceId = string;

/** How speech is given: posted as a voice note, posted as a file, or played in a voice channel. */
export type Form = 'note' | 'file' | 'live';
export const forms: readonly Form[] = ['note', 'file', 'live'];

/** Somebody who asks, as the platform vouches for them at this moment. */
export interface Asker {
  readonly personId: PersonId;
  readonly placeId: PlaceId;
  /** Roles they hold in this place; platform ids. */
  readonly roles: readonly string[];
}

/** Where a person is alone with the bot: "discord:123" -> "discord:dm/123". Bots name such places by this function. */
export function privatePlaceOf(personId: PersonId): PlaceId {
  const colon = personId.indexOf(':');
  return `${personId.slice(0, colon)}:dm/${personId.slice(colon + 1)}`;
}

export function isPrivatePlace(placeId: PlaceId): boolean {
  return /^[^:]*:dm\//.test(placeId);
}
