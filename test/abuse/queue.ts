/** Abuse: floods, grants that are none or no more, and work that nobody may have for so long. */
import type { Grant } from '../../src/consent/gate.ts';
import { type Form, forms } from '../../src/consent/identity.ts';
import type { SpeakHandle, SpeakJob } from '../../src/jobs/queue.ts';
import type { Abuse } from '../consent/abuse.ts';
import { createScriptedSpeaker } from '../jobs/scripted-speaker.ts';
import { job, settle, unlimitedRates } from '../jobs/support.ts';
import { dayMs } from '../support/manual-time.ts';
import { rowsIn } from './rows.ts';
import { ada, createWorld, den, eve, mod, olga, type World } from './world.ts';

const everyone = { audience: { kind: 'everyone' }, placeId: den, forms } as const;

/** A speaker that never comes to an end; everybody in the den may use the voice, each in any form. */
async function createBusyWorld(limits: Parameters<typeof createWorld>[0] = {}) {
  const speaker = createScriptedSpeaker();
  const world = await createWorld({ speaker, ...limits });
  await world.consent.allow(world.voice.id, ada, everyone);
  return { ...world, speaker };
}

const flood = (world: World, count: number, person = (number: number) => `console:guest-${number}`) => {
  for (let number = 0; number < count; number++) world.submit(`Text ${number}.`, { person: person(number) });
};

const withoutRates = () => createBusyWorld({ queue: { rates: unlimitedRates } });

const floods: readonly Abuse[] = [
  ...rowsIn('a flood', createBusyWorld, [
    ['of one person, of texts that wait', 'queue-person-full', w => flood(w, 8, () => eve)],
    [
      'of one person, of texts that are stopped at once',
      'rate-person',
      w => {
        for (let number = 0; number < 11; number++) w.submit('Hello.', { person: eve }).cancel(new Error('enough'));
      },
    ],
    [
      'of one person, in several forms',
      'queue-person-full',
      w => {
        for (let number = 0; number < 9; number++) w.submit('Hello.', { person: eve, form: forms[number % 3] });
      },
    ],
    ['of everybody, for one voice', 'rate-voice', w => flood(w, 31)],
    [
      'of everybody, in one place, with three voices',
      'rate-place',
      async w => {
        const voices = [w.voice, w.secret, await w.make(ada, 'Third')];
        for (const { id } of voices) await w.consent.allow(id, ada, everyone);
        for (let number = 0; number < 61; number++) {
          const voiceId = voices[number % 3].id;
          w.submit('Hello.', { person: `console:guest-${number}`, voiceId }).cancel(new Error('enough'));
        }
      },
    ],
    [
      'of one person, with the clock set back',
      'rate-person',
      w => {
        for (let number = 0; number < 10; number++) w.submit('Hello.', { person: eve }).cancel(new Error('enough'));
        w.time.advance(-dayMs);
        w.submit('Hello.', { person: eve });
      },
    ],
  ]),
  ...rowsIn('a flood without limits of rate', withoutRates, [
    ['of everybody, in one place', 'queue-place-full', w => flood(w, 60)],
  ]),
  ...rowsIn('a flood of a small queue', () => createBusyWorld({ queue: { waiting: 3, rates: unlimitedRates } }), [
    ['of everybody', 'queue-full', w => flood(w, 6)],
  ]),
];

const notGrants = rowsIn('a grant', createWorld, [
  [
    'that was given back',
    'grant-invalid',
    w => {
      const grant = w.grant();
      w.consent.release(grant);
      return w.queue.submit(job('Hello.'), grant).finished;
    },
  ],
  [
    'whose job is over, for another one',
    'grant-invalid',
    async w => {
      const grant = w.grant();
      await w.queue.submit(job('Hello.'), grant).finished;
      return w.queue.submit(job('Hello.'), { ...grant }).finished;
    },
  ],
  ['that was copied', 'grant-invalid', w => w.queue.submit(job('Hello.'), { ...w.grant() }).finished],
  [
    'that was copied for another voice',
    'grant-invalid',
    w => w.queue.submit(job('Hello.'), { ...w.grant(), voiceId: w.secret.id }).finished,
  ],
  [
    'that was copied for another form',
    'grant-invalid',
    w => w.queue.submit(job('Hello.'), { ...w.grant(), form: 'file' }).finished,
  ],
  ['that only stands behind another one', 'grant-invalid', w => w.queue.submit(job('Hello.'), Object.create(w.grant())).finished],
  ['through a proxy', 'grant-invalid', w => w.queue.submit(job('Hello.'), new Proxy(w.grant(), {})).finished],
  ['made up', 'grant-invalid', w => w.queue.submit(job('Hello.'), madeUp(w)).finished],
  [
    'of another instance',
    'grant-invalid',
    async w => {
      await using other = await createWorld();
      return await w.queue.submit(job('Hello.'), other.grant()).finished;
    },
  ],
]);

