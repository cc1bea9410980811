import { Refusal } from '../errors.ts';
import type { Voice } from '../voices/voices.ts';
import type { Tools } from './command.ts';
import type { Request } from './request.ts';

/**
 * OwnVoice: the voice of the asking person that they mean, by name or id; without a name their only one. Refuses with 'voice-own-none',
 * 'voice-own-which' (there are several), 'voice-own-unknown'.
 */
export async function ownVoice(name: string | undefined, { person }: Request, { voices }: Tools): Promise<Voice> {
  const owned = await voices.owned(person.id);
  if (owned.length === 0) throw new Refusal('voice-own-none', 'You have no voice here yet. Make one with /clone.');
  const names = owned.map(voice => voice.name).join(', ');
  const found = name === undefined ? owned : owned.filter(voice => voice.id === name || folded(voice.name) === folded(name));
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    throw new Refusal('voice-own-which', `Which of your voices? Say voice: and one of ${names}.`, { values: { names } });
  throw new Refusal('voice-own-unknown', `None of your voices has that name. You have: ${names}.`, { values: { names } });
}

function folded(name: string): string {
  return name.normalize('NFKC').toLocaleLowerCase();
}
