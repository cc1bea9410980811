/** World: consent on a ledger in memory, with a clock that the test moves. Ada owns a voice; Ben and Eve would like to use it; Mod is an admin. */
import { createConsent } from '../../src/consent/create-consent.ts';
import type { Grant, Question } from '../../src/consent/gate.ts';
import type { Form, PersonId, PlaceId, VoiceId } from '../../src/consent/identity.ts';
import type { Ledger, Use } from '../../src/consent/ledger.ts';
import { noticeOf, noticeVersion } from '../../src/consent/notice.ts';
import { randomId } from '../../src/consent/random-id.ts';
import { createManualTime, dayMs } from '../support/manual-time.ts';
import { createMemoryLedger, createMemoryStorage } from '../support/memory-ledger.ts';

export const [ada, ben, eve, mod, operator] = ['console:ada', 'console:ben', 'console:eve', 'console:mod', 'console:operator'];
export const [home, work] = ['console:group/home', 'console:group/work'];

export const notice = noticeOf(noticeVersion, 'What is kept, where, and how to end it.');
export const verification = { method: 'embedded', scores: { margin: 0.4 }, thresholds: { margin: -1 } };

export interface Asking {
  readonly person?: PersonId;
  readonly place?: PlaceId;
  readonly roles?: readonly string[];
  readonly form?: Form;
}

export function question(voiceId: VoiceId, { person = ben, place = home, roles = [], form = 'note' }: Asking = {}): Question {
  return { voiceId, asker: { personId: person, placeId: place, roles }, form };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

/** `wrap` stands between consent and its ledger. */
export async function createWorld({ wrap = (ledger: Ledger) => ledger } = {}) {
  const time = createManualTime();
  const storage = createMemoryStorage();
  const faults: unknown[] = [];
  const open = (wrapping = wrap) =>
    createConsent({
      ledger: wrapping(createMemoryLedger({ now: time.now, storage })),
      now: time.now,
      schedule: time.schedule,
      onFault: error => faults.push(error),
    });
  const consent = await open();

  return {
    time,
    storage,
    consent,
    faults,
    /** Another process on the same ledger, or the same one after a restart. */
    open,
    enrol(owner: PersonId = ada): Promise<VoiceId> {
      const voice = { voiceId: randomId(26), wrappedKey: new Uint8Array(60) };
      return consent.enrol({ owner, placeId: home, notice, verification, voice });
    },
    /** To a person, for notes, at home, for a month, unless said otherwise. */
    allow(voiceId: VoiceId, { person = ben, place = home, forms = ['note'] as readonly Form[], days = 30 } = {}) {
      return consent.allow(voiceId, ada, {
        audience: { kind: 'person', personId: person },
        placeId: place,
        forms,
        untilMs: time.now() + days * dayMs,
      });
    },
    ask: (voiceId: VoiceId, asking?: Asking): Grant => consent.grant(question(voiceId, asking)),
    use(voiceId: VoiceId, more: Partial<Use> = {}) {
      const base = { generationId: '0000000a', voiceId, form: 'note' as const, atMs: time.now(), textHash: 'ab'.repeat(32) };
      return consent.recordUse({ ...base, ...more, requester: ben, placeId: home });
    },
  };
}

/** A world with one voice of Ada's that Ben may use for notes at home for a month. */
export async function createAllowedWorld(options?: Parameters<typeof createWorld>[0]) {
  const world = await createWorld(options);
  const voiceId = await world.enrol();
  const rule = await world.allow(voiceId);
  return { ...world, voiceId, rule };
}
