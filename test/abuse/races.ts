/** Abuse: being faster: something ends in the very moment in which it is used. */
import { forms } from '../../src/consent/identity.ts';
import type { Step } from '../../src/voices/making.ts';
import type { Abuse } from '../consent/abuse.ts';
import { createInstantSpeaker } from '../jobs/scripted-speaker.ts';
import { job, settle } from '../jobs/support.ts';
import { dayMs } from '../support/manual-time.ts';
import { candidate } from '../voices/support.ts';
import { type Row, rowsIn } from './rows.ts';
import { ada, ben, createWorld, den, eve, never, type World } from './world.ts';

/** Ben's job has come so many turns far when it happens; nothing of the voice may come out afterwards. */
const sayAgainst =
  (happens: (world: World) => unknown, turns: number) =>
  async (world: World): Promise<unknown> => {
    const handle = world.queue.submit(job('One two three.'), world.grant());
    await settle(turns);
    const happened = happens(world);
    const outcome = await handle.finished.then(
      () => undefined,
      error => error,
    );
    await happened;
    throw outcome ?? new Error('It was spoken.');
  };

const revoke = (world: World) => world.voices.revoke(world.voice.id, ada);

/** A speaker and a record of uses that take many turns, so that all of it can fall between any two. */
function createSlowWorld() {
  const instant = createInstantSpeaker();
  return createWorld({
    speaker: {
      speakLive: instant.speakLive,
      async *speakFile(text, print, options, signal) {
        await settle(20);
        yield* instant.speakFile(text, print, options, signal);
      },
    },
  });
}

const sayRows = rowsIn('saying', createSlowWorld, [
  ...[0, 1, 3, 6, 10].map(
    (turns): Row<World> => [`while the voice is revoked, ${turns} turns later`, 'consent-revoked', sayAgainst(revoke, turns)],
  ),
  ...[0, 4].map(
    (turns): Row<World> => [
      `while the permission is ended, ${turns} turns later`,
      'consent-revoked',
      sayAgainst(w => w.consent.end(w.voice.id, ada, w.rule.ruleId), turns),
    ],
  ),
  ['while the owner is forgotten', 'consent-revoked', sayAgainst(w => w.voices.forget(ada), 3)],
  ['while the permission runs out', 'consent-expired', sayAgainst(w => runOut(w), 0)],
  [
    'twice the same text, of which one began before the revocation',
    'consent-revoked',
    async w => {
      const first = w.submit('The same.');
      await settle(3);
      const second = w.submit('The same.');
      await revoke(w);
      await first.finished.catch(() => undefined);
      return second.finished;
    },
  ],
  [
    'what was said before the revocation, again, from memory',
    'consent-revoked',
    async w => {
      await w.submit('The same.').finished;
      const grant = w.grant();
      await revoke(w);
      return w.queue.submit(job('The same.'), grant).finished;
    },
  ],
  [
    'with a revocation that has begun and is not written down yet',
    'consent-revoked',
    w => {
      void revoke(w);
      return w.submit();
    },
  ],
]);

/** At the start of the work the gate is asked again: by then it is over. */
async function runOut(world: World): Promise<void> {
  world.time.advance(31 * dayMs);
}

/** Eve answers her challenge; something happens ahead of a step of the ear. */
const answerAgainst =
  (step: 'verify' | 'clone' | 'picture', happens: (world: World) => unknown) =>
  async (world: World): Promise<unknown> => {
    await world.enrolling.challenge(eve, den, { kind: 'enrol', name: 'Eve', language: 'en' });
    world.ear.before[step] = async () => void (await happens(world));
    const facts = { personId: eve, placeId: den, authorId: eve, forwarded: false, sentAtMs: world.time.now() };
    return world.enrolling.answer({ ...facts, name: 'eve.ogg', bytes: Buffer.alloc(9) }, world.notice, never);
  };

const enrolRows = rowsIn('enrolling', createWorld, [
  ...(['verify', 'clone', 'picture'] as const).map(
    (step): Row<World> => [
      `while being forgotten, ahead of "${step}"`,
      'person-forgotten',
      answerAgainst(step, w => w.voices.forget(eve)),
    ],
  ),
  ['while the same name is taken', 'name-taken', answerAgainst('clone', w => w.make(eve, 'EVE'))],
  [
    'a voice too many, in one moment',
    'voices-too-many',
    w => Promise.all(Array.from({ length: 25 }, (_, number) => w.make(eve, `Voice ${number}`))),
  ],
]);

/** Somebody is forgotten, or their voice revoked, right after a step of making one. */
function makingAgainst(step: Step, code: string): Abuse {
  return {
    what: `making a voice while being forgotten, after "${step}"`,
    code,
    async attempt() {
      let happens: ((step: Step) => void) | undefined;
      await using world = await createWorld({ afterStep: reached => happens?.(reached) });
      const forgotten = Promise.withResolvers<unknown>();
      happens = reached => {
        if (reached !== step) return;
        happens = undefined;
        forgotten.resolve(world.voices.forget(eve).catch(error => error));
      };
      const made = world.voices.create(eve, candidate({ name: 'Eve' }));
      const outcome = await made.then(
        () => new Error('The voice was made.'),
        error => error,
      );
      await forgotten.promise;
      if (world.consent.voicesOf(eve).length > 0) throw new Error('The voice stands.');
      for (const store of ['prints', 'references', 'voices'] as const) {
        const left = (await world.stores.subjects(store)).filter(id => id !== world.voice.id && id !== world.secret.id);
        if (left.length > 0) throw new Error(`Something is left in "${store}".`);
      }
      throw outcome;
    },
  };
}

const changeRows = rowsIn('changing a voice', createWorld, [
  [
    'a new recording while it is revoked',
    'consent-revoked',
    w => {
      const recordings = candidate().recordings;
      const changed = w.voices.replace(w.voice.id, ada, { ...candidate(), enrolment: undefined, recordings });
      void revoke(w);
      return changed;
    },
  ],
  [
    'a name while it is revoked',
    'consent-revoked',
    w => {
      const renamed = w.voices.rename(w.voice.id, ada, 'New');
      void revoke(w);
      return renamed;
    },
  ],
  [
    'a permission while it is revoked',
    'consent-revoked',
    w => {
      const ended = revoke(w);
      const allowed = w.consent.allow(w.voice.id, ada, { audience: { kind: 'everyone' }, placeId: den, forms });
      return ended.then(() => allowed);
    },
  ],
  [
    'the end of it, twice in one moment, by somebody else the second time',
    'voice-unknown',
    w => Promise.all([revoke(w), w.voices.revoke(w.voice.id, ben)]),
  ],
]);

export const raceAbuse: readonly Abuse[] = [
  ...sayRows,
  ...enrolRows,
  makingAgainst('marked', 'person-forgotten'),
  // From here on it is the key that is gone first.
  makingAgainst('enrolled', 'consent-revoked'),
  makingAgainst('blobs-written', 'consent-revoked'),
  makingAgainst('settings-written', 'person-forgotten'),
  ...changeRows,
];
