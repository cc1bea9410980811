import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { createConsent } from '../../src/consent/create-consent.ts';
import type { Form } from '../../src/consent/identity.ts';
import { createLedger } from '../../src/consent/ledger/index.ts';
import { createLocalQueue } from '../../src/jobs/local-queue.ts';
import { refusal, soon } from '../engine/support.ts';
import { createInstantSpeaker, createScriptedSpeaker } from './scripted-speaker.ts';
import { createTestPorts, job } from './support.ts';

const owner = 'console:ada';
const placeId = 'console:hall';

/** The queue behind the real gate and ledger, wired as the program wires them. */
async function start(
  context: TestContext,
  speaker = createScriptedSpeaker() as Parameters<typeof createLocalQueue>[0]['speaker'],
) {
  const folder = await mkdtemp(join(tmpdir(), 'consonant-jobs-'));
  const ledger = await createLedger({ url: join(folder, 'ledger.sqlite') });
  const consent = await createConsent({ ledger, now: Date.now });
  const { ports, faults } = createTestPorts();
  const queue = createLocalQueue({
    ...ports,
    gate: consent,
    speaker,
    hashText: text => createHash('sha256').update(text).digest('hex'),
    recordUse: ({ grant: { voiceId, personId, placeId, form }, ...use }) =>
      consent.recordUse({ ...use, voiceId, requester: personId, placeId, form, atMs: Date.now() }),
  });
  consent.onRevoked(queue.forgetVoice);
  context.after(async () => {
    await queue.close();
    consent.close();
    await ledger.close();
    await rm(folder, { recursive: true });
    assert.deepEqual(faults, []);
  });
  const voiceId = '0123456789abcdefghjkmnpqrs';
  await consent.enrol({
    owner,
    placeId,
    notice: { version: '1', hash: '0'.repeat(64) },
    verification: { method: 'embedded', scores: {}, thresholds: {} },
    voice: { voiceId, wrappedKey: new Uint8Array(60) },
  });
  const say = (form: Form, text = 'Hello.') =>
    queue.submit(job(text), consent.grant({ voiceId, asker: { personId: owner, placeId, roles: [] }, form }));
  return { consent, queue, voiceId, say };
}

describe('the queue behind the real gate', () => {
  test('speaks for the owner, and each use is in the log, also of what was made before', async context => {
    const { consent, voiceId, say } = await start(context, createInstantSpeaker());
    const handles = [say('note'), say('note')];
    for (const handle of handles) await soon(handle.finished, 'the note');
    const uses = await consent.uses(voiceId, owner, { limit: 10 });
    assert.deepEqual(new Set(uses.map(use => use.generationId)), new Set(handles.map(handle => handle.generationId)));
    assert.ok(uses.every(use => use.requester === owner && use.placeId === placeId && use.form === 'note'));
  });

  test('falls silent in every form when the owner revokes', async context => {
    const speaker = createScriptedSpeaker();
    const { consent, voiceId, say } = await start(context, speaker);
    const [live, ...others] = (['live', 'note', 'file', 'live'] as const).map((form, i) => say(form, `Text ${i}.`));
    (await speaker.speech(0)).packets(2);
    const reader = live.packets[Symbol.asyncIterator]();
    assert.ok(!(await soon(reader.next(), 'a packet')).done);
    await consent.revoke(voiceId, owner);
    await assert.rejects(reader.next(), refusal('consent-revoked'));
    for (const handle of [live, ...others]) await assert.rejects(handle.finished, refusal('consent-revoked'));
  });

  test('falls silent where an admin blocks the voice', async context => {
    const speaker = createScriptedSpeaker();
    const { consent, voiceId, say } = await start(context, speaker);
    const handle = say('note');
    await speaker.speech(0);
    await consent.block({ voiceId }, placeId, 'console:admin');
    await assert.rejects(soon(handle.finished, 'the end'), refusal('voice-blocked'));
  });
});
