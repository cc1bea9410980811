import type { PersonId } from '../consent/identity.ts';
import type { Voice } from '../voices/voices.ts';
import type { Request } from './request.ts';
import type { Texts } from './texts.ts';

/** Naming: how people and voices are called in replies. Names come from strangers: one line, no control or direction marks, not too long. */
export const longestName = 60;

export function cleanName(name: string): string {
  const line = name
    .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
    .replace(/\p{M}{3,}/gu, '')
    .trim();
  const characters = [...line];
  return characters.length > longestName ? `${characters.slice(0, longestName - 1).join('')}…` : line;
}

/** Who asks, and who can be named. */
export type Names = Pick<Request, 'person' | 'directory'>;

export function personName(id: PersonId | undefined, { person, directory }: Names, texts: Texts): string {
  const name = id === person.id ? person.name : id === undefined ? undefined : directory.personName(id);
  return cleanName(name ?? '') || texts.say('somebody');
}

export function placeName(id: string, { place, directory }: Request, texts: Texts): string {
  const name = id === place.id ? place.name : directory.placeName(id);
  return cleanName(name ?? '') || texts.say('some-place');
}

/** Who is heard, and who wanted it: stands at every note, file and live speech. */
export function speechLabel(voice: Voice, request: Names, texts: Texts): string {
  const values = {
    voice: voice.name,
    owner: personName(voice.owner, request, texts),
    requester: personName(request.person.id, request, texts),
  };
  return texts.say(voice.designed ? 'label-designed' : 'label-speech', values);
}
