/** Checkpoints that are missing, cut off, of another kind, or hostile: refused by name, nothing run. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openSafetensors } from '../../../src/engine/onnx/safetensors.ts';
import { openTorchFile } from '../../../src/engine/onnx/torch-file.ts';
import { seededValues, writeSeededFile } from '../spark/seeded-weights.ts';
import { stateDictionary, whole, writeSeededTorchFile, writeZip } from '../spark/torch-writer.ts';
import { refusal } from '../support.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'consonant-readers-'));
});
after(() => rm(folder, { recursive: true }));

const tensors = [
  { name: 'a', shape: [3, 5], dtype: 'F32', offset: 0, scale: 1 },
  { name: 'b', shape: [7], dtype: 'F32', offset: 1, scale: 2 },
];

/** A safetensors file of this header and so many bytes of data. */
async function writeHeader(name: string, header: string, dataBytes: number): Promise<string> {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  const path = join(folder, name);
  await writeFile(path, Buffer.concat([length, Buffer.from(header), Buffer.alloc(dataBytes, 0x3f)]));
  return path;
}

test('safetensors: whole tensors and single rows', async () => {
  const path = join(folder, 'good.safetensors');
  await writeSeededFile(path, tensors);
  const weights = await openSafetensors(path, 'good');
  assert.deepEqual(weights.names, ['a', 'b']);
  assert.deepEqual(weights.shapeOf('a'), [3, 5]);
  assert.deepEqual(await weights.read('a'), seededValues('a', tensors[0], 0, 15));
  assert.deepEqual(await weights.read('a', { from: 1, to: 3 }), seededValues('a', tensors[0], 5, 15));
  await assert.rejects(async () => weights.read('c'), refusal('checkpoint-tensor-missing'));
  await weights.close();
});

test('safetensors: half precision becomes single', async () => {
  const header = JSON.stringify({
    half: { dtype: 'F16', shape: [2], data_offsets: [0, 4] },
    brain: { dtype: 'BF16', shape: [2], data_offsets: [4, 8] },
    count: { dtype: 'I64', shape: [], data_offsets: [8, 16] },
  });
  const weights = await openSafetensors(await writeHeader('half.safetensors', header, 16), 'half');
  // 0x3f3f: 1.8115234375 in binary16, 0.74609375 in bfloat16.
  assert.deepEqual(await weights.read('half'), Float32Array.of(1.8115234375, 1.8115234375));
  assert.deepEqual(await weights.read('brain'), Float32Array.of(0.74609375, 0.74609375));
  await assert.rejects(weights.read('count'), refusal('checkpoint-dtype'));
  await weights.close();
});

const one = (entry: object) => JSON.stringify({ x: entry });

for (const { what, header, dataBytes = 16 } of [
  { what: 'no JSON', header: '{"x": ' },
  { what: 'an entry without a shape', header: one({ dtype: 'F32', data_offsets: [0, 16] }) },
  { what: 'a negative size', header: one({ dtype: 'F32', shape: [-4], data_offsets: [0, 16] }) },
  { what: 'a shape that does not fit its bytes', header: one({ dtype: 'F32', shape: [5], data_offsets: [0, 16] }) },
  { what: 'an unknown type', header: one({ dtype: 'F99', shape: [4], data_offsets: [0, 16] }) },
  { what: 'data beyond the file', header: one({ dtype: 'F32', shape: [4], data_offsets: [0, 16] }), dataBytes: 12 },
]) {
  test(`safetensors with ${what} is refused`, async () => {
    const path = await writeHeader('bad.safetensors', header, dataBytes);
    await assert.rejects(openSafetensors(path, 'bad'), refusal('checkpoint-damaged'));
  });
}

test('safetensors: a header longer than the file, an empty file, none at all', async () => {
  const path = join(folder, 'short');
  await writeFile(path, Buffer.from([255, 255, 255, 255, 0, 0, 0, 0, 1, 2]));
  await assert.rejects(openSafetensors(path, 'short'), refusal('checkpoint-damaged'));
  await writeFile(path, '');
  await assert.rejects(openSafetensors(path, 'short'), refusal('checkpoint-damaged'));
  await assert.rejects(openSafetensors(join(folder, 'none'), 'none'), refusal('checkpoint-file-missing'));
});

test('torch: tensors of a zip archive', async () => {
  const path = join(folder, 'good.bin');
  await writeSeededTorchFile(path, tensors);
  const weights = await openTorchFile(path, 'good');
  assert.deepEqual(weights.names, ['a', 'b']);
  assert.deepEqual(await weights.read('b'), seededValues('b', tensors[1], 0, 7));
  assert.deepEqual(await weights.read('a', { from: 2, to: 3 }), seededValues('a', tensors[0], 10, 15));
  await weights.close();
});

