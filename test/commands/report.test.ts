/** /report of a person: what falls silent, who is told, and what the reporter does not learn. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { Reply } from '../../src/commands/reply.ts';
import type { VoiceId } from '../../src/consent/identity.ts';
import { ada, ben, createWorld, den, eve, hall, mod, olga, type World } from '../abuse/world.ts';
import { textOf } from './requests.ts';

const report = (world: World, person: string, who = eve) =>
  world.tell(who, 'report', { person: { kind: 'person', id: person }, reason: 'x' });

/** What the reporter sees, without the number of the report. */
const answersOf = (replies: readonly Reply[]) =>
  replies.filter(({ kind }) => kind !== 'notify').map(reply => textOf(reply).replace(/\b[0-9a-f]{8}\b/, 'N'));
const told = (replies: readonly Reply[], person: string) =>
  replies.flatMap(reply => (reply.kind === 'notify' && reply.personId === person ? [reply.text] : []));

function isFrozen({ consent }: World, voiceId: VoiceId, placeId = den): boolean {
  try {
    consent.release(consent.grant({ voiceId, asker: { personId: ada, placeId, roles: [] }, form: 'note' }));
    return false;
  } catch (error) {
    assert.equal((error as { code: string }).code, 'voice-frozen');
    return true;
  }
}

const used = (world: World, voiceId: VoiceId, placeId: string) =>
  world.consent.recordUse({
    generationId: randomUUID().slice(0, 8),
    voiceId,
    requester: ada,
    placeId,
    form: 'note',
    atMs: world.time.now(),
    textHash: 'a'.repeat(64),
  });

test('it is answered the same for no voice, private voices, one voice and several', async () => {
  await using world = await createWorld();
  await world.make(ben, 'Private');
  const nobody = answersOf(await report(world, mod));
  const hidden = answersOf(await report(world, ben));
  const one = answersOf(await report(world, ada));
  await world.allow(world.secret.id);
  const several = answersOf(await report(world, ada));
  assert.equal(nobody.length, 1);
  assert.deepEqual([hidden, one, several], [nobody, nobody, nobody]);
});

test('the export of the reporter does not tell them apart either', async () => {
  await using world = await createWorld();
  await report(world, mod);
  await report(world, ada);
  const exported = [...(await world.voices.export(eve))].map(([path, bytes]) => `${path} ${Buffer.from(bytes).toString()}`);
  assert.ok(exported.some(text => text.includes('"reason"')));
  assert.ok(!exported.some(text => text.includes(world.voice.id) || text.includes(world.secret.id)));
});

test('it freezes what was allowed here and what the owner used here, and no other voice or place', async () => {
  await using world = await createWorld();
  const own = await world.make(ada, 'Used here');
  const elsewhere = await world.make(ada, 'Used elsewhere');
  await used(world, own.id, den);
  await used(world, elsewhere.id, hall);
  await report(world, ada);
  const frozen = [world.voice, own, world.secret, elsewhere].map(({ id }) => isFrozen(world, id));
  assert.deepEqual(frozen, [true, true, false, false]);
  assert.equal(isFrozen(world, world.voice.id, hall), false);
});

test('it freezes what the reporter was allowed here and is not any more', async () => {
  await using world = await createWorld();
  await world.consent.end(world.voice.id, ada, world.rule.ruleId);
  await report(world, ada, ben);
  assert.equal(isFrozen(world, world.voice.id), true);
});

test('operators are told of each voice, the owner once, under the number that the reporter got', async () => {
  await using world = await createWorld();
  await world.allow(world.secret.id);
  const replies = await report(world, ada);
  const id = /\b[0-9a-f]{8}\b/.exec(textOf(replies[0]))![0];
  assert.equal(told(replies, olga).length, 2);
  for (const { id: voice } of [world.voice, world.secret]) {
    assert.ok(told(replies, olga).some(text => text.includes(voice) && text.includes(id)));
  }
  assert.equal(told(replies, ada).length, 1);
  assert.match(told(replies, ada)[0]!, new RegExp(id));
});

test('operators are told where there was nothing to freeze, and the person is not', async () => {
  await using world = await createWorld();
  const replies = await report(world, ben);
  assert.equal(told(replies, olga).length, 1);
  assert.match(told(replies, olga)[0]!, /Nothing is frozen/);
  assert.deepEqual(told(replies, ben), []);
});

test('who reports themselves is told nothing twice', async () => {
  await using world = await createWorld();
  const replies = await report(world, ada, ada);
  assert.deepEqual(told(replies, ada), []);
});
