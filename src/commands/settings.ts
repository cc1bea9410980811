import type { PersonId, PlaceId } from '../consent/identity.ts';

/** Settings of persons and places, kept in the stores "people" and "places"; what is left out has its default. */
export interface Settings {
  person(id: PersonId): Promise<PersonSettings>;
  changePerson(id: PersonId, change: Partial<PersonSettings>): Promise<PersonSettings>;
  place(id: PlaceId): Promise<PlaceSettings>;
  changePlace(id: PlaceId, change: Partial<PlaceSettings>): Promise<PlaceSettings>;
}

export interface PersonSettings {
  /** Overrides the language of the platform. */
  readonly locale?: string;
  /** Whether the owner gets a message for each use of a voice of theirs. */
  readonly tellUses: boolean;
}

export interface PlaceSettings {
  /** How speech is given when nobody says how. */
  readonly form: 'note' | 'file' | 'live';
  /** Longest text of one /say, in characters. */
  readonly maximumCharacters: number;
  /** Words and phrases that no voice says here. */
  readonly blockedPhrases: readonly string[];
  /** Language of texts here, when the person chose none. */
  readonly locale?: string;
}
