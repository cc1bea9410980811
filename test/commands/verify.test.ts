/** /verify: what it says of each kind of file; and who else uses marks: /consent log, /report. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Trace } from '../../src/audio/trace.ts';
import { catalogues, textsIn } from '../../src/commands/catalogues.ts';
import { originOf, tellOrigin, timesPerFalseAlarm } from '../../src/commands/origin.ts';
import type { NamedUse } from '../../src/consent/consent.ts';

const never = new AbortController().signal;
const file = { source: Buffer.from('sound'), name: 'sound.ogg' };
const madeAtMs = Date.UTC(2027, 0, 2, 3, 4);
const facts = { generationId: '0123abcd', madeAtMs, engine: 'mynah', durationSeconds: 3 };
const markOf = (generationId?: string) => ({
  method: 'patchwork',
  keyNumber: 1,
  ...(generationId && { generationId }),
  falseAlarmRate: 3e-9,
  startSeconds: 0,
  endSeconds: 3,
});
type Heard = Pick<Trace, 'marks' | 'tags'> & Partial<Trace>;
const none: Heard = { marks: [], tags: { kind: 'none' } };
const use = (changes: Partial<NamedUse> = {}): NamedUse => ({
  generationId: '0123abcd',
  voiceId: 'voice',
  requester: 'console:ada',
  placeId: 'console:place/den',
  form: 'note',
  atMs: madeAtMs,
  textHash: 'ab'.repeat(32),
  engine: 'mynah',
  ...changes,
});

async function said(
  trace: Heard,
  { uses = [] as NamedUse[], same = undefined as NamedUse | undefined, isStanding = true, language = 'en' } = {},
) {
  const usesOfMark = async (mark: string) => uses.filter(one => (one.mark ?? one.generationId) === mark);
  const log = { useOfAudio: async () => same, usesOfMark };
  const origin = await originOf(file, { log, trace: async () => ({ listenedSeconds: 3, isWhole: true, ...trace }) }, never);
  return tellOrigin(origin, textsIn(language), () => isStanding);
}

const made = 'Made here with an AI voice on Jan 2, 2027, 3:04 AM UTC (number 0123abcd, engine mynah).';
const standing = 'The owner’s consent to this voice stands.';
const byTags = 'The signed tags of the file say so, and its sound is what was signed.';
const byMark = 'The inaudible mark in the sound says so; sound without it looks like this less than once in 100,000,000 files.';

test('a mark that is in the log: when, which engine and number, consent, and how sure that is', async () => {
  const marked: Heard = { marks: [markOf('0123abcd')], tags: { kind: 'none' } };
  assert.equal(await said(marked, { uses: [use()] }), `${made} ${standing} ${byMark}`);
  const ended = await said(marked, { uses: [use()], isStanding: false });
  assert.equal(ended, `${made} The owner has since ended this voice. ${byMark}`);
});

test('speech that was handed out again tells when it was made, and how often it was given', async () => {
  const again = use({ generationId: '00000002', mark: '0123abcd', atMs: madeAtMs + 86_400_000 });
  const told = await said({ marks: [markOf('0123abcd')], tags: { kind: 'none' } }, { uses: [again, use()] });
  assert.equal(told, `${made} ${standing} It was handed out 2 times. ${byMark}`);
});

test('a mark that is not in the log: what the tags add, and what is not known', async () => {
  const unlogged = 'Whose voice it was is not on record: the log goes back 90 days, and not all speech is in it.';
  assert.equal(
    await said({ marks: [markOf('0123abcd')], tags: { kind: 'none' } }),
    `Made here with an AI voice (number 0123abcd). ${unlogged} ${byMark}`,
  );
  const both = await said({ marks: [markOf('0123abcd')], tags: { kind: 'unchanged', facts } });
  assert.equal(both, `${made} ${unlogged} ${byTags} ${byMark}`);
  const others = { ...facts, generationId: 'ffffffff' };
  assert.match(
    await said({ marks: [markOf('0123abcd')], tags: { kind: 'unchanged', facts: others } }),
    /voice \(number 0123abcd\)\./,
  );
});

test('a mark whose number cannot be read', async () => {
  assert.match(
    await said({ marks: [markOf()], tags: { kind: 'none' } }),
    /^Made here with an AI voice: its mark is in the sound, but too weak/,
  );
});

test('the very file, without listening', async () => {
  const told = await said(none, { same: use(), uses: [use()] });
  assert.equal(told, `${made} ${standing} This is certain: it is the very file.`);
});

test('signed tags alone', async () => {
  const told = await said({ marks: [], tags: { kind: 'unchanged', facts } }, { uses: [use()] });
  assert.equal(told, `${made} ${standing} ${byTags}`);
});

test('our tags on other sound', async () => {
  const told = await said({ marks: [], tags: { kind: 'changed', facts } }, { uses: [use()] });
  assert.match(
    told,
    /^The file carries our signed tags \(number 0123abcd, Jan 2, 2027, 3:04 AM UTC\), but the sound is not what was signed/,
  );
});

test('a mark in sound that was cut or changed after it was signed', async () => {
  const told = await said({ marks: [markOf('0123abcd')], tags: { kind: 'changed', facts } }, { uses: [use()] });
  assert.equal(
    told,
    `${made} ${standing} ${byMark} Its signed tags do not fit: the sound was cut or changed since, or they belong to other speech.`,
  );
});

test('a mark in sound that was cut tells what its signed tags say of it, where the log has nothing', async () => {
  const told = await said({ marks: [markOf(facts.generationId)], tags: { kind: 'changed', facts } });
  assert.ok(told.startsWith(made), told);
  const another = await said({ marks: [markOf('ffff0000')], tags: { kind: 'changed', facts } });
  assert.match(another, /^Made here with an AI voice \(number ffff0000\)\./);
});

test('a mark in a part of it, and other speech of ours beside', async () => {
  const [first, second] = [{ ...markOf('0123abcd'), startSeconds: 61.2, endSeconds: 68 }, markOf('ffff0000')];
  const told = await said({ marks: [first, second], tags: { kind: 'none' }, listenedSeconds: 80 }, { uses: [use()] });
  assert.equal(
    told,
    `${made} ${standing} ${byMark} The mark was found from 1:01 to 1:08, and not in the rest. Other speech that was made here is in it, too: number ffff0000.`,
  );
});

test('a long file: what was listened to', async () => {
  const told = await said({ ...none, listenedSeconds: 120, isWhole: false });
  assert.match(told, / or a person\. The file is long: marks were looked for in its first 2 minutes\.$/);
});

test('nothing, which proves nothing; and false and foreign tags', async () => {
  const told = await said(none);
  assert.match(told, /^No mark of ours was found\. That proves nothing/);
  assert.equal(
    await said({ marks: [], tags: { kind: 'false' } }),
    `${told} It has tags as ours are, but their signature is wrong: they were changed or made up.`,
  );
  assert.equal(
    await said({ marks: [], tags: { kind: 'foreign' } }),
    `${told} Its tags are signed with a key that is not ours: another Consonant may have made it.`,
  );
});

test('all of it is said in every language', async () => {
  const traces: Heard[] = [
    { marks: [markOf('0123abcd')], tags: { kind: 'none' } },
    { marks: [markOf()], tags: { kind: 'none' } },
    { marks: [], tags: { kind: 'unchanged', facts } },
    { marks: [], tags: { kind: 'changed', facts } },
    { marks: [], tags: { kind: 'false' } },
    { marks: [], tags: { kind: 'foreign' } },
    { marks: [markOf('0123abcd')], tags: { kind: 'changed', facts } },
    { marks: [markOf('0123abcd'), markOf('ffff0000')], tags: { kind: 'none' }, listenedSeconds: 120, isWhole: false },
  ];
  for (const language of Object.keys(catalogues)) {
    const told = await Promise.all(
      traces.flatMap(trace => [[], [use()], [use(), use()]].map(uses => said(trace, { uses, language }))),
    );
    assert.ok(
      told.every(text => text.length > 20 && !/[{}]/.test(text)),
      `${language}: ${told}`,
    );
    assert.equal(new Set(told).size, 16, language);
  }
});

test('chance is told as a power of ten', () => {
  for (const [rate, times] of [
    [1e-6, 1e6],
    [3e-9, 1e8],
    [0, 1e12],
    [1e-200, 1e12],
  ] as const)
    assert.equal(timesPerFalseAlarm(rate), times);
});
