import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { type Audio, durationSeconds } from '../../../src/audio/audio.ts';
import { encodeOgg } from '../../../src/audio/encode.ts';
import { demuxOggFile } from '../../../src/audio/ogg.ts';
import { probe } from '../../../src/audio/probe.ts';
import { finish } from '../../../src/audio/steps.ts';
import { publicKeyOf } from '../../../src/audio/tags/ed25519.ts';
import { withOpusTags } from '../../../src/audio/tags/opus-tags.ts';
import { edgedFingerprintInSteps, outlineInSteps } from '../../../src/audio/tags/outline.ts';
import { checkTags, signTags } from '../../../src/audio/tags/signed-tags.ts';
import { excerpt, opus, speechOf, through } from '../watermark/speech.ts';

const never = new AbortController().signal;
const seed = new Uint8Array(randomBytes(32));
const keys = [{ publicKey: publicKeyOf(seed) }];
const heardOf = (audio: Audio) => ({
  fingerprint: finish(edgedFingerprintInSteps(audio)),
  durationSeconds: durationSeconds(audio),
});

let speech: Audio;
let facts: Parameters<typeof signTags>[0];
let tags: Record<string, string>;

before(async () => {
  speech = await speechOf(8);
  facts = { generationId: '0123abcd', madeAtMs: Date.UTC(2027, 0, 2, 3, 4, 5), engine: 'mynah', durationSeconds: 8 };
  tags = signTags(facts, finish(outlineInSteps(speech)), { seed });
});

function checked(comments: Readonly<Record<string, string>>, known = keys) {
  const found = checkTags(comments, known);
  assert.equal(found.kind, 'signed');
  return found as Extract<typeof found, { kind: 'signed' }>;
}

describe('signed tags', () => {
  test('give back what was signed, whatever the case of their names', () => {
    assert.deepEqual(checked(tags).facts, facts);
    assert.deepEqual(
      checked(Object.fromEntries(Object.entries(tags).map(([name, value]) => [name.toLowerCase(), value]))).facts,
      facts,
    );
  });

  test('are of this sound, also when it was coded again, quieter, or filled up at its end', () => {
    const { isOf } = checked(tags);
    assert.ok(isOf(heardOf(speech)));
    for (const sound of [
      through(speech, opus(24)),
      through(speech, ['-c:a', 'libmp3lame', '-b:a', '64k', '-f', 'mp3'], 'volume=-9dB'),
    ]) {
      assert.ok(isOf(heardOf(sound)));
    }
  });

  test('are not of other sound, nor of this when it was cut, faster, or replaced for two seconds', async () => {
    const { isOf } = checked(tags);
    const other = await speechOf(8, { fromSeconds: 12 });
    assert.ok(!isOf(heardOf(other)));
    for (const [from, seconds] of [
      [1, 7],
      [0, 7.5],
      [2, 4],
    ] as const)
      assert.ok(!isOf(heardOf(excerpt(speech, from, seconds))), `${from}`);
    assert.ok(!isOf(heardOf(through(speech, [], 'atempo=1.05'))));
    const spliced = speech.samples.slice();
    spliced.set(other.samples.subarray(0, 48_000), 72_000);
    assert.ok(!isOf(heardOf({ ...speech, samples: spliced })));
    const silent = { ...speech, samples: new Float32Array(speech.samples.length) };
    assert.ok(!isOf(heardOf(silent)));
  });

  test('are not of this when half a second of it was replaced or muted, wherever', async () => {
    const { isOf } = checked(tags);
    const other = await speechOf(8, { fromSeconds: 12 });
    const half = speech.sampleRateHz / 2;
    for (let from = half; from + half < speech.samples.length; from += 3 * half) {
      const replaced = speech.samples.slice();
      replaced.set(other.samples.subarray(from, from + half), from);
      assert.ok(!isOf(heardOf({ ...speech, samples: replaced })), `replaced at ${from}`);
    }
  });

  test('are of a single syllable, too, and not of another', async () => {
    const [syllable, other] = await Promise.all([0.7, 3.1].map(fromSeconds => speechOf(0.4, { fromSeconds })));
    const comments = signTags({ ...facts, durationSeconds: 0.4 }, finish(outlineInSteps(syllable!)), { seed });
    for (const value of Object.values(comments)) assert.notEqual(value, '', 'players drop comments that are empty');
    const { isOf } = checked(comments);
    assert.ok(isOf(heardOf(syllable!)));
    assert.ok(isOf(heardOf(through(syllable!, opus(24)))));
    assert.ok(!isOf(heardOf(other!)));
  });

  test('are false when any of them was changed or is missing, and foreign when another key signed', () => {
    const signed = Object.keys(tags).filter(name => name.startsWith('CONSONANT_'));
    assert.equal(signed.length, 7);
    for (const name of signed) {
      const value = tags[name]!;
      const last = value.at(-5) === '1' ? '2' : '1';
      assert.deepEqual(
        checkTags({ ...tags, [name]: `${value.slice(0, -5)}${last}${value.slice(-4)}` }, keys),
        { kind: 'false' },
        name,
      );
      const { [name]: _, ...rest } = tags;
      assert.deepEqual(checkTags(rest, keys), { kind: 'false' }, name);
    }
    const others = [{ publicKey: publicKeyOf(new Uint8Array(randomBytes(32))) }];
    assert.deepEqual(checkTags(tags, others), { kind: 'foreign' });
    assert.deepEqual(checkTags(tags, []), { kind: 'foreign' });
    for (const key of ['', 'nonsense', Buffer.alloc(32).toString('base64'), Buffer.from(others[0]!.publicKey).toString('base64')])
      assert.deepEqual(checkTags({ ...tags, CONSONANT_KEY: key }, keys), { kind: 'false' }, key);
    assert.deepEqual(checkTags({ ...tags, CONSONANT_SIGNATURE: 'nonsense' }, keys), { kind: 'false' });
  });

  test('that are not ours are none', () => {
    assert.deepEqual(checkTags({}, keys), { kind: 'none' });
    assert.deepEqual(checkTags({ title: 'Morning', AI_GENERATED: 'yes' }, keys), { kind: 'none' });
  });
});

