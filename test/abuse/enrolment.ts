/** Abuse: recordings that are not one's own, not fresh, not alone or not fit, sent through the real enrolling; only what is heard is played. */
import { randomBytes } from 'node:crypto';
import type { ChallengePurpose } from '../../src/consent/challenge.ts';
import { Refusal } from '../../src/errors.ts';
import type { SpokenMessage } from '../../src/voices/enrolling.ts';
import type { Abuse } from '../consent/abuse.ts';
import { minuteMs } from '../support/manual-time.ts';
import { candidate } from '../voices/support.ts';
import { rowsIn } from './rows.ts';
import { ada, ben, createWorld, den, eve, hall, never, type World } from './world.ts';

function spoken({ time }: World, changes: Partial<SpokenMessage> = {}): SpokenMessage {
  const { personId = eve } = changes;
  return {
    personId,
    placeId: den,
    authorId: personId,
    forwarded: false,
    sentAtMs: time.now(),
    name: 'voice-message.ogg',
    bytes: randomBytes(100),
    ...changes,
  };
}

const ask = ({ enrolling }: World, personId = eve, purpose: ChallengePurpose = { kind: 'enrol', name: 'Eve', language: 'en' }) =>
  enrolling.challenge(personId, den, purpose);

const answer = (world: World, changes: Partial<SpokenMessage> = {}) =>
  world.enrolling.answer(spoken(world, changes), world.notice, never);

/** Eve has a challenge and answers it with a message that is wrong in this way. */
const answering = (change: (world: World) => Partial<SpokenMessage> | undefined) => async (world: World) => {
  await ask(world);
  return answer(world, change(world) ?? {});
};

/** Eve answers, and the ear finds something wrong. */
const heardAs = (reason: string) =>
  answering(({ ear }) => {
    ear.verdict = { accepted: false, reason, advice: 'Try again.' };
  });

const failingAt = (step: 'verify' | 'clone' | 'picture', code: string) =>
  answering(({ ear }) => {
    ear.failures[step] = new Refusal(code, 'No.');
  });

async function enrolEve(world: World): Promise<World> {
  await ask(world);
  await answer(world);
  return world;
}

const rows = rowsIn('a recording', createWorld, [
  ['of somebody else', 'message-of-another', answering(() => ({ authorId: ada }))],
  ['of a bot that plays a voice', 'message-of-another', answering(() => ({ authorId: 'console:bot' }))],
  ['whose author the platform does not know', 'message-of-another', answering(() => ({ authorId: '' }))],
  ['of the same account name on another platform', 'message-of-another', answering(() => ({ authorId: 'discord:eve' }))],
  ['that was forwarded', 'message-forwarded', answering(() => ({ forwarded: true }))],
  ['from before the challenge', 'challenge-too-early', answering(({ time }) => ({ sentAtMs: time.now() - 1 }))],
  ['from after the challenge', 'challenge-expired', answering(({ time }) => ({ sentAtMs: time.now() + 5 * minuteMs }))],
  ['that arrives too late', 'challenge-expired', answering(({ time }) => void time.advance(5 * minuteMs))],
  ['sent in another place', 'challenge-elsewhere', answering(() => ({ placeId: hall }))],
  ['sent in private', 'challenge-elsewhere', answering(() => ({ placeId: 'console:dm/eve' }))],
  ['for the challenge of somebody else', 'challenge-missing', answering(() => ({ personId: ben, authorId: ben }))],
  ['without having asked', 'challenge-missing', w => answer(w)],
  [
    'a second time',
    'challenge-missing',
    async w => {
      await enrolEve(w);
      return answer(w);
    },
  ],
  [
    'two of them in one moment',
    'challenge-missing',
    async w => {
      await ask(w);
      return Promise.all([answer(w), answer(w)]);
    },
  ],
  [
    'of another sentence, and then of the right one',
    'challenge-missing',
    async w => {
      await heardAs('words-differ')(w).catch(() => undefined);
      w.ear.verdict = { accepted: true };
      return answer(w);
    },
  ],
  [
    'that Eve sent before, for a new sentence',
    'challenge-replayed',
    async w => {
      await enrolEve(w);
      await ask(w, eve, { kind: 'enrol', name: 'Eve the second', language: 'en' });
      return answer(w);
    },
  ],
  [
    'that Eve sent before, by Ben',
    'challenge-replayed',
    async w => {
      await enrolEve(w);
      await ask(w, ben, { kind: 'enrol', name: 'Ben', language: 'en' });
      return answer(w, { personId: ben });
    },
  ],
  [
    'that was sent before, with another beginning and some noise',
    'challenge-replayed',
    async w => {
      await enrolEve(w);
      const bits = Uint8Array.from(w.ear.fingerprint, (byte, at) => (at % 3 === 0 ? byte ^ 1 : byte));
      w.ear.fingerprint = Buffer.concat([randomBytes(40), bits]);
      await ask(w, ben, { kind: 'enrol', name: 'Ben', language: 'en' });
      return answer(w, { personId: ben });
    },
  ],
  ['of other words', 'challenge-failed', heardAs('words-differ')],
  ['of another statement', 'challenge-failed', heardAs('statement-differs')],
  ['of silence', 'challenge-failed', heardAs('no-speech')],
  ['of two speakers', 'challenge-failed', heardAs('several-speakers')],
  ['that was made here', 'challenge-failed', heardAs('marked')],
  ['that is no sound', 'audio-unreadable', failingAt('verify', 'audio-unreadable')],
  ['that is an hour long', 'audio-too-long', failingAt('verify', 'audio-too-long')],
  ['below the floor of quality', 'reference-refused', failingAt('clone', 'reference-refused')],
  ['that breaks the picture', 'audio-unreadable', failingAt('picture', 'audio-unreadable')],
  ['of 21 MiB', 'audio-too-large', answering(() => ({ bytes: new Uint8Array(21 * 1_048_576) }))],
]);

