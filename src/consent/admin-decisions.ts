import type { BlockTarget, Consent, StopTarget } from './consent.ts';
import type { PersonId, PlaceId, VoiceId } from './identity.ts';
import { instanceStream, type PlaceFacts, placeStream, type VoiceFacts, voiceStream } from './projection.ts';
import type { ConsentRecord } from './record.ts';
import { voiceUnknown } from './refusals.ts';
import { requireWording } from './wording.ts';

type AdminDecisions = Pick<
  Consent,
  'block' | 'unblock' | 'freeze' | 'unfreeze' | 'stop' | 'resume' | 'placeLeft' | 'placeJoined'
>;

/** AdminDecisions: what admins of a place and operators forbid, and where the bot is. What is so already is not written a second time. */
export function createAdminDecisions(record: ConsentRecord): AdminDecisions {
  const { state } = record;

  function knownVoice(voiceId: VoiceId): VoiceFacts {
    const voice = state.voices.get(voiceId);
    if (!voice) throw voiceUnknown();
    return voice;
  }

  function placeFacts(place: string): PlaceFacts | undefined {
    return state.places.get(place);
  }

  async function setBlocked(what: BlockTarget, where: { placeId: PlaceId; by: PersonId }, blocked: boolean): Promise<void> {
    if ('voiceId' in what) knownVoice(what.voiceId); // before any name gets a token
    const [place, by] = [await record.token(where.placeId), await record.token(where.by)];
    if ('personId' in what) {
      const person = await record.token(what.personId);
      const kind = blocked ? 'person-blocked' : 'person-unblocked';
      await record.change(placeStream(place), () =>
        (placeFacts(place)?.blockedPersons.has(person) ?? false) === blocked
          ? undefined
          : { events: [{ kind, body: { person, by } }] },
      );
      return;
    }
    const voice = knownVoice(what.voiceId);
    const kind = blocked ? 'voice-blocked' : 'voice-unblocked';
    await record.change(voiceStream(what.voiceId), () =>
      voice.blockedIn.has(place) === blocked ? undefined : { events: [{ kind, body: { place, by } }] },
    );
  }

  async function setStopped(what: StopTarget, byId: PersonId, isStopped: boolean): Promise<void> {
    if (what !== 'instance' && 'voiceId' in what) knownVoice(what.voiceId);
    const by = await record.token(byId);
    const { stream, stopped } = await targetOf(what);
    const kind = isStopped ? 'stopped' : 'resumed';
    await record.change(stream, () => (stopped() === isStopped ? undefined : { events: [{ kind, body: { by } }] }));
  }

  async function targetOf(what: StopTarget): Promise<{ stream: string; stopped: () => boolean }> {
    if (what === 'instance') return { stream: instanceStream, stopped: () => state.instanceStopped };
    if ('voiceId' in what) {
      const voice = knownVoice(what.voiceId);
      return { stream: voiceStream(voice.voiceId), stopped: () => voice.stopped };
    }
    const place = await record.token(what.placeId);
    return { stream: placeStream(place), stopped: () => placeFacts(place)?.stopped ?? false };
  }

  async function setLeft(placeId: PlaceId, left: boolean): Promise<void> {
    const place = await record.token(placeId);
    const kind = left ? 'place-left' : 'place-joined';
    await record.change(placeStream(place), () =>
      (placeFacts(place)?.leftAtMs !== undefined) === left ? undefined : { events: [{ kind, body: {} }] },
    );
  }

  return {
    block: (what, placeId, by) => setBlocked(what, { placeId, by }, true),
    unblock: (what, placeId, by) => setBlocked(what, { placeId, by }, false),
    async freeze(voiceId, placeId, byId, report) {
      requireWording('id', 'The id of a report', report);
      const voice = knownVoice(voiceId);
      const [place, by] = [await record.token(placeId), await record.token(byId)];
      await record.change(voiceStream(voiceId), () =>
        voice.frozenIn.has(place) ? undefined : { events: [{ kind: 'voice-frozen', body: { place, by, report } }] },
      );
    },
    async unfreeze(voiceId, placeId, byId) {
      const voice = knownVoice(voiceId);
      const [place, by] = [await record.token(placeId), await record.token(byId)];
      await record.change(voiceStream(voiceId), () =>
        voice.frozenIn.has(place) ? { events: [{ kind: 'voice-unfrozen', body: { place, by } }] } : undefined,
      );
    },
    stop: (what, by) => setStopped(what, by, true),
    resume: (what, by) => setStopped(what, by, false),
    placeLeft: placeId => setLeft(placeId, true),
    placeJoined: placeId => setLeft(placeId, false),
  };
}
