import type { PersonId, PlaceId, VoiceId } from '../consent/identity.ts';
import { Refusal } from '../errors.ts';
import type { Tools } from './command.ts';
import { originOf } from './origin.ts';
import { askerOf, type PersonRef, type Request } from './request.ts';

/**
 * WhichVoices: the voices that a report, a block or a stop is about: by name among those that the asker may use or owns, by a file that
 * was made here, or all of a person. Says nothing of voices that the asker does not know already. Refuses with 'voice-unknown', 'report-what'.
 */
export async function whichVoices(
  by: { readonly voice?: string; readonly person?: PersonRef },
  request: Request,
  tools: Tools,
): Promise<readonly VoiceId[]> {
  if (by.person) return standing(tools.consent.voicesOf(by.person.id), tools);
  if (by.voice !== undefined) return [await byName(by.voice, request, tools)];
  if (!request.message) {
    throw new Refusal('report-what', 'Which voice? Name it, or attach the audio that it spoke.');
  }
  const { message, signal } = request;
  const file = { source: await message.download(signal), name: message.name };
  const origin = await originOf(file, { log: tools.consent, trace: tools.trace }, signal);
  if (origin.kind === 'made' && origin.uses.length > 0) return [origin.uses[0].voiceId];
  throw new Refusal(
    'audio-not-ours',
    'This was not made here, or it was changed too much or made long ago. Name the voice instead.',
  );
}

/** As many uses of a voice as are looked through, the newest first. */
const mostUses = 5_000;

/** The voices of a person that were allowed or used in this place; not what they keep for themselves or for other places. May be none. */
export async function voicesHeardHere(person: PersonId, request: Request, { consent }: Tools): Promise<readonly VoiceId[]> {
  const asker = askerOf(request);
  const toAsker = new Set(person === asker.personId ? [] : [...consent.usable(asker), ...consent.known(asker)]);
  const heard: VoiceId[] = [];
  for (const voiceId of consent.voicesOf(person)) {
    const isHere = ({ placeId }: { readonly placeId: PlaceId | undefined }) => placeId === request.place.id;
    const isHeard =
      toAsker.has(voiceId) ||
      consent.rules(voiceId, person).some(isHere) ||
      (await consent.uses(voiceId, person, { limit: mostUses })).some(isHere);
    if (isHeard) heard.push(voiceId);
  }
  return heard;
}

async function byName(name: string, request: Request, { voices, consent, isOperator }: Tools): Promise<VoiceId> {
  if (isOperator && consent.status(name)) return name;
  const owned = (await voices.owned(request.person.id)).find(voice => voice.id === name || voice.name === name);
  return owned?.id ?? (await voices.find(askerOf(request), name)).id;
}

function standing(ids: readonly VoiceId[], { consent }: Tools): readonly VoiceId[] {
  const found = ids.filter(id => consent.status(id) && consent.status(id)!.state !== 'revoked');
  if (found.length > 0) return found;
  throw new Refusal('voice-of-nobody', 'This person has no voice here. There is nothing to do.');
}
