import type { Consent } from '../consent/consent.ts';
import type { PersonId, VoiceId } from '../consent/identity.ts';
import { Refusal } from '../errors.ts';
import type { Forgettings } from './forgettings.ts';
import { cleanName, skeletonOf } from './name.ts';
import type { Shelf, VoiceSettings } from './shelf.ts';
import type { Turns } from './turns.ts';
import { keyGone, type Vault } from './vault.ts';
import { type Candidate, type Replacement, type Voice, type Voices, voicesDefaults } from './voices.ts';

/** Durable steps, in their order within `create`, `replace` or `revoke` and `forget`. */
export type Step =
  | 'marked'
  | 'enrolled'
  | 'blobs-written'
  | 'settings-written'
  | 'old-version-erased'
  | 'key-destroyed'
  | 'blobs-erased'
  | 'person-erased';

export interface MakingParts {
  readonly consent: Consent;
  readonly vault: Vault;
  readonly shelf: Shelf;
  readonly forgettings: Forgettings;
  readonly inTurn: Turns;
  readonly now: () => number;
  readonly onFault: (error: unknown) => void;
  readonly afterStep: (step: Step) => void | Promise<void>;
  newId(): VoiceId;
  own(voiceId: VoiceId, owner: PersonId): Promise<VoiceSettings>;
  owned(owner: PersonId): Promise<readonly Voice[]>;
  eraseAgain(voiceId: VoiceId): Promise<number>;
}

/** Making: voices come to be, and change, all or nothing; what one person does takes turns, so that no two voices of theirs get one name. */
export function createMaking(parts: MakingParts): Pick<Voices, 'create' | 'replace' | 'rename'> {
  const { consent, vault, shelf, forgettings, inTurn, now, onFault, afterStep, newId, own, owned, eraseAgain } = parts;

  function turn<Result>(
    owner: PersonId,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    return forgettings.during(owner, signal, either =>
      inTurn(owner, () => {
        either.throwIfAborted();
        return work(either);
      }),
    );
  }

  async function requireFreeName(name: string, owner: PersonId, except?: VoiceId): Promise<void> {
    const skeleton = skeletonOf(name);
    const others = (await owned(owner)).filter(({ id }) => id !== except);
    const taken = others.find(other => skeletonOf(other.name) === skeleton);
    if (!taken) return;
    throw new Refusal(
      'name-taken',
      `You have a voice "${taken.name}" already, which is the same or looks the same. Choose another name.`,
      {
        values: { name: taken.name },
      },
    );
  }

  async function make(owner: PersonId, candidate: Candidate, name: string, signal: AbortSignal): Promise<Voice> {
    await requireFreeName(name, owner);
    const id = newId();
    const settings: VoiceSettings = {
      ...settingsOf(candidate),
      name,
      designed: candidate.designed,
      version: 1,
      createdAtMs: now(),
    };
    try {
      await shelf.mark(id, now());
      await afterStep('marked');
      signal.throwIfAborted();
      await consent.enrol({ ...candidate.enrolment, owner, voice: { voiceId: id, wrappedKey: vault.newKey(id) } });
      await afterStep('enrolled');
      await shelf.writeVersion(id, 1, { ...candidate, signal });
      await afterStep('blobs-written');
      await shelf.writeSettings(id, settings);
      await afterStep('settings-written');
      signal.throwIfAborted();
      if (!isStanding(id)) throw keyGone();
      await shelf.unmark(id);
      return { id, owner, ...settings, recordings: settings.recordings.length };
    } catch (error) {
      await undo(id, owner, error);
      throw error;
    }
  }

  /** Where this fails as well, the mark stays, and `sweep` finishes it. */
  async function undo(voiceId: VoiceId, owner: PersonId, error: unknown): Promise<void> {
    const isDoubtful = error instanceof Refusal && error.code === 'ledger-unavailable'; // it may have been enrolled all the same
    try {
      if (isStanding(voiceId)) await consent.revoke(voiceId, owner);
      if (consent.status(voiceId) || !isDoubtful) await eraseAgain(voiceId);
    } catch (fault) {
      onFault(fault);
    }
  }

  async function remake(voiceId: VoiceId, owner: PersonId, replacement: Replacement, signal: AbortSignal): Promise<Voice> {
    const before = await own(voiceId, owner);
    const version = before.version + 1;
    const settings: VoiceSettings = { ...before, ...settingsOf(replacement), version };
    await shelf.mark(voiceId, now());
    try {
      await shelf.writeVersion(voiceId, version, { ...replacement, signal });
      await afterStep('blobs-written');
      if (replacement.enrolment) await consent.enrol({ ...replacement.enrolment, owner, voice: { again: voiceId } });
      await afterStep('enrolled');
      signal.throwIfAborted();
      await shelf.writeSettings(voiceId, settings);
    } catch (error) {
      await tidy(voiceId, before.version).catch(onFault);
      throw error;
    }
    await afterStep('settings-written');
    await tidy(voiceId, version).catch(onFault);
    return { id: voiceId, owner, ...settings, recordings: settings.recordings.length };
  }

  /** Where this fails, the mark stays, and `sweep` does it. */
  async function tidy(voiceId: VoiceId, version: number): Promise<void> {
    await shelf.eraseOtherVersions(voiceId, version);
    await afterStep('old-version-erased');
    await shelf.unmark(voiceId);
  }

  /** A voice that ended while it was changed: what was written after its blobs were erased goes as well. */
  async function unlessEnded<Result>(voiceId: VoiceId, work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work();
      if (!isStanding(voiceId)) throw keyGone();
      return result;
    } finally {
      if (consent.status(voiceId)?.state === 'revoked') await eraseAgain(voiceId).catch(onFault);
    }
  }

  function isStanding(voiceId: VoiceId): boolean {
    const status = consent.status(voiceId);
    return status !== undefined && status.state !== 'revoked';
  }

  return {
    async create(owner, candidate, signal) {
      const name = cleanName(candidate.name);
      requireRoom(candidate);
      return turn(owner, signal, either => make(owner, candidate, name, either));
    },
    async replace(voiceId, owner, replacement, signal) {
      requireRoom(replacement);
      return turn(owner, signal, either => unlessEnded(voiceId, () => remake(voiceId, owner, replacement, either)));
    },
    async rename(voiceId, owner, typed) {
      const name = cleanName(typed);
      return turn(owner, undefined, async () => {
        const settings = { ...(await own(voiceId, owner)), name };
        await requireFreeName(name, owner, voiceId);
        await unlessEnded(voiceId, () => shelf.writeSettings(voiceId, settings));
        return { id: voiceId, owner, ...settings, recordings: settings.recordings.length };
      });
    },
  };
}

function settingsOf({ language, engine, quality, recordings }: Replacement) {
  return { language, engine, quality, recordings: recordings.map(({ audio: _, ...facts }) => facts) };
}

function requireRoom({ recordings }: Replacement): void {
  const { recordingsPerVoice: maximum } = voicesDefaults;
  if (recordings.length <= maximum) return;
  throw new Refusal(
    'recordings-too-many',
    `A voice can have at most ${maximum} recordings. To begin anew with one, use /clone.`,
    {
      values: { maximum },
    },
  );
}