describe('tags in an Ogg file', () => {
  test('are read by others, and leave the sound as it was', async () => {
    const file = await encodeOgg(speech, {}, never);
    const tagged = withOpusTags(file, { ...tags, NOTE: 'grüße = 你好' });
    const { comments, codec } = await probe(tagged, 'tagged.ogg', never);
    assert.equal(codec, 'opus');
    assert.equal(comments.NOTE, 'grüße = 你好');
    assert.equal(comments.AI_GENERATED, 'yes');
    assert.deepEqual(checked(comments).facts, facts);
    assert.deepEqual(demuxOggFile(tagged), demuxOggFile(file));
  });

  test('are added to those that are there', async () => {
    const file = await encodeOgg(speech, {}, never);
    const twice = withOpusTags(withOpusTags(file, { FIRST: '1' }), { SECOND: 'x'.repeat(1000) });
    const { comments } = await probe(twice, 'twice.ogg', never);
    assert.deepEqual([comments.FIRST, comments.SECOND?.length], ['1', 1000]);
  });

  test('stay where a file is coded again by somebody who keeps them', async () => {
    const tagged = withOpusTags(await encodeOgg(speech, {}, never), tags);
    const { execFileSync } = await import('node:child_process');
    const options = ['-nostdin', '-v', 'error', '-f', 'ogg', '-i', 'pipe:0', '-map_metadata', '0:s:0', '-f', 'mp3', 'pipe:1'];
    const { comments } = await probe(new Uint8Array(execFileSync('ffmpeg', options, { input: tagged })), 'again.mp3', never);
    assert.deepEqual(checked(comments).facts, facts);
  });

  test('are not put into what is no such file, nor beyond what a page holds', async () => {
    const file = await encodeOgg(speech, {}, never);
    for (const bad of [new Uint8Array(0), file.subarray(0, 40), Buffer.from('RIFF....WAVEfmt '.repeat(9)), file.subarray(47)]) {
      assert.throws(() => withOpusTags(bad, { A: 'b' }), Error);
    }
    assert.throws(() => withOpusTags(file, { LONG: 'x'.repeat(66_000) }), /do not fit/);
  });
});
