/** From "consonant say" over a codec to "consonant verify". */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { createConsent } from '../../src/consent/create-consent.ts';
import { createLedger } from '../../src/consent/ledger/index.ts';
import { consonant, consonantJson, sampleMessage, sampleTranscript, sharedFolder, temporaryFolder } from './consonant.ts';

interface Told {
  readonly verdict: string;
  readonly generationId?: string | null;
  readonly madeAt?: string | null;
  readonly engine?: string | null;
  readonly evidence?: readonly string[];
  readonly falseAlarmRate?: number | null;
  readonly consent?: string | null;
}

const folder = sharedFolder();
const text = 'The birch canoe slid on the smooth planks. Glue the sheet to the dark blue background.';
let generationId = '';

const verified = (...words: string[]) => consonantJson<Told>(['verify', ...words], { folder });
const ffmpeg = (...words: string[]) => execFileSync('ffmpeg', ['-nostdin', '-v', 'error', ...words], { cwd: folder });

before(async () => {
  const words = ['--reference', sampleMessage, '--transcript-file', sampleTranscript, '--out', 'me.voice'];
  const { exitCode, stderr } = await consonant(['clone', ...words], { folder });
  assert.equal(exitCode, 0, stderr);
  const said = await consonantJson<{ generationId: string }>(
    ['say', '--voice', 'me.voice', '--text', text, '--out', 'said.ogg'],
    { folder },
  );
  generationId = said.generationId;
});

test('speech is known again as it is, and after a codec that took its tags', async () => {
  const own = await verified('said.ogg');
  assert.deepEqual(
    [own.verdict, own.generationId, own.engine, own.evidence, own.consent],
    ['made', generationId, 'mynah', ['tags', 'mark'], null],
  );
  assert.ok(own.falseAlarmRate! < 1e-6);
  ffmpeg('-i', 'said.ogg', '-map_metadata', '-1', '-map_metadata:s:a', '-1', '-c:a', 'libopus', '-b:a', '24k', 'again.ogg');
  const again = await verified('again.ogg');
  assert.deepEqual([again.verdict, again.generationId, again.madeAt], ['made', generationId, null]);
});

test('it is told in a sentence, with how sure it is', async () => {
  const { exitCode, stdout } = await consonant(['verify', 'said.ogg'], { folder });
  assert.equal(exitCode, 0);
  assert.match(
    stdout,
    new RegExp(
      `^Made here with an AI voice on .* \\(number ${generationId}, engine mynah\\)\\. .* less than once in [0-9,]+ files\\.\n$`,
    ),
  );
});

test('what a person said is not known, nor is speech of another instance', async () => {
  assert.equal((await verified(sampleMessage)).verdict, 'unknown');
  const environment = { ...process.env, CONSONANT_MASTER_KEY: randomBytes(32).toString('base64') };
  const elsewhere = await consonantJson<Told & { tags: string }>(['verify', 'said.ogg'], { folder, environment });
  assert.deepEqual([elsewhere.verdict, elsewhere.tags], ['unknown', 'foreign']);
});

test('our own speech is refused as a recording to clone from', async () => {
  const { exitCode, stderr } = await consonant(['clone', '--reference', 'said.ogg', '--out', 'thief.voice'], { folder });
  assert.equal(exitCode, 2);
  assert.match(stderr, /said\.ogg.*carries the mark of speech that was made here/);
  await assert.rejects(stat(join(folder, 'thief.voice')));
});

test('the ledger tells when, and whether the consent of the owner stands', async () => {
  const path = join(folder, 'ledger.sqlite');
  const atMs = Date.now() - 60_000;
  const hash = 'ab'.repeat(32);
  const voiceId = '0123456789abcdefghijklmnop';
  const change = async (work: (consent: Awaited<ReturnType<typeof createConsent>>) => Promise<unknown>) => {
    const ledger = await createLedger({ url: path });
    const consent = await createConsent({ ledger, now: Date.now });
    await work(consent);
    consent.close();
    await ledger.close();
  };
  await change(async consent => {
    await consent.enrol({
      owner: 'console:ada',
      placeId: 'console:place/den',
      notice: { version: '1', hash },
      verification: { method: 'test', scores: {}, thresholds: {} },
      voice: { voiceId, wrappedKey: randomBytes(60) },
    });
    const use = { voiceId, requester: 'console:ada', placeId: 'console:place/den', form: 'note' as const, textHash: hash };
    await consent.recordUse({ ...use, generationId, atMs, engine: 'mynah' });
  });
  const standing = await verified('again.ogg', '--ledger', path);
  assert.deepEqual([standing.consent, standing.madeAt, standing.engine], ['standing', new Date(atMs).toISOString(), 'mynah']);
  await change(consent => consent.revoke(voiceId, 'console:ada'));
  assert.equal((await verified('again.ogg', '--ledger', path)).consent, 'ended');
});

describe('refused', () => {
  for (const { title, words, code } of [
    { title: 'no file', words: ['none.ogg'], code: 'file-missing' },
    { title: 'a folder', words: ['.'], code: 'file-is-directory' },
    { title: 'what is no sound', words: ['me.voice'], code: 'not-audio' },
    { title: 'a ledger that is not there', words: ['said.ogg', '--data', 'nowhere'], code: 'ledger-missing' },
  ]) {
    test(title, async () => {
      const { exitCode, stdout, stderr } = await consonant(['verify', ...words, '--json'], { folder });
      assert.equal(exitCode, 2, stderr);
      assert.equal(JSON.parse(stdout).error?.code ?? JSON.parse(stdout).code, code);
    });
  }

  test('to look where there is no key; and the first speech makes one', async context => {
    const own = await temporaryFolder(context);
    const { CONSONANT_MASTER_KEY: _, ...inherited } = process.env;
    const environment = { ...inherited, XDG_CONFIG_HOME: join(own, 'configuration') };
    await writeFile(join(own, 'x.ogg'), 'x');
    const look = await consonant(['verify', 'x.ogg'], { folder: own, environment });
    assert.equal(look.exitCode, 2);
    assert.match(look.stderr, /There is no key in .*configuration\/consonant\/master\.key/);
    const voice = join(folder, 'me.voice');
    const said = await consonant(['say', '--voice', voice, '--text', 'Hello.', '--out', 'x.ogg'], { folder: own, environment });
    assert.equal(said.exitCode, 0, said.stderr);
    assert.match(said.stderr, /A new master key lies in .*master\.key/);
    const { exitCode } = await consonant(['verify', 'x.ogg'], { folder: own, environment });
    assert.equal(exitCode, 0);
  });
});
