/** Whatever happens in whatever order: the gate allows exactly what the model allows, and no grant outlives what the model forbids. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Consent } from '../../src/consent/consent.ts';
import type { Grant } from '../../src/consent/gate.ts';
import type { Form } from '../../src/consent/identity.ts';
import { dayMs, hourMs } from '../support/manual-time.ts';
import { type Ask, createModel, type Model } from './model.ts';
import { ada, ben, createWorld, eve, home, mod, notice, operator, question, verification, type World, work } from './world.ts';

const person = fc.constantFrom(ada, ben, eve);
const place = fc.constantFrom(home, work);
const pick = fc.nat(999);
const someForms = fc.subarray<Form>(['note', 'file', 'live'], { minLength: 1 });
const audience = fc.oneof(
  person.map(personId => ({ kind: 'person', personId }) as const),
  fc.constantFrom('r1', 'r2').map(roleId => ({ kind: 'role', roleId }) as const),
  fc.constant({ kind: 'everyone' } as const),
);
const target = fc.constantFrom('voice', 'place', 'instance');

const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('enrol'), person }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('allow'),
      pick,
      audience,
      place,
      forms: someForms,
      days: fc.integer({ min: 1, max: 365 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('end'), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('again', 'reconfirm', 'revoke'), pick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('block', 'freeze'), on: fc.boolean(), pick, place }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('blockPerson'), on: fc.boolean(), person, place }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('stop'), on: fc.boolean(), target, pick, place }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('left', 'joined', 'forgetPlace'), place }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('time'), hours: fc.integer({ min: -24 * 40, max: 24 * 120 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget'), person }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart') }) },
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constant('ask'),
      pick,
      person,
      place,
      roles: fc.subarray(['r1', 'r2']),
      form: fc.constantFrom<Form>('note', 'file', 'live'),
    }),
  },
);

// biome-ignore lint/suspicious/noExplicitAny: a step is looked at by its kind.
type Step = any;

interface Run {
  readonly world: World;
  readonly model: Model;
  consent: Consent & { close(): void };
  seenMs: number;
  held: { readonly grant: Grant; readonly ask: Ask; ended: boolean }[];
}

const steps: Readonly<Record<string, (run: Run, step: Step) => Promise<void> | void>> = {
  async enrol(run, { person: owner }) {
    if (run.consent.voicesOf(owner).length >= 3) return;
    const voice = { voiceId: String(run.model.voices.length).padStart(26, '0'), wrappedKey: new Uint8Array(60) };
    await run.consent.enrol({ owner, placeId: home, notice, verification, voice });
    run.model.enrol(voice.voiceId, owner, lastAtMs(run));
  },
  async again(run, { pick }) {
    await withVoice(run, pick, async ({ id, owner }) => {
      await run.consent.enrol({ owner, placeId: work, notice, verification, voice: { again: id } });
      run.model.confirm(id, lastAtMs(run));
    });
  },
  async reconfirm(run, { pick }) {
    await withVoice(run, pick, async ({ id, owner }) => {
      await run.consent.reconfirm(id, owner, notice);
      run.model.confirm(id, lastAtMs(run));
    });
  },
  async revoke(run, { pick }) {
    await withVoice(run, pick, async ({ id, owner }) => {
      await run.consent.revoke(id, owner);
      run.model.revoke(id);
    });
  },
  async allow(run, { pick, audience, place, forms, days }) {
    await withVoice(run, pick, async ({ id, owner }) => {
      if (audience.personId === owner) return;
      const untilMs = run.seenMs + days * dayMs;
      await run.consent.allow(id, owner, { audience, placeId: place, forms, untilMs });
      const who = [audience.kind, audience.personId ?? audience.roleId ?? []].flat().join(' ');
      run.model.allow({ voice: id, audience: who, place, forms, untilMs });
    });
  },
  async end(run, { pick }) {
    const rules = run.model.rules().filter(rule => !rule.over && !run.model.voices.find(({ id }) => id === rule.voice)!.revoked);
    const rule = rules[pick % rules.length];
    if (!rule) return;
    const { owner } = run.model.voices.find(({ id }) => id === rule.voice)!;
    const standing = run.consent.rules(rule.voice, owner).find(({ placeId, audience }) => {
      const who = audience.kind === 'person' ? ` ${audience.personId}` : audience.kind === 'role' ? ` ${audience.roleId}` : '';
      return placeId === rule.place && `${audience.kind}${who}` === rule.audience;
    });
    await run.consent.end(rule.voice, owner, standing!.ruleId);
    rule.over = true;
  },
  async block(run, { on, pick, place }) {
    await withVoice(run, pick, async ({ id }) => {
      await (on ? run.consent.block({ voiceId: id }, place, mod) : run.consent.unblock({ voiceId: id }, place, mod));
      forbid(run, on, `block ${id} ${place}`);
    });
  },
  async freeze(run, { on, pick, place }) {
    await withVoice(run, pick, async ({ id }) => {
      await (on ? run.consent.freeze(id, place, mod, 'report-1') : run.consent.unfreeze(id, place, mod));
      forbid(run, on, `freeze ${id} ${place}`);
    });
  },
  async blockPerson(run, { on, person: personId, place }) {
    await (on ? run.consent.block({ personId }, place, mod) : run.consent.unblock({ personId }, place, mod));
    forbid(run, on, `block person ${personId} ${place}`);
  },
  async stop(run, { on, target, pick, place }) {
    const voice = run.model.voices[pick % run.model.voices.length];
    if (target === 'voice' && !voice) return;
    const what = target === 'voice' ? { voiceId: voice.id } : target === 'place' ? { placeId: place } : ('instance' as const);
    await (on ? run.consent.stop(what, operator) : run.consent.resume(what, operator));
    forbid(run, on, target === 'instance' ? 'stop instance' : `stop ${target} ${target === 'voice' ? voice.id : place}`);
  },
  async left(run, { place }) {
    await run.consent.placeLeft(place);
    run.model.left(place, lastAtMs(run));
  },
  async joined(run, { place }) {
    await run.consent.placeJoined(place);
    run.model.joined(place, lastAtMs(run));
  },
  async forgetPlace(run, { place }) {
    await run.consent.forgetPlace(place);
    run.model.forgetPlace(place);
  },
  time: (run, { hours }) => run.world.time.advance(hours * hourMs),
  async forget(run, { person: personId }) {
    await run.consent.forget(personId, 0);
    run.model.forget(personId);
    for (const held of run.held) if (held.ask.person === personId) held.ended = true;
  },
  async restart(run) {
    run.consent.close();
    run.held = [];
    run.consent = await run.world.open();
    run.seenMs = Math.max(lastAtMs(run), run.world.time.now());
  },
  ask(run, { pick, person, place, roles, form }) {
    const { voices } = run.model;
    const voice = voices[pick % (voices.length + 1)]?.id ?? 'f'.repeat(26); // sometimes one that never was
    check(run, { voice, person, place, roles, form });
  },
};

function check(run: Run, ask: Ask): void {
  const allowed = run.model.allows(ask, run.seenMs);
  const asked = question(ask.voice, ask);
  try {
    run.held.push({ grant: run.consent.grant(asked), ask, ended: false });
    assert.ok(allowed, 'the gate allowed what the model forbids');
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    const { code, message } = error as { code: string; message: string };
    assert.ok(!allowed, `the gate refused what the model allows: ${code}`);
    assert.equal(code === 'voice-unknown', !run.model.knows(ask), `${code}: ${message}`);
  }
  const usable = run.model.voices.map(({ id }) => id);
  const inSomeForm = (id: string) =>
    (['note', 'file', 'live'] as const).some(form => run.model.allows({ ...ask, voice: id, form }, run.seenMs));
  assert.deepEqual([...run.consent.usable(asked.asker)].sort(), usable.filter(inSomeForm).sort());
}

async function withVoice(run: Run, pick: number, work: (voice: Model['voices'][number]) => Promise<void>): Promise<void> {
  const standing = run.model.voices.filter(voice => !voice.revoked);
  if (standing.length > 0) await work(standing[pick % standing.length]);
}

function forbid(run: Run, on: boolean, what: string): void {
  run.model.permit(what);
  if (on) run.model.forbid(what);
}

const lastAtMs = (run: Run) => run.world.storage.events.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;

async function play(sequence: readonly Step[]): Promise<number> {
  const world = await createWorld();
  const run: Run = { world, model: createModel(), consent: world.consent, seenMs: world.time.now(), held: [] };
  for (const step of sequence) {
    await steps[step.kind](run, step);
    run.seenMs = Math.max(run.seenMs, world.time.now());
    run.consent.due(); // looks at the clock, so that both have seen the same time
    for (const held of run.held) {
      held.ended ||= !run.model.allows(held.ask, run.seenMs);
      assert.equal(held.grant.revoked.aborted, held.ended, `a grant after "${step.kind}"`);
    }
  }
  run.consent.close();
  assert.deepEqual(world.faults, []);
  return sequence.length;
}

test('the gate and its grants agree with the model through random histories', async () => {
  let taken = 0;
  const histories = fc.array(step, { minLength: 20, maxLength: 80 });
  const property = fc.asyncProperty(histories, async sequence => {
    taken += await play([{ kind: 'enrol', person: ada }, { kind: 'enrol', person: ben }, ...sequence]);
  });
  await fc.assert(property, { numRuns: 200 });
  assert.ok(taken >= 4_400, `${taken} steps`);
});
