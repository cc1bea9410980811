import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createMasterKey } from '../../src/voices/master-key.ts';
import type { Voice } from '../../src/voices/voices.ts';
import { refusal } from '../engine/support.ts';
import { asker, candidate, createPartsIn, type Parts, secret } from './support.ts';

const ada = 'discord:1000001';
const child = fileURLToPath(new URL('./crashing-process.ts', import.meta.url));
const stores = ['voices', 'references', 'prints', 'journal', 'people'] as const;

/** Copies of one beginning, each crashed after another step. */
describe('a crash after any durable step', { concurrency: 2 }, () => {
  const key = secret();
  const masterKey = createMasterKey(key.subarray());
  let root: string;
  let first: Voice;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'consonant-crash-'));
    const parts = await createPartsIn({ folder: join(root, 'start'), masterKey });
    first = await parts.voices.create(ada, candidate({ name: 'First' }));
    await parts.voices.setUsual(first.id, ada);
    await parts.stores
      .open('journal')
      .set(`${first.id}/owed`, await parts.vault.seal(first.id, 'journal/owed', Buffer.from('hello')));
    await parts.close();
  });
  after(() => rm(root, { recursive: true, force: true }));

  async function crash(what: string, step: number): Promise<{ readonly parts: Parts; readonly isDone: boolean }> {
    const folder = join(root, `${what}-${step}`);
    await cp(join(root, 'start'), folder, { recursive: true });
    const running = spawn(process.execPath, [child, folder, key.toString('hex'), what, `${step}`], { stdio: 'inherit' });
    const [code, signal] = await once(running, 'exit');
    assert.ok(code === 0 || signal === 'SIGKILL', `ended with ${code ?? signal}`);
    return { parts: await createPartsIn({ folder, masterKey }), isDone: code === 0 };
  }

  async function storedOf(parts: Parts, voiceId: string): Promise<string[]> {
    const found: string[] = [];
    for (const name of stores) if ((await parts.stores.subjects(name)).includes(voiceId)) found.push(name);
    return found;
  }

  async function assertUnreadable(parts: Parts, voiceId: string): Promise<void> {
    assert.equal(await parts.ledger.key(voiceId), undefined);
    assert.equal(
      (await parts.voices.owned(ada)).some(({ id }) => id === voiceId),
      false,
    );
    assert.throws(
      () => parts.consent.grant({ voiceId, asker: asker(ada), form: 'note' }),
      refusal(/^(consent-revoked|voice-unknown)$/),
    );
    for (const name of ['voices', 'prints', 'references', 'journal'] as const) {
      for await (const [key, sealed] of parts.stores.open(name).entries(voiceId)) {
        if (key.endsWith('/making')) continue;
        await assert.rejects(parts.vault.open(voiceId, `${name}/${key.split('/')[1]}`, sealed), refusal('consent-revoked'));
      }
    }
  }

  /** Durable steps of the work. */
  const stepsOf = { revoke: 6, create: 6 } as const;

  for (let step = 1; step <= stepsOf.revoke + 1; step++) {
    it(`of a revocation (${step}) leaves nothing readable, and the next start erases the rest`, async () => {
      const { parts, isDone } = await crash('revoke', step);
      assert.equal(isDone, step > stepsOf.revoke);
      await assertUnreadable(parts, first.id);
      await parts.voices.sweep();
      assert.deepEqual(await storedOf(parts, first.id), []);
      assert.equal(await parts.stores.open('people').get(`${ada}/usual`), undefined);
      await parts.close();
    });
  }

  for (let step = 1; step <= stepsOf.create + 1; step++) {
    it(`of a new voice (${step}) leaves a whole one or none, and the name can be had`, async () => {
      const { parts, isDone } = await crash('create', step);
      assert.equal(isDone, step > stepsOf.create);
      const seen = (await parts.voices.owned(ada)).find(({ name }) => name === 'New');
      await parts.voices.sweep();
      const kept = (await parts.voices.owned(ada)).find(({ name }) => name === 'New');
      assert.deepEqual(kept, seen);
      assert.equal(kept !== undefined, step >= 5);
      assert.equal((await parts.ledger.keyHolders()).length, kept ? 2 : 1);
      const voiceIds = new Set((await Promise.all(stores.map(name => parts.stores.subjects(name)))).flat());
      assert.deepEqual([...voiceIds].filter(id => id !== ada).sort(), [first.id, ...(kept ? [kept.id] : [])].sort());
      if (!kept) await parts.voices.create(ada, candidate({ name: 'New' }));
      else
        assert.equal(
          (await parts.voices.print(parts.consent.grant({ voiceId: kept.id, asker: asker(ada), form: 'note' }))).length,
          3000,
        );
      await parts.close();
    });
  }

  for (const step of [2, 4, 6]) {
    it(`of a replacement (${step}) leaves the old version or the new one, whole, and nothing of the other`, async () => {
      const { parts } = await crash('replace', step);
      await parts.voices.sweep();
      const [voice] = await parts.voices.owned(ada);
      assert.ok([1, 2].includes(voice.version));
      assert.equal(voice.engine, voice.version === 1 ? 'tone' : 'newer');
      assert.equal(
        (await parts.voices.print(parts.consent.grant({ voiceId: voice.id, asker: asker(ada), form: 'note' }))).length,
        3000,
      );
      assert.equal((await parts.voices.recordings(voice.id, ada)).length, 1);
      for (const name of ['prints', 'references'] as const) {
        assert.equal((await Array.fromAsync(parts.stores.open(name).entries(voice.id))).length, 1, name);
      }
      assert.deepEqual((await Array.fromAsync(parts.stores.open('voices').entries(voice.id))).length, 1);
      await parts.close();
    });
  }

  for (const step of [5]) {
    it(`of an erasure (${step}) leaves no voice readable, and asking again finishes it`, async () => {
      const { parts } = await crash('forget', step);
      await assertUnreadable(parts, first.id);
      await parts.voices.sweep();
      await parts.voices.forget(ada);
      for (const name of stores) assert.deepEqual(await parts.stores.subjects(name), [], name);
      await parts.close();
    });
  }
});
