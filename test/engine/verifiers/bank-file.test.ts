import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Reader } from '../../../src/engine/reading/espeak.ts';
import { nextTurn } from '../../../src/engine/turn.ts';
import { bankPath, readBankFile } from '../../../src/engine/verifiers/embedded/bank-file.ts';
import { createLibrary } from '../../../src/engine/verifiers/embedded/library.ts';
import { sharedReader } from '../mynah/person.ts';
import { soon } from '../support.ts';

const list = ['garlic', 'umbrella'];
const { signal } = new AbortController();

describe('the bank of word readings', () => {
  let folder: string;
  let readings = 0;
  let reader: Reader;

  before(async () => {
    const real = await sharedReader();
    reader = {
      ...real,
      read: (...request) => {
        readings++;
        return real.read(...request);
      },
    };
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'consonant-bank-'));
    readings = 0;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const open = (words: readonly string[], from = folder) => createLibrary(reader, from).bank(words, signal);

  test('is read once and comes back from its file as it was', async () => {
    const made = await open(list);
    assert.equal(readings, 6);
    const kept = await open(list);
    assert.equal(readings, 6);
    assert.deepEqual(kept, made);
    rmSync(folder, { recursive: true });
  });

  test('leaves one file and nothing half-written', async () => {
    await open(list);
    assert.deepEqual(readdirSync(folder), [bankPath('', list)]);
    rmSync(folder, { recursive: true });
  });

  const damages: Readonly<Record<string, (file: Buffer) => Buffer>> = {
    'a flipped bit': file => file.with(2000, file[2000] ^ 1) as Buffer,
    'an end cut off': file => file.subarray(0, -100),
    'nothing in it': () => Buffer.alloc(0),
    'other content': () => Buffer.from('This is no bank of words, but it is longer than a checksum.'),
  };
  for (const [what, damage] of Object.entries(damages)) {
    test(`a file with ${what} is made anew`, async () => {
      await open(list);
      const path = bankPath(folder, list);
      writeFileSync(path, damage(readFileSync(path)));
      assert.equal(await readBankFile(path, list), undefined);
      await open(list);
      assert.equal(readings, 12);
      assert.ok(await readBankFile(path, list), 'the file is whole again');
      rmSync(folder, { recursive: true });
    });
  }

  test('another list is another file', async () => {
    await open(list);
    await open(list.toReversed());
    assert.equal(readings, 12);
    assert.equal(readdirSync(folder).length, 2);
    rmSync(folder, { recursive: true });
  });

  test('works without a folder that can be written to', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    assert.equal((await open(list, join(file, 'below a file'))).words.length, 2);
    assert.equal(statSync(file).size, 0);
    rmSync(folder, { recursive: true });
  });

  test('is made once for all who ask at once, and goes on when one gives up', async () => {
    const library = createLibrary(reader, undefined);
    const controller = new AbortController();
    const impatient = library.bank(list, controller.signal);
    const patient = library.bank(list, signal);
    controller.abort();
    await assert.rejects(impatient, { name: 'AbortError' });
    assert.equal((await patient).words.length, 2);
    assert.equal(readings, 6);
  });

  test('stops being made when all have given up, and is made later', async () => {
    const library = createLibrary(reader, undefined);
    const controller = new AbortController();
    const making = library.bank(list, controller.signal);
    setImmediate(() => controller.abort());
    await soon(assert.rejects(making, { name: 'AbortError' }), 'the end of the reading');
    const whenAborted = readings;
    for (let turn = 0; turn < 200; turn++) await nextTurn();
    assert.ok(
      readings <= whenAborted + 1 && readings < 9,
      `${readings} of 9 words were read, ${whenAborted} before it was aborted`,
    );
    assert.equal((await library.bank(list, signal)).words.length, 2);
  });
});
