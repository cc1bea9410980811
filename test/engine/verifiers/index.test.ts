import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createVerifier, defaultVerifier, verifiers } from '../../../src/engine/verifiers/index.ts';
import { refusal } from '../support.ts';

for (const id of ['', 'Embedded', 'toString', 'whisper']) {
  test(`there is no verifier "${id}"`, async () => {
    await assert.rejects(createVerifier(id), refusal('verifier-unknown'));
    await assert.rejects(createVerifier(id), new RegExp(Object.keys(verifiers).join(', ')));
  });
}

test('the usual verifier is in the table and is called what the table says', async () => {
  assert.equal((await createVerifier(defaultVerifier)).id, defaultVerifier);
});
