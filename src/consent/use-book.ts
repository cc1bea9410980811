import type { SteadyClock } from './clock.ts';
import type { Consent, NamedUse } from './consent.ts';
import { consentDefaults, dayMs } from './consent-defaults.ts';
import type { Use } from './ledger.ts';
import type { Names } from './names.ts';
import { ownedVoice } from './owner-decisions.ts';
import { voiceStream } from './projection.ts';
import type { ConsentRecord } from './record.ts';
import { requireUse } from './wording.ts';

/** UseBook: what was spoken, for 90 days, and a mark in the ledger now and then that tells a used voice from an unused one. */
export function createUseBook(
  record: ConsentRecord,
  clock: SteadyClock,
): Pick<Consent, 'recordUse' | 'uses' | 'useOfAudio' | 'usesOfMark'> & { prune(): Promise<void> } {
  const { state, names, ledger } = record;
  let prunedAtMs = Number.NEGATIVE_INFINITY;

  const oldestMs = () => clock.nowMs() - consentDefaults.useLogDays * dayMs;

  /** Deletes what is older than it may be; at most once a day. */
  async function prune(): Promise<void> {
    if (clock.nowMs() - prunedAtMs < dayMs) return;
    prunedAtMs = clock.nowMs();
    await ledger.uses.prune(oldestMs());
  }

  async function markUsed(voiceId: string): Promise<void> {
    const isMarked = () => {
      const voice = state.voices.get(voiceId);
      return !voice || voice.revoked || clock.nowMs() - voice.usedAtMs < consentDefaults.usedMarkDays * dayMs;
    };
    if (isMarked()) return;
    await record.change(voiceStream(voiceId), () => (isMarked() ? undefined : { events: [{ kind: 'voice-used', body: {} }] }));
  }

  return {
    prune,
    async recordUse({ requester, placeId, ...use }) {
      requireUse({ requester, placeId, ...use });
      if (requester === undefined || placeId === undefined)
        throw new Error('A use has a requester and a place when it is recorded.');
      await ledger.uses.record({ ...use, requester: await record.token(requester), place: await record.token(placeId) });
      await markUsed(use.voiceId);
      await prune();
    },
    async uses(voiceId, owner, { limit }) {
      ownedVoice(record, voiceId, owner);
      const uses = await ledger.uses.list(voiceId, { limit });
      return uses.filter(use => use.atMs >= oldestMs()).map(use => namedUse(names, use));
    },
    async useOfAudio(audioHash) {
      const use = await ledger.uses.findByAudio(audioHash);
      return use && use.atMs >= oldestMs() ? namedUse(names, use) : undefined;
    },
    async usesOfMark(mark) {
      const uses = await ledger.uses.marked(mark);
      return uses.filter(use => use.atMs >= oldestMs()).map(use => namedUse(names, use));
    },
  };
}

function namedUse(names: Names, { requester, place, ...use }: Use): NamedUse {
  return { ...use, requester: names.nameOf(requester), placeId: names.nameOf(place) };
}