/** What Python would run on loading: os.system('...'). */
const hostile: readonly { what: string; pickle: Buffer }[] = [
  { what: 'calls a function', pickle: Buffer.from('\x80\x02cposix\nsystem\nX\x04\x00\x00\x00exit\x85R.', 'latin1') },
  {
    what: 'calls a function by the newer instruction',
    pickle: Buffer.from('\x80\x04\x8c\x08builtins\x8c\x04eval\x93\x8c\x011\x85R.', 'latin1'),
  },
  { what: 'makes an object of a class', pickle: Buffer.from('\x80\x02c__main__\nThing\n)\x81.', 'latin1') },
  { what: 'uses an instruction for objects', pickle: Buffer.from('\x80\x02)\x81.', 'latin1') },
  { what: 'asks for an extension', pickle: Buffer.from('\x80\x02\x82\x01.', 'latin1') },
];

for (const { what, pickle } of hostile) {
  test(`torch: a pickle that ${what} is refused`, async () => {
    const path = join(folder, 'hostile.bin');
    await writeZip(path, [whole('archive/data.pkl', pickle)]);
    await assert.rejects(openTorchFile(path, 'hostile'), refusal('checkpoint-pickle-code'));
  });
}

const dictionary = stateDictionary(tensors);

for (const { what, parts } of [
  { what: 'without a pickle', parts: [whole('archive/version', Buffer.from('3'))] },
  { what: 'with a pickle that is cut off', parts: [whole('archive/data.pkl', dictionary.subarray(0, 60))] },
  { what: 'with a pickle of something else', parts: [whole('archive/data.pkl', Buffer.from('\x80\x02K\x01.', 'latin1'))] },
  { what: 'without the data of a tensor', parts: [whole('archive/data.pkl', dictionary)] },
  {
    what: 'with too little data for a tensor',
    parts: [
      whole('archive/data.pkl', dictionary),
      whole('archive/data/0', Buffer.alloc(59)),
      whole('archive/data/1', Buffer.alloc(28)),
    ],
  },
]) {
  test(`torch: an archive ${what} is refused`, async () => {
    const path = join(folder, 'damaged.bin');
    await writeZip(path, parts);
    await assert.rejects(openTorchFile(path, 'damaged'), refusal('checkpoint-damaged'));
  });
}

for (const { what, changed } of [
  { what: 'with a tensor before the start of its data', changed: { from: 'J\0\0\0\0(J', to: 'J\xff\xff\xff\xff(J' } },
  { what: 'with a storage of no type', changed: { from: 'ctorch\nFloatStorage\n', to: 'N' } },
  { what: 'with a tensor of no storage', changed: { from: 'tQJ\0\0\0\0(J', to: 't0NJ\0\0\0\0(J' } },
]) {
  test(`torch: an archive ${what} is refused`, async () => {
    const pickle = dictionary.toString('latin1');
    assert.ok(pickle.includes(changed.from));
    const path = join(folder, 'damaged.bin');
    const data = [60, 28].map((size, index) => whole(`archive/data/${index}`, Buffer.alloc(size)));
    const wrong = Buffer.from(pickle.replace(changed.from, changed.to), 'latin1');
    await writeZip(path, [whole('archive/data.pkl', wrong), ...data]);
    await assert.rejects(openTorchFile(path, 'damaged'), refusal('checkpoint-damaged'));
  });
}

for (const { name, write, open } of [
  { name: 'fuzz.bin', write: writeSeededTorchFile, open: openTorchFile },
  { name: 'fuzz.safetensors', write: writeSeededFile, open: openSafetensors },
]) {
  test(`${name}: whichever byte is another, the file is read or refused`, async () => {
    const path = join(folder, name);
    await write(path, tensors);
    const good = await readFile(path);
    let refused = 0;
    for (let at = 0; at < good.length; at++) {
      const bytes = Buffer.from(good);
      bytes[at] ^= 0xff;
      await writeFile(path, bytes);
      try {
        const weights = await open(path, name);
        try {
          for (const tensor of weights.names) await weights.read(tensor);
        } finally {
          await weights.close();
        }
      } catch (error) {
        assert.ok(refusal(/^checkpoint-/)(error), `byte ${at}`);
        refused++;
      }
    }
    assert.ok(refused > 0.4 * good.length, `${refused} of ${good.length}`);
  });
}

test('torch: what is no zip archive is refused', async () => {
  const path = join(folder, 'text.bin');
  await writeFile(path, 'not a zip archive at all, only words');
  await assert.rejects(openTorchFile(path, 'text'), refusal('checkpoint-damaged'));
});