const attestations: readonly (readonly [what: string, notice: unknown])[] = [
  ['nothing', undefined],
  ['an empty notice', { version: '', hash: '' }],
  ['a notice without a hash', { version: '1', hash: '' }],
  ['a hash that is none', { version: '1', hash: 'x'.repeat(64) }],
  ['a hash in capitals', { version: '1', hash: 'AB'.repeat(32) }],
  ['a hash without a version', { version: '', hash: 'ab'.repeat(32) }],
];

const attestationRows = rowsIn(
  'attested with',
  createWorld,
  attestations.map(([what, notice]) => [
    what,
    'attestation-missing',
    async w => {
      await ask(w);
      return w.enrolling.answer(spoken(w), notice as World['notice'], never);
    },
  ]),
);

const add = (world: World, changes: Partial<SpokenMessage> = {}, voiceId = world.voice.id) =>
  world.enrolling.add(voiceId, spoken(world, { personId: ada, ...changes }), undefined, never);

/** Another speaker for a voice that stands. */
const anotherSpeaker = (world: World) => {
  world.ear.alike = false;
  world.ear.fingerprint = randomBytes(1000);
};

const standingRows = rowsIn('a recording for a voice that stands', createWorld, [
  ['by a stranger', 'voice-unknown', w => add(w, { personId: eve })],
  ['by a friend who may use it', 'voice-unknown', w => add(w, { personId: ben })],
  ['for a voice that never was', 'voice-unknown', w => add(w, {}, '0'.repeat(26))],
  ['of somebody else', 'message-of-another', w => add(w, { authorId: eve })],
  ['that was forwarded', 'message-forwarded', w => add(w, { forwarded: true })],
  ['of 21 MiB', 'audio-too-large', w => add(w, { bytes: new Uint8Array(21 * 1_048_576) })],
  [
    'of another speaker',
    'speaker-differs',
    w => {
      anotherSpeaker(w);
      return add(w);
    },
  ],
  [
    'as a sixth',
    'recordings-too-many',
    async w => {
      for (let count = 0; count < 5; count++) await add(w);
    },
  ],
  [
    'that was invented',
    'voice-designed',
    async w => {
      const invented = await w.voices.create(ada, candidate({ name: 'Robot', designed: true, recordings: [] }));
      return add(w, {}, invented.id);
    },
  ],
  [
    'that was invented, to make a person of it',
    'voice-designed',
    async w => {
      const invented = await w.voices.create(ada, candidate({ name: 'Robot', designed: true, recordings: [] }));
      return ask(w, ada, { kind: 'again', voiceId: invented.id });
    },
  ],
  ['to replace it, by a friend', 'voice-unknown', w => ask(w, ben, { kind: 'again', voiceId: w.voice.id })],
  ['to confirm it, by a stranger', 'voice-unknown', w => ask(w, eve, { kind: 'reconfirm', voiceId: w.voice.id })],
  ...(['again', 'reconfirm'] as const).map(
    kind =>
      [
        `of another speaker, ${kind}`,
        'speaker-differs',
        async (w: World) => {
          await ask(w, ada, { kind, voiceId: w.voice.id });
          anotherSpeaker(w);
          return answer(w, { personId: ada });
        },
      ] as const,
  ),
  [
    'after it was revoked',
    'voice-unknown',
    async w => {
      await ask(w, ada, { kind: 'again', voiceId: w.voice.id });
      await w.voices.revoke(w.voice.id, ada);
      return answer(w, { personId: ada });
    },
  ],
]);

export const enrolmentAbuse: readonly Abuse[] = [...rows, ...attestationRows, ...standingRows];
