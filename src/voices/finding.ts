import type { Consent } from '../consent/consent.ts';
import type { Asker } from '../consent/identity.ts';
import { Refusal } from '../errors.ts';
import { skeletonOf } from './name.ts';
import type { Voice } from './voices.ts';

/**
 * Finding: the voice that somebody means, among those that they may use here; else among those that they knew before, so that the gate
 * can tell them why not now. What they were never allowed does not exist: no message, and no difference between messages, tells that it does.
 */
export interface FindingParts {
  /** Own ones first. */
  usable(asker: Asker): Promise<readonly Voice[]>;
  known(asker: Asker): Promise<readonly Voice[]>;
  readonly consent: Pick<Consent, 'usable'>;
  load(voiceId: string): Promise<Voice | undefined>;
  usualOf(personId: string): Promise<string | undefined>;
}

export async function findVoice(parts: FindingParts, asker: Asker, wanted: string | undefined): Promise<Voice> {
  return wanted === undefined ? findUsual(parts, asker) : findNamed(parts, asker, wanted);
}

async function findUsual(parts: FindingParts, asker: Asker): Promise<Voice> {
  const usualId = await parts.usualOf(asker.personId);
  const usual = usualId !== undefined && parts.consent.usable(asker).includes(usualId) ? await parts.load(usualId) : undefined;
  if (usual) return usual;
  const voices = await parts.usable(asker);
  const own = voices.filter(({ owner }) => owner === asker.personId);
  const candidates = own.length > 0 ? own : voices;
  if (candidates.length === 0) {
    const known = await parts.known(asker);
    if (known.length === 1) return known[0];
    throw new Refusal(
      'voice-none',
      'You have no voice here and may use no other one. Make your own with /clone, or ask somebody to allow theirs.',
    );
  }
  if (candidates.length === 1) return candidates[0];
  throw ambiguous(candidates, 'You can use several voices here. Name one of them, or choose your usual one with /voices');
}

async function findNamed(parts: FindingParts, asker: Asker, wanted: string): Promise<Voice> {
  const typed = wanted.normalize('NFC').trim();
  if (parts.consent.usable(asker).includes(typed)) {
    const voice = await parts.load(typed);
    if (voice) return voice;
  }
  const found = named(await parts.usable(asker), typed);
  if (found.length === 1) return found[0];
  if (found.length === 0) {
    const [known] = named(await parts.known(asker), typed);
    if (known) return known;
    throw new Refusal(
      'voice-unknown',
      'There is no voice of that name that you may use here. /voices lists those that you may use.',
    );
  }
  const own = found.filter(({ owner }) => owner === asker.personId);
  if (own.length === 1) return own[0];
  throw ambiguous(
    found,
    'Several voices that you may use here have this name. Choose one from the list that appears while you type',
  );
}

/** Exactly so, or else so that it looks the same. */
function named(voices: readonly Voice[], typed: string): readonly Voice[] {
  const exact = voices.filter(({ name }) => name === typed);
  if (exact.length > 0) return exact;
  const skeleton = skeletonOf(typed);
  return voices.filter(({ name }) => skeletonOf(name) === skeleton && skeleton !== '');
}

/** Names only voices that the asker may use, and so whose owners allowed them to be known. */
function ambiguous(candidates: readonly Voice[], advice: string): Refusal {
  const names = candidates.map(({ name }) => name).join(', ');
  const owners = candidates.map(({ owner }) => owner).join(', ');
  const ids = candidates.map(({ id }) => id).join(', ');
  return new Refusal('voice-ambiguous', `${advice}: ${names}.`, { values: { names, owners, ids, count: candidates.length } });
}
