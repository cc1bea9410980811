/** Pickles that nobody's weights are made of: each is read or refused at once, however little of it means how much work. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readPickle } from '../../../src/engine/onnx/pickle.ts';
import { openTorchFile } from '../../../src/engine/onnx/torch-file.ts';
import { whole, writeZip } from '../spark/torch-writer.ts';
import { refusal } from '../support.ts';

const read = (...parts: readonly string[]) =>
  readPickle(Buffer.from(parts.join(''), 'latin1'), {
    file: 'made.bin',
    globals: { 'a b': (...given: readonly unknown[]) => given.length, 'Symbol(mark) b': 0 },
    persistent: id => id,
  });

const EMPTY_LIST = ']';
const EMPTY_DICTIONARY = '}';
const MARK = '(';
const NONE = 'N';
const TEXT_B = '\x8c\x01b';
const STACK_GLOBAL = '\x93';
const CALL = 'R';
/** Takes the last thing, remembers it, and puts it into a tuple with itself. */
const doubled = (level: number) => `q${String.fromCharCode(level)}h${String.fromCharCode(level)}\x86`;

test('appends and sets hundreds of thousands of items at once', () => {
  const list = read(EMPTY_LIST, MARK, NONE.repeat(300_000), 'e.');
  assert.equal((list as unknown[]).length, 300_000);
  const dictionary = read(EMPTY_DICTIONARY, MARK, 'K\x01N'.repeat(200_000), 'u.');
  assert.deepEqual(dictionary, new Map([[1, null]]));
});

test('calls a function with what the tuple holds', () => {
  assert.equal(read('ca\nb\n', MARK, NONE.repeat(16), 't', CALL, '.'), 16);
});

for (const { what, parts } of [
  {
    what: 'names a function by tuples of tuples, twice as long at each level',
    parts: [NONE, ...Array.from({ length: 20 }, (_, level) => doubled(level)), TEXT_B, STACK_GLOBAL],
  },
  { what: 'names a function by a mark', parts: [MARK, TEXT_B, STACK_GLOBAL] },
  { what: 'names a function of a module by a number', parts: ['\x8c\x01a', 'K\x01', STACK_GLOBAL] },
  { what: 'calls a function with very many values', parts: ['ca\nb\n', MARK, NONE.repeat(300_000), 't', CALL] },
  { what: 'remembers without an end', parts: [NONE, '\x94'.repeat(1_000_001)] },
  { what: 'puts very much on the stack', parts: [NONE.repeat(1_000_001)] },
  { what: 'puts away more than it has', parts: ['0'] },
  { what: 'has a number that is cut off', parts: ['\x8a\xff\x01'] },
]) {
  test(`a pickle that ${what} is refused`, () => {
    assert.throws(() => read(...parts, '.'), refusal('checkpoint-damaged'));
  });
}

test('a number of 255 bytes is no size of anything', () => {
  assert.ok(Number.isNaN(read(`\x8a\xff${'\x7f'.repeat(255)}.`)));
});

test('a tensor of very many dimensions is refused, since each further one could share them', async context => {
  const folder = await mkdtemp(join(tmpdir(), 'consonant-pickle-'));
  context.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'shape.bin');
  const ones = `${MARK}${'K\x01'.repeat(65)}t`;
  const storage = `${MARK}\x8c\x07storagectorch\nFloatStorage\n\x8c\x010\x8c\x03cpuK\x01tQ`;
  const pickle = `\x80\x02}\x8c\x01xctorch._utils\n_rebuild_tensor_v2\n${MARK}${storage}K\x00${ones}${ones}tRs.`;
  await writeZip(path, [whole('archive/data.pkl', Buffer.from(pickle, 'latin1')), whole('archive/data/0', Buffer.alloc(4))]);
  await assert.rejects(openTorchFile(path, 'shape.bin'), error => {
    assert.match((error as Error).message, /a tensor in it has no shape/);
    return refusal('checkpoint-damaged')(error);
  });
});
