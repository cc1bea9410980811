import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backends, createEngine, defaultEngine } from '../../src/engine/index.ts';
import { refusal } from './support.ts';

test('the usual engine is in the table', () => assert.ok(defaultEngine in backends));

test('a row makes the engine of its name', async () => assert.equal((await createEngine('tone')).id, 'tone'));

for (const id of ['nightingale', '', 'toString', '__proto__']) {
  test(`"${id}" is refused with the known engines`, async () => {
    await assert.rejects(createEngine(id), refusal('engine-unknown'));
    await assert.rejects(createEngine(id), /mynah, spark, tone/);
  });
}
