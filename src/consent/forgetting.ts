import type { Consent } from './consent.ts';
import type { EndVoice } from './ending.ts';
import type { Rule, Token } from './events.ts';
import { privatePlaceOf, type VoiceId } from './identity.ts';
import { roleNamesOf } from './names.ts';
import { instanceStream, placeStream, voiceStream } from './projection.ts';
import type { ConsentRecord } from './record.ts';

/**
 * Forgetting: ends what hangs on a person or a place, then erases the names, last of all, so that what a crash interrupts can be
 * asked for again. The events stay in the chain, about somebody of whom nothing is known.
 */
export function createForgetting(record: ConsentRecord, endVoice: EndVoice): Pick<Consent, 'forget' | 'forgetPlace'> {
  const { state, names } = record;

  async function endRules(which: (rule: Rule) => boolean): Promise<void> {
    for (const { voiceId, rules } of [...state.voices.values()]) {
      const due = () => [...rules.values()].filter(which);
      if (due().length === 0) continue;
      await record.change(voiceStream(voiceId), () => {
        const events = due().map(({ rule }) => ({ kind: 'rule-ended', body: { rule, reason: 'forgotten' } }) as const);
        return events.length === 0 ? undefined : { events };
      });
    }
  }

  /** Returns the voices that ended now. */
  async function endAllOf(person: Token): Promise<VoiceId[]> {
    const standing = [...(state.voicesOf.get(person) ?? [])].filter(voiceId => !state.voices.get(voiceId)!.revoked);
    for (const voiceId of standing) await endVoice(voiceId, 'forgotten');
    for (const voiceId of state.voicesOf.get(person) ?? []) await record.ledger.uses.erase(voiceId);
    await endRules(({ audience }) => audience.kind === 'person' && audience.person === person);
    return standing;
  }

  return {
    async forget(personId, entries) {
      const person = await record.token(personId);
      const voices = await endAllOf(person);
      const privatePlace = privatePlaceOf(personId);
      const place = names.tokenOf(privatePlace);
      const tokens = place === undefined ? [person] : [person, place];
      const forgetNames = place === undefined ? [personId] : [personId, privatePlace];
      const body = { voices: voices.length, entries, tokens };
      const [receipt] = await record.change(instanceStream, () => ({
        events: [{ kind: 'person-forgotten', body }],
        changes: { forgetNames },
      }));
      return { voices, hash: receipt.hash, atMs: receipt.atMs };
    },
    async forgetPlace(placeId) {
      const place = names.tokenOf(placeId);
      const isLeft = () => place !== undefined && state.places.get(place)?.leftAtMs !== undefined;
      if (place === undefined || !isLeft()) return;
      await endRules(rule => rule.place === place);
      const gone = [placeId, ...names.startingWith(roleNamesOf(placeId))];
      const tokens = gone.flatMap(name => names.tokenOf(name) ?? []);
      await record.change(placeStream(place), () =>
        isLeft() ? { events: [{ kind: 'place-forgotten', body: { tokens } }], changes: { forgetNames: gone } } : undefined,
      );
    },
  };
}
