import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { createMasterKey } from '../../src/voices/master-key.ts';
import { openSealed, sealBytes, sealedOverheadBytes } from '../../src/voices/sealed.ts';
import { createVault } from '../../src/voices/vault.ts';
import { refusal } from '../engine/support.ts';
import { secret } from './support.ts';

const [ada, bob] = ['a'.repeat(26), 'b'.repeat(26)];

function setUp() {
  const masterKey = createMasterKey(secret());
  const wrapped = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const ledger = {
    async key(voiceId: string) {
      asked.push(voiceId);
      return wrapped.get(voiceId);
    },
    keyHolders: async () => [...wrapped.keys()],
  };
  const vault = createVault({ ledger, masterKey });
  for (const voiceId of [ada, bob]) wrapped.set(voiceId, vault.newKey(voiceId));
  return { masterKey, wrapped, asked, ledger, vault };
}

describe('the vault', () => {
  it('opens what it sealed, and nothing of the bytes can be seen in between', async () => {
    const { vault } = setUp();
    for (const length of [0, 1, 100_000]) {
      const plain = new Uint8Array(randomBytes(length));
      const sealed = await vault.seal(ada, 'prints/1', plain);
      assert.equal(sealed.length, length + sealedOverheadBytes);
      if (length > 100) assert.equal(Buffer.from(sealed).includes(Buffer.from(plain.subarray(0, 32))), false);
      assert.deepEqual(await vault.open(ada, 'prints/1', sealed), plain);
    }
  });

  it('seals the same bytes differently each time', async () => {
    const { vault } = setUp();
    const bytes = randomBytes(50);
    const all = await Promise.all(Array.from({ length: 100 }, () => vault.seal(ada, 'x/1', bytes)));
    assert.equal(new Set(all.map(sealed => Buffer.from(sealed.subarray(1, 13)).toString('hex'))).size, 100);
  });

  it('refuses what was moved to another voice, store or item', async () => {
    const { vault } = setUp();
    const sealed = await vault.seal(ada, 'prints/1', Uint8Array.of(1));
    await assert.rejects(vault.open(bob, 'prints/1', sealed), refusal('voice-corrupt'));
    await assert.rejects(vault.open(ada, 'references/1', sealed), refusal('voice-corrupt'));
    await assert.rejects(vault.open(ada, 'prints/2', sealed), refusal('voice-corrupt'));
  });

  it('refuses what has another bit anywhere, was cut, or made longer', async () => {
    const { vault } = setUp();
    const sealed = await vault.seal(ada, 'prints/1', Uint8Array.of(1, 2, 3));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = sealed.slice();
      changed[bit >> 3] ^= 1 << (bit & 7);
      await assert.rejects(vault.open(ada, 'prints/1', changed), refusal('voice-corrupt'), `bit ${bit}`);
    }
    for (let length = 0; length < sealed.length; length++) {
      await assert.rejects(vault.open(ada, 'prints/1', sealed.subarray(0, length)), refusal('voice-corrupt'));
    }
    await assert.rejects(vault.open(ada, 'prints/1', Uint8Array.of(...sealed, 0)), refusal('voice-corrupt'));
  });

  it('neither seals nor opens once the key is destroyed', async () => {
    const { vault, wrapped, ledger, masterKey } = setUp();
    const sealed = await vault.seal(ada, 'prints/1', Uint8Array.of(1));
    wrapped.delete(ada);
    vault.drop(ada);
    await assert.rejects(vault.open(ada, 'prints/1', sealed), refusal('consent-revoked'));
    await assert.rejects(vault.seal(ada, 'prints/1', sealed), refusal('consent-revoked'));
    const afterRestart = createVault({ ledger, masterKey });
    await assert.rejects(afterRestart.open(ada, 'prints/1', sealed), refusal('consent-revoked'));
    await vault.seal(bob, 'prints/1', sealed);
  });

  it('does not use a key that it was being given when the voice ended', async () => {
    const { masterKey, ledger, wrapped } = setUp();
    const answer = Promise.withResolvers<Uint8Array | undefined>();
    const slow = createVault({ ledger: { ...ledger, key: () => answer.promise }, masterKey });
    const sealing = slow.seal(ada, 'prints/1', Uint8Array.of(1));
    slow.drop(ada);
    answer.resolve(wrapped.get(ada));
    await assert.rejects(sealing, refusal('consent-revoked'));
  });

  it('asks the ledger once, and again when too many keys were used since or the time is over', async t => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { ledger, masterKey, asked } = setUp();
    const vault = createVault({ ledger, masterKey, keptKeys: 1, keptMs: 1000 });
    await vault.seal(ada, 'x/1', Uint8Array.of(1));
    await vault.seal(ada, 'x/1', Uint8Array.of(1));
    assert.deepEqual(asked, [ada]);
    await vault.seal(bob, 'x/1', Uint8Array.of(1));
    await vault.seal(ada, 'x/1', Uint8Array.of(1));
    assert.deepEqual(asked, [ada, bob, ada]);
    t.mock.timers.tick(1001);
    await vault.seal(ada, 'x/1', Uint8Array.of(1));
    assert.deepEqual(asked, [ada, bob, ada, ada]);
  });

  it('proves that the master key is the right one', async () => {
    const { vault, ledger } = setUp();
    await vault.prove();
    await assert.rejects(createVault({ ledger, masterKey: createMasterKey(secret()) }).prove(), refusal('master-key-wrong'));
    await createVault({ ledger: { ...ledger, keyHolders: async () => [] }, masterKey: createMasterKey(secret()) }).prove();
  });
});

describe('the master key', () => {
  it('wraps a key for one voice only', () => {
    const masterKey = createMasterKey(secret());
    const wrapped = masterKey.wrap(ada, new Uint8Array(32).fill(9));
    assert.deepEqual(masterKey.unwrap(ada, wrapped), new Uint8Array(32).fill(9));
    assert.throws(() => masterKey.unwrap(bob, wrapped), refusal('master-key-wrong'));
  });

  it('hashes a text always in the same way, and another key in another way', () => {
    const bytes = secret();
    const [one, same, other] = [createMasterKey(bytes), createMasterKey(bytes), createMasterKey(secret())];
    assert.match(one.hashText('hello'), /^[0-9a-f]{64}$/);
    assert.equal(one.hashText('hello'), same.hashText('hello'));
    assert.notEqual(one.hashText('hello'), one.hashText('hallo'));
    assert.notEqual(one.hashText('hello'), other.hashText('hello'));
    assert.notEqual(one.check(), one.hashText('check'));
  });
});

it('sealed bytes say in which version they are sealed', () => {
  const key = secret();
  const sealed = sealBytes(key, ['x'], Uint8Array.of(5));
  assert.equal(sealed[0], 1);
  assert.throws(() => openSealed(key, ['x'], Uint8Array.of(2, ...sealed.subarray(1))), /version 2/);
  assert.throws(() => openSealed(key, ['x', ''], sealed));
});