function madeUp({ voice }: World): Grant {
  const facts = { voiceId: voice.id, personId: eve, placeId: den, form: 'note', revoked: new AbortController().signal };
  return facts as unknown as Grant;
}

/** Something happens to a job that waits behind others, or while it is made. */
const held =
  (happens: (world: World) => unknown, form: Form = 'note') =>
  async (world: World & { readonly speaker: ReturnType<typeof createScriptedSpeaker> }) => {
    const others = [1, 2].map(number => world.submit(`Other ${number}.`, { person: ada, voiceId: world.secret.id }));
    const waiting = world.submit('Hello.', { form });
    await settle();
    await happens(world);
    for (const other of others) other.cancel(new Error('out of the way'));
    await settle();
    for (const speech of world.speaker.speeches.filter(({ text }) => text === 'Hello.')) speech.end();
    return waiting.finished;
  };

const waitingRows = rowsIn('a text that waits', createBusyWorld, [
  ['while the voice is revoked', 'consent-revoked', held(w => w.voices.revoke(w.voice.id, ada))],
  ['while its owner is forgotten', 'consent-revoked', held(w => w.voices.forget(ada))],
  ['while the asker is forgotten', 'person-forgotten', held(w => w.consent.forget('console:ben', 0))],
  ['while the voice is blocked', 'voice-blocked', held(w => w.consent.block({ voiceId: w.voice.id }, den, mod))],
  ['while the asker is blocked', 'person-blocked', held(w => w.consent.block({ personId: 'console:ben' }, den, mod))],
  ['while the voice is reported', 'voice-frozen', held(w => w.consent.freeze(w.voice.id, den, eve, 'r-1'))],
  ['while the operator stops the voice', 'voice-stopped', held(w => w.consent.stop({ voiceId: w.voice.id }, olga))],
  ['while the operator stops the place', 'place-stopped', held(w => w.consent.stop({ placeId: den }, olga))],
  ['while the operator stops everything', 'instance-stopped', held(w => w.consent.stop('instance', olga))],
  ['while the bot leaves the place', 'place-left', held(w => w.consent.placeLeft(den))],
  ['while the permission runs out', 'consent-expired', held(w => w.time.advance(100 * dayMs))],
  ['while the bot shuts down', 'shutting-down', held(w => w.queue.close())],
  [
    'while its form is taken away',
    'consent-form',
    held(async w => {
      await w.consent.allow(w.voice.id, ada, { ...everyone, forms: ['note'] });
      await w.allow(w.voice.id, { forms: ['note'] });
    }, 'file'),
  ],
]);

const tired = () => createBusyWorld({ queue: { readerSeconds: 0.02, rates: unlimitedRates } });
const give = (world: World, more: Partial<SpeakJob>): SpeakHandle =>
  world.queue.submit({ ...job('Hello.'), ...more }, world.grant());

const workRows = rowsIn('a job', tired, [
  ['that holds the engine for ever', 'job-deadline', w => give(w, { deadlineSeconds: 0.02 }).finished],
  [
    'that waits for ever',
    'job-deadline',
    w => {
      for (const number of [1, 2]) w.submit(`Other ${number}.`, { person: ada });
      return give(w, { deadlineSeconds: 0.02 }).finished;
    },
  ],
  [
    'of live speech to which nobody listens',
    'live-unread',
    async w => {
      const handle = w.submit('Hello.', { form: 'live' });
      const speech = await w.speaker.speech(0);
      speech.packets(3);
      speech.end();
      return handle.finished;
    },
  ],
  ['without a text', 'text-empty', w => give(w, { text: ' \n ' })],
  ['of half an emoji', 'text-empty', w => give(w, { text: '\ud83d' })],
  ['of emoji', 'text-unspeakable', w => give(w, { text: '\u{1f600}\u{1f600}' })],
  ['of 5,001 characters', 'text-too-long', w => give(w, { text: 'a'.repeat(5_001) })],
  ['of a hundred megabytes', 'text-too-long', w => give(w, { text: 'a'.repeat(100_000_000) })],
  ['that is spoken a thousand times as fast', 'rate-out-of-range', w => give(w, { rate: 1_000 })],
  ['that is spoken infinitely slowly', 'rate-out-of-range', w => give(w, { rate: 0 })],
  ['with a rate that is no number', 'rate-out-of-range', w => give(w, { rate: Number.NaN })],
  ['with half a seed', 'seed-invalid', w => give(w, { seed: 0.5 })],
  ['with a seed below nothing', 'seed-invalid', w => give(w, { seed: -1 })],
  ['in a language with path parts', 'language-invalid', w => give(w, { language: '../de' })],
  [
    'after the bot began to shut down',
    'shutting-down',
    async w => {
      await w.queue.drain(1);
      return w.submit();
    },
  ],
]);

export const queueAbuse: readonly Abuse[] = [...floods, ...notGrants, ...waitingRows, ...workRows];
