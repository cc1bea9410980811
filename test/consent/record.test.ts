/** Consent kept in step with its ledger: other processes, conflicts, restarts, ledgers that fail. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apply } from '../../src/consent/apply.ts';
import type { LedgerEvent } from '../../src/consent/events.ts';
import type { Ledger } from '../../src/consent/ledger.ts';
import { createProjection } from '../../src/consent/projection.ts';
import { randomId } from '../../src/consent/random-id.ts';
import { Refusal } from '../../src/errors.ts';
import { refusal, soon } from '../engine/support.ts';
import { dayMs } from '../support/manual-time.ts';
import { interceptedLedger, laggingLedger } from '../support/memory-ledger.ts';
import { ada, ben, createAllowedWorld, createWorld, eve, home, mod, notice, question, verification } from './world.ts';

const everyone = { audience: { kind: 'everyone' }, placeId: home, forms: ['note'] } as const;

test('after a restart everything is decided as before', async () => {
  const { consent, open, voiceId } = await createAllowedWorld();
  await consent.block({ personId: eve }, home, mod);
  await consent.allow(voiceId, ada, everyone);
  consent.close();
  const again = await open();
  again.grant(question(voiceId));
  assert.throws(() => again.grant(question(voiceId, { person: eve })), refusal('person-blocked'));
  assert.deepEqual(again.rules(voiceId, ada), consent.rules(voiceId, ada));
  assert.deepEqual(again.status(voiceId), consent.status(voiceId));
});

test('a clock set back between two runs revives nothing that is older than the last event', async () => {
  const { consent, time, open, voiceId } = await createAllowedWorld();
  time.advance(30 * dayMs);
  await consent.placeLeft('console:group/any');
  consent.close();
  time.advance(-30 * dayMs);
  assert.throws(() => time && consent.grant(question(voiceId)), refusal('shutting-down'));
  const again = await open();
  assert.throws(() => again.grant(question(voiceId)), refusal('consent-expired'));
});

test('what another process decides ends grants here, and is heard by the listeners', async () => {
  const { consent, open, voiceId } = await createAllowedWorld();
  const other = await open();
  const ended: string[] = [];
  other.onRevoked(voice => void ended.push(voice));
  const grant = other.grant(question(voiceId));
  await consent.revoke(voiceId, ada);
  refusal('consent-revoked')(grant.revoked.reason);
  assert.deepEqual(ended, [voiceId]);
});

test('somebody whom another process was the first to name is known here as soon as their name is', async () => {
  const { consent, open, voiceId } = await createAllowedWorld();
  await consent.allow(voiceId, ada, everyone);
  const other = await open();
  const grant = other.grant(question(voiceId, { person: eve }));
  const ended = new Promise(resolve => grant.revoked.addEventListener('abort', resolve));
  await consent.block({ personId: eve }, home, mod);
  await soon(ended, 'the end of the grant');
  refusal('person-blocked')(grant.revoked.reason);
  assert.throws(() => other.grant(question(voiceId, { person: eve })), refusal('person-blocked'));
});

test('a change on old knowledge is thought through again: two processes allow, both rules stand', async () => {
  const { consent, open, voiceId, time } = await createAllowedWorld();
  const late = await open(laggingLedger);
  await consent.allow(voiceId, ada, everyone);
  const personal = {
    audience: { kind: 'person', personId: eve },
    placeId: home,
    forms: ['live'],
    untilMs: time.now() + dayMs,
  } as const;
  await late.allow(voiceId, ada, personal);
  assert.equal(late.rules(voiceId, ada).length, 3);
  const again = await open();
  assert.deepEqual(again.rules(voiceId, ada), late.rules(voiceId, ada));
});

test('a change on old knowledge is refused when it may not be done any more', async () => {
  const { consent, open, voiceId, storage } = await createAllowedWorld();
  const late = await open(laggingLedger);
  await consent.revoke(voiceId, ada);
  await assert.rejects(late.allow(voiceId, ada, everyone), refusal('consent-revoked'));
  assert.equal(storage.events.at(-1)!.kind, 'voice-revoked');
  assert.throws(() => late.grant(question(voiceId)), refusal('consent-revoked'));
});

test('an event that comes before its forerunner is taken in when that has been read', async () => {
  const { consent, open, voiceId } = await createAllowedWorld();
  const late = laggingLedger;
  let inner: ReturnType<typeof laggingLedger> | undefined;
  const other = await open(ledger => {
    inner = late(ledger);
    const { follow } = inner;
    return { ...inner, follow: listener => follow(event => event.kind !== 'voice-blocked' && listener(event)) };
  });
  await consent.block({ voiceId }, 'console:group/any', mod);
  const ended = new Promise<string>(resolve => other.onRevoked(resolve));
  await consent.revoke(voiceId, ada);
  inner!.catchUp();
  assert.equal(await soon(ended, 'hearing of the end'), voiceId);
});

test('when others are always faster, the conflict is told in the end and nothing is forced', async () => {
  const { consent, open, voiceId } = await createAllowedWorld();
  let rival = 0;
  const slow = await open(ledger =>
    interceptedLedger(laggingLedger(ledger), async () => {
      await consent.allow(voiceId, ada, { ...everyone, placeId: `console:group/${rival++}` });
    }),
  );
  await assert.rejects(slow.allow(voiceId, ada, everyone), refusal('ledger-conflict'));
  assert.equal(rival, 5);
});

test('changes to one voice at once all happen, one after the other', async () => {
  const wrap = (ledger: Ledger) => interceptedLedger(ledger, () => new Promise(setImmediate)); // takes a while, like a disk
  const { consent, allow, voiceId } = await createAllowedWorld({ wrap });
  await Promise.all(Array.from({ length: 50 }, (_, number) => allow(voiceId, { person: `console:friend-${number}` })));
  assert.equal(consent.rules(voiceId, ada).length, 51);
});

test('a change that the ledger did not take changes nothing', async () => {
  let broken = false;
  const wrap = (ledger: Ledger) =>
    interceptedLedger(ledger, () => {
      if (broken) throw new Refusal('ledger-full', 'The disk is full.');
    });
  const { consent, allow, ask, voiceId } = await createAllowedWorld({ wrap });
  broken = true;
  await assert.rejects(allow(voiceId, { person: eve }), refusal('ledger-full'));
  assert.throws(() => ask(voiceId, { person: eve }), refusal('voice-unknown'));
  await assert.rejects(consent.block({ voiceId }, home, mod), refusal('ledger-full'));
  ask(voiceId);
});

test('an owner’s no is obeyed before it is written, and also when it cannot be written', async () => {
  let broken = false;
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  const wrap = (ledger: Ledger) =>
    interceptedLedger(ledger, async () => {
      if (!broken) return;
      await held;
      throw new Refusal('ledger-full', 'The disk is full.');
    });
  const { consent, ask, voiceId } = await createAllowedWorld({ wrap });
  const grant = ask(voiceId);
  broken = true;
  const revoking = assert.rejects(consent.revoke(voiceId, ada), refusal('ledger-full'));
  refusal('consent-revoked')(grant.revoked.reason);
  letGo();
  await revoking;
  assert.throws(() => ask(voiceId), refusal('consent-revoked'));
  assert.throws(() => ask(voiceId, { person: ada }), refusal('consent-revoked'));
});

test('a voice made for somebody who is forgotten in the same moment does not stay', async () => {
  let forget: (() => Promise<unknown>) | undefined;
  const world = await createWorld({ wrap: ledger => interceptedLedger(ledger, () => forget?.()) });
  forget = async () => {
    forget = undefined;
    await world.consent.forget(ada, 0);
  };
  const voice = { voiceId: randomId(26), wrappedKey: new Uint8Array(60) };
  await assert.rejects(
    world.consent.enrol({ owner: ada, placeId: home, notice, verification, voice }),
    refusal('person-forgotten'),
  );
  assert.equal(world.storage.keys.size, 0);
  assert.equal(world.consent.status(voice.voiceId)!.state, 'revoked');
});

test('a voice that another process made for somebody who was forgotten here is ended', async () => {
  const { consent, open, storage } = await createWorld();
  await consent.placeLeft('console:group/any');
  let first = true;
  const slow = await open(ledger =>
    interceptedLedger(laggingLedger(ledger), async () => {
      if (first) await consent.forget(ada, 0);
      first = false;
    }),
  );
  const ended = new Promise(resolve => consent.onRevoked(resolve));
  const voice = { voiceId: randomId(26), wrappedKey: new Uint8Array(60) };
  await slow.enrol({ owner: ada, placeId: home, notice, verification, voice });
  await soon(ended, 'the end of the voice');
  assert.equal(storage.keys.size, 0);
});

test('a listener that fails keeps no other from hearing', async () => {
  const { consent, faults, voiceId } = await createAllowedWorld();
  const bug = new Error('bug');
  let heard = 0;
  consent.onRevoked(() => {
    throw bug;
  });
  const stop = consent.onRevoked(() => heard++);
  consent.onRevoked(() => heard++);
  stop();
  await consent.revoke(voiceId, ada);
  assert.equal(heard, 1);
  assert.deepEqual(faults, [bug]);
});

test('an event of an unknown kind, or of a voice that never was, is not passed over', () => {
  const event = (kind: string) =>
    ({
      kind,
      stream: 'voice:x',
      version: 1,
      position: 1,
      atMs: 1,
      hash: '',
      body: { reason: 'owner' },
    }) as unknown as LedgerEvent;
  assert.throws(() => apply(createProjection(), event('voice-sold')), /"voice-sold"/);
  assert.throws(() => apply(createProjection(), event('voice-revoked')), /damaged/);
});

test('an answer is given from memory: nothing is asked of the ledger', async () => {
  const { consent, ask, voiceId, storage } = await createAllowedWorld();
  storage.events.length = 0;
  storage.streams.clear();
  storage.tokens.clear();
  ask(voiceId);
  assert.deepEqual(consent.usable({ personId: ben, placeId: home, roles: [] }), [voiceId]);
});
