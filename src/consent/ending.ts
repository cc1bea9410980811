import type { Receipt } from './consent.ts';
import type { EventBodies } from './events.ts';
import type { VoiceId } from './identity.ts';
import { voiceStream } from './projection.ts';
import type { ConsentRecord } from './record.ts';

/** Whoever calls it has checked that it may be done. A voice that has ended already gives the receipt that it gave then. */
export type EndVoice = (voiceId: VoiceId, reason: EventBodies['voice-revoked']['reason']) => Promise<Receipt>;

/**
 * Ending: a voice is silent at once, also when the ledger cannot be written (then until this process ends: an owner's no never waits
 * for a disk); with the event its key is destroyed, or neither happens.
 */
export function createEnding(record: ConsentRecord, silence: (voiceId: VoiceId) => void): EndVoice {
  return async (voiceId, reason) => {
    const voice = record.state.voices.get(voiceId);
    if (!voice) throw new Error('A voice that does not exist cannot end.');
    silence(voiceId);
    await record.change(voiceStream(voiceId), () =>
      voice.revoked ? undefined : { events: [{ kind: 'voice-revoked', body: { reason } }], changes: { destroyKeys: [voiceId] } },
    );
    return { voices: [voiceId], ...voice.revoked! };
  };
}
