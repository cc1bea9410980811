/** What is left of somebody who asked to be forgotten, of a place that the bot left, of what was spoken; and what somebody gets to see of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusal } from '../engine/support.ts';
import { dayMs } from '../support/manual-time.ts';
import { ada, ben, createAllowedWorld, createWorld, eve, home, mod, work } from './world.ts';

const everyone = { audience: { kind: 'everyone' }, placeId: home, forms: ['note'] } as const;

test('forgetting ends every voice, destroys the keys, erases the uses and the name, and gives a receipt', async () => {
  const { consent, storage, voiceId, enrol, use } = await createAllowedWorld();
  const second = await enrol();
  await use(voiceId);
  const receipt = await consent.forget(ada, 7);
  assert.deepEqual(receipt.voices, [voiceId, second]);
  assert.equal(storage.keys.size, 0);
  assert.equal(storage.uses.length, 0);
  assert.ok(!storage.tokens.has(ada));
  const last = storage.events.at(-1)!;
  assert.equal(last.kind, 'person-forgotten');
  assert.deepEqual({ hash: last.hash, atMs: last.atMs }, { hash: receipt.hash, atMs: receipt.atMs });
  assert.partialDeepStrictEqual(last.body, { voices: 2, entries: 7 });
  assert.equal(consent.status(voiceId)!.owner, undefined);
});

test('forgetting ends what others allowed to the person, and erases their private conversation', async () => {
  const { consent, storage, voiceId, allow } = await createAllowedWorld();
  await allow(voiceId, { place: 'console:dm/ben' });
  await allow(voiceId, { person: eve });
  await consent.forget(ben, 0);
  assert.equal(storage.events.filter(({ kind }) => kind === 'rule-ended').length, 2);
  assert.deepEqual(
    consent.rules(voiceId, ada).map(({ audience }) => audience),
    [{ kind: 'person', personId: eve }],
  );
  assert.deepEqual([...storage.tokens.keys()].sort(), [ada, eve, home].sort());
});

test('who comes back after being forgotten is a stranger', async () => {
  const { consent, ask, voiceId, enrol } = await createAllowedWorld();
  await consent.forget(ben, 0);
  assert.throws(() => ask(voiceId), refusal('voice-unknown'));
  await consent.forget(ada, 0);
  await assert.rejects(consent.allow(voiceId, ada, everyone), refusal('voice-unknown'));
  const fresh = await enrol();
  assert.deepEqual(consent.voicesOf(ada), [fresh]);
  assert.throws(() => ask(voiceId, { person: ada }), refusal('voice-unknown'));
});

test('forgetting somebody who was never seen gives a receipt as well', async () => {
  const { consent, storage } = await createWorld();
  const receipt = await consent.forget('console:nobody', 0);
  assert.deepEqual(receipt.voices, []);
  assert.equal(storage.tokens.size, 0);
});

test('a forgetting that was interrupted can be repeated', async () => {
  const { consent, storage, voiceId } = await createAllowedWorld();
  await consent.revoke(voiceId, ada, 'forgotten');
  await consent.forget(ada, 0);
  assert.ok(!storage.tokens.has(ada));
});

test('in another process the name is gone as well', async () => {
  const { consent, open, voiceId } = await createAllowedWorld();
  const other = await open();
  await consent.forget(ada, 0);
  assert.equal(other.status(voiceId)!.owner, undefined);
  assert.deepEqual(other.voicesOf(ada), []);
});

test('a place that the bot left is due after 30 days; then its rules end and its names are erased', async () => {
  const { consent, storage, time, voiceId, allow, ask } = await createAllowedWorld();
  await consent.allow(voiceId, ada, { ...everyone, audience: { kind: 'role', roleId: '7' } });
  await allow(voiceId, { place: work });
  await consent.placeLeft(home);
  time.advance(30 * dayMs - 1);
  assert.deepEqual(consent.due().placesLeft, []);
  time.advance(1);
  assert.deepEqual(consent.due().placesLeft, [home]);
  await consent.forgetPlace(home);
  assert.deepEqual(consent.due().placesLeft, []);
  assert.deepEqual(
    consent.rules(voiceId, ada).map(rule => rule.placeId),
    [work],
  );
  assert.deepEqual([...storage.tokens.keys()].sort(), [ada, ben, work].sort());
  assert.throws(() => ask(voiceId), refusal('voice-unknown'));
});

test('a place is not forgotten while the bot is there', async () => {
  const { consent, storage, ask, voiceId } = await createAllowedWorld();
  const before = storage.events.length;
  await consent.forgetPlace(home);
  await consent.forgetPlace('console:group/never-seen');
  assert.equal(storage.events.length, before);
  ask(voiceId);
});

test('a bot that comes back within 30 days finds the permissions, after 30 days none of them', async () => {
  const { consent, time, ask, voiceId, allow } = await createAllowedWorld();
  await consent.placeLeft(home);
  time.advance(10 * dayMs);
  await consent.placeJoined(home);
  ask(voiceId);
  await allow(voiceId, { days: 365 });
  await consent.placeLeft(home);
  time.advance(30 * dayMs);
  await consent.placeJoined(home);
  assert.throws(() => ask(voiceId), refusal('consent-revoked'));
  await allow(voiceId);
  ask(voiceId);
});

test('a voice is due for deletion when it was not used for a year and a month, however short the log of uses is', async () => {
  const { consent, time, enrol, use } = await createWorld();
  const [used, unused, revoked] = [await enrol(), await enrol(), await enrol()];
  await consent.revoke(revoked, ada);
  time.advance(300 * dayMs);
  await use(used);
  time.advance(95 * dayMs);
  assert.deepEqual(consent.due().unused, [unused]);
  time.advance(300 * dayMs);
  assert.deepEqual(consent.due().unused, [used, unused]);
  await consent.revoke(unused, ada, 'unused');
  assert.deepEqual(consent.due().unused, [used]);
});

test('that a voice is used is marked in the ledger once in 30 days', async () => {
  const { storage, time, enrol, use } = await createWorld();
  const voiceId = await enrol();
  for (let day = 0; day < 65; day++) {
    await use(voiceId);
    time.advance(dayMs);
  }
  assert.equal(storage.events.filter(({ kind }) => kind === 'voice-used').length, 2);
});

test('the owner reads who used the voice, newest first, for 90 days', async () => {
  const { consent, storage, time, voiceId, use } = await createAllowedWorld();
  await use(voiceId, { generationId: '00000001' });
  time.advance(60 * dayMs);
  await use(voiceId, { generationId: '00000002', audioHash: 'cd'.repeat(32) });
  const read = async () =>
    (await consent.uses(voiceId, ada, { limit: 10 })).map(use => `${use.generationId} ${use.requester} ${use.placeId}`);
  assert.deepEqual(await read(), [`00000002 ${ben} ${home}`, `00000001 ${ben} ${home}`]);
  assert.equal((await consent.useOfAudio('cd'.repeat(32)))?.generationId, '00000002');
  assert.equal(await consent.useOfAudio('ef'.repeat(32)), undefined);
  await consent.forget(ben, 0);
  assert.deepEqual(await read(), [`00000002 undefined ${home}`, `00000001 undefined ${home}`]);
  time.advance(31 * dayMs);
  assert.deepEqual(await read(), [`00000002 undefined ${home}`]);
  time.advance(60 * dayMs);
  assert.equal(await consent.useOfAudio('cd'.repeat(32)), undefined);
  await use(voiceId);
  assert.deepEqual(storage.uses.length, 1);
});

test('an export tells everything in names and dates, and not who reported the voice', async () => {
  const { consent, storage, voiceId, enrol, use } = await createAllowedWorld();
  await use(voiceId);
  await consent.freeze(voiceId, home, mod, 'r-1');
  await consent.block({ personId: ada }, work, mod);
  const bens = await enrol(ben);
  await consent.allow(bens, ben, { audience: { kind: 'person', personId: ada }, placeId: home, forms: ['live'] });
  const exported = (await consent.export(ada)) as { voices: { history: { what: string }[] }[] };
  assert.deepEqual(
    exported.voices[0].history.map(({ what }) => what),
    ['voice-enrolled', 'rule-allowed', 'voice-frozen'],
  );
  const text = JSON.stringify(exported);
  for (const told of [ada, ben, home, work, bens, 'margin', '2027-01-01T00:00:00.000Z', 'r-1'])
    assert.ok(text.includes(told), told);
  for (const untold of [mod, storage.tokens.get(mod)!]) assert.ok(!text.includes(untold));
  await consent.revoke(bens, ben);
  assert.ok(!JSON.stringify(await consent.export(ada)).includes(bens));
  await consent.forget(ben, 0);
  assert.ok(!JSON.stringify(await consent.export(ada)).includes(ben));
  assert.deepEqual(await consent.export('console:nobody'), {
    person: 'console:nobody',
    voices: [],
    allowedToYou: [],
    blockedIn: [],
  });
});
