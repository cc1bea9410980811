import type { Asker, PersonId, PlaceId } from '../consent/identity.ts';
import type { RichText } from '../text/rich-text.ts';
import type { Playback } from './playback.ts';
import type { MessageId } from './texts.ts';

export type { PersonId, PlaceId } from '../consent/identity.ts';
export { privatePlaceOf } from '../consent/identity.ts';

/** Request: what a person asks for, without a trace of the platform it came from. Bots make it, commands answer it. */
export interface Request {
  /** Unique; the correlation id of everything that follows from it. */
  readonly id: string;
  readonly command: string;
  /** As the platform delivers them; dispatch.ts checks them against the command's own. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Of the button that was pressed, as the bot got it; `command` and `options` mean nothing then. */
  readonly action?: string;
  readonly person: Person;
  readonly place: Place;
  /** BCP 47, of the person's platform settings. */
  readonly locale: string;
  /** The voice message that was attached, or replied to, or chosen. */
  readonly message?: VoiceMessage;
  /** How the bot finds the place of the reply again after a restart; its own JSON, no secrets. */
  readonly address: string;
  /** Live speech in this place; absent where there is none. */
  readonly playback?: Playback;
  /** The bot can take back a message that bears a button ('retract'). */
  readonly canRetract?: true;
  /** What a voice note may last here; longer speech becomes several. Absent where any length will do. */
  readonly longestNoteSeconds?: number;
  /** What /help adds about this platform. */
  readonly hints?: readonly MessageId[];
  readonly directory: Directory;
  /** Aborts when the person cancels or the bot stops. */
  readonly signal: AbortSignal;
}

export type OptionValue = string | number | boolean | RichText | PersonRef | RoleRef;

export interface PersonRef {
  readonly kind: 'person';
  readonly id: PersonId;
}

export interface RoleRef {
  readonly kind: 'role';
  readonly id: string;
}

export interface Person {
  readonly id: PersonId;
  readonly name: string;
  readonly roles: readonly string[];
  /** May manage this place, as the platform sees it. */
  readonly isAdmin: boolean;
}

export interface Place {
  readonly id: PlaceId;
  readonly kind: 'group' | 'private';
  readonly name: string;
}

export interface VoiceMessage {
  readonly authorId: PersonId;
  readonly forwarded: boolean;
  readonly sentAtMs: number;
  readonly name: string;
  readonly sizeBytes: number;
  /** Refuses what is too large or not from the platform's own hosts. */
  download(signal: AbortSignal): Promise<Uint8Array>;
}

/** Names for people to read. A name that is not known is undefined; never throws. */
export interface Directory {
  personName(id: PersonId): string | undefined;
  placeName(id: PlaceId): string | undefined;
  roleName(id: string): string | undefined;
  /** Asks the platform for names that are not at hand, where it can tell; takes a moment at most, and never throws. */
  know?(ids: readonly (PersonId | PlaceId)[]): Promise<void>;
}

/** The person of a request as the gate asks about them. */
export function askerOf({ person, place }: Request): Asker {
  return { personId: person.id, placeId: place.id, roles: person.roles };
}
