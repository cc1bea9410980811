import type { Consent, Receipt } from '../consent/consent.ts';
import { requireGrant } from '../consent/gate.ts';
import type { PersonId, VoiceId } from '../consent/identity.ts';
import { cryptoRandom, type RandomBelow, randomId } from '../consent/random-id.ts';
import { voiceUnknown } from '../consent/refusals.ts';
import { Refusal } from '../errors.ts';
import type { Stores } from '../stores/stores.ts';
import { createErasing, usualDetail, usualIn } from './erasing.ts';
import { exportPerson } from './exporting.ts';
import { findVoice } from './finding.ts';
import { createForgettings, type Forgettings } from './forgettings.ts';
import { createHeldPrints } from './held-prints.ts';
import { createMaking, type Step } from './making.ts';
import { createShelf, type VoiceSettings } from './shelf.ts';
import { createSweep } from './sweep.ts';
import { createTurns } from './turns.ts';
import { keyGone, type Vault } from './vault.ts';
import type { Voice, Voices } from './voices.ts';

export interface VoicesParts {
  readonly stores: Stores;
  readonly consent: Consent;
  readonly vault: Vault;
  readonly now: () => number;
  readonly random?: RandomBelow;
  /** What failed in the background: erasing the blobs of a voice that ended, or a voice in a list that cannot be read. */
  readonly onFault: (error: unknown) => void;
  /** Whether other processes work on the same stores and ledger. */
  readonly shared?: boolean;
  /** Hears of each durable step, for tests of crashes between two of them. */
  readonly afterStep?: (step: Step) => void | Promise<void>;
}

export interface RunningVoices extends Voices {
  readonly forgettings: Forgettings;
  /** Waits for what is being erased, then overwrites the keys in memory. */
  close(): Promise<void>;
}

/** Refuses with 'master-key-wrong' when the ledger's keys were wrapped by another one. Call `sweep` before the first request. */
export async function createVoices(parts: VoicesParts): Promise<RunningVoices> {
  const { stores, consent, vault, random = cryptoRandom, onFault, afterStep = () => {} } = parts;
  await vault.prove();
  const shelf = createShelf(stores, vault);
  const prints = createHeldPrints();
  const erasing = createErasing(stores);
  const forgettings = createForgettings();
  const inTurn = createTurns();
  const people = stores.open('people');
  const erasures = new Map<VoiceId, Promise<void>>();

  /** Once at a time for each voice; the key is destroyed already. */
  function eraseBlobs(voiceId: VoiceId): Promise<void> {
    const running = erasures.get(voiceId);
    if (running) return running;
    const work = (async () => {
      await erasing.voice(voiceId);
      await afterStep('blobs-erased');
    })().finally(() => erasures.delete(voiceId));
    erasures.set(voiceId, work);
    return work;
  }

  const stopListening = consent.onRevoked(voiceId => {
    vault.drop(voiceId);
    prints.drop(voiceId);
    eraseBlobs(voiceId).catch(onFault);
  });

  /** undefined: it has ended, or is not finished yet. */
  async function load(voiceId: VoiceId): Promise<Voice | undefined> {
    const status = consent.status(voiceId);
    if (!status || status.state === 'revoked' || status.owner === undefined) return undefined;
    try {
      const settings = await shelf.settings(voiceId);
      return settings && voiceOf(voiceId, status.owner, settings);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'consent-revoked') return undefined;
      throw error;
    }
  }

  /** One that cannot be read does not hide the others. */
  async function loadAll(voiceIds: readonly VoiceId[]): Promise<readonly Voice[]> {
    const loaded = await Promise.all(voiceIds.map(voiceId => load(voiceId).catch(onFault)));
    return loaded.filter(voice => voice !== undefined);
  }

  /** Standing and the owner's own, with its settings. */
  async function own(voiceId: VoiceId, owner: PersonId): Promise<VoiceSettings> {
    if (!consent.voicesOf(owner).includes(voiceId)) throw voiceUnknown();
    const settings = await shelf.settings(voiceId);
    if (!settings) throw voiceUnknown();
    return settings;
  }

  const owned = (owner: PersonId) => loadAll(consent.voicesOf(owner));
  const usable: Voices['usable'] = asker => loadAll(consent.usable(asker));
  const known: Voices['usable'] = asker => loadAll(consent.known(asker));
  const usualOf = async (person: PersonId) => usualIn(await people.get(`${person}/${usualDetail}`));
  const making = createMaking({
    ...parts,
    shelf,
    inTurn,
    forgettings,
    own,
    owned,
    eraseAgain: erasing.voice,
    afterStep,
    newId: () => randomId(26, random),
  });

  async function revoke(voiceId: VoiceId, owner: PersonId, reason?: 'forgotten'): Promise<Receipt> {
    const receipt = await consent.revoke(voiceId, owner, reason);
    await afterStep('key-destroyed');
    vault.drop(voiceId);
    prints.drop(voiceId);
    await eraseBlobs(voiceId);
    return receipt;
  }

  const sweep = createSweep({ ...parts, shelf, erasing, eraseBlobs, revoke });

  return {
    ...making,
    forgettings,
    owned,
    usable,
    find: (asker, name) => findVoice({ usable, known, consent, load, usualOf }, asker, name),
    revoke,

    async print(grant) {
      requireGrant(grant);
      grant.revoked.throwIfAborted();
      const settings = await shelf.settings(grant.voiceId);
      if (!settings) throw keyGone();
      const { version } = settings;
      const print = await prints.get(grant.voiceId, version, () => shelf.print(grant.voiceId, version));
      grant.revoked.throwIfAborted();
      return print;
    },
    async setUsual(voiceId, person) {
      await inTurn(person, () => people.set(`${person}/${usualDetail}`, { voiceId }));
    },
    async recordings(voiceId, owner) {
      return shelf.recordings(voiceId, await own(voiceId, owner));
    },

    async forget(person) {
      forgettings.forget(person);
      const voiceIds = consent.voicesOf(person);
      for (const voiceId of voiceIds) await revoke(voiceId, person, 'forgotten');
      return inTurn(person, async () => {
        const late = consent.voicesOf(person); // finished while the others ended
        for (const voiceId of late) await revoke(voiceId, person, 'forgotten');
        const entries = await erasing.person(person);
        await afterStep('person-erased');
        const receipt = await consent.forget(person, entries);
        await erasing.person(person); // what was written in between
        return { ...receipt, voices: [...voiceIds, ...late] };
      });
    },
    export: person => exportPerson({ stores, vault, consent }, person),

    sweep,
    async close() {
      stopListening();
      await Promise.allSettled(erasures.values());
      prints.close();
      vault.close();
    },
  };
}

function voiceOf(id: VoiceId, owner: PersonId, { recordings, ...settings }: VoiceSettings): Voice {
  return { id, owner, ...settings, recordings: recordings.length };
}
