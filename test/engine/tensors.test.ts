import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTensors, writeTensors } from '../../src/engine/tensors.ts';
import { refusal } from './support.ts';

const tensors = {
  half: new Float16Array([0.5, -1, 65504]),
  bytes: new Uint8Array([1, 2, 255]),
  single: new Float32Array([Math.PI, -0]),
  counts: new Uint16Array([0, 65535]),
  nothing: new Float32Array(0),
};

test('what is written is read, type and all', () => {
  const read = readTensors(writeTensors({ tensors, metadata: { facts: 'é "quoted"' } }), 'This');
  assert.deepEqual(read.tensors, tensors);
  assert.deepEqual(read.metadata, { facts: 'é "quoted"' });
});

test('is laid out as safetensors: length, header, data without gaps', () => {
  const bytes = Buffer.from(writeTensors({ tensors: { single: new Float32Array([1, 2]) }, metadata: {} }));
  const length = Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + length));
  assert.deepEqual(header.single, { dtype: 'F32', shape: [2], data_offsets: [0, 8] });
  assert.equal(bytes.length, 8 + length + 8);
  assert.equal(bytes.readFloatLE(8 + length + 4), 2);
});

test('reads from the middle of a larger buffer', () => {
  const bytes = writeTensors({ tensors, metadata: {} });
  const larger = new Uint8Array(bytes.length + 3);
  larger.set(bytes, 3);
  assert.deepEqual(readTensors(larger.subarray(3), 'This').tensors, tensors);
});

const withHeader = (header: string, dataLength = 0): Uint8Array => {
  const bytes = Buffer.alloc(8 + header.length + dataLength);
  bytes.writeBigUInt64LE(BigInt(header.length));
  bytes.write(header, 8);
  return bytes;
};
const damaged: Record<string, Uint8Array> = {
  'no bytes': new Uint8Array(0),
  'a header longer than the file': withHeader('{}').slice(0, 9),
  'a header that is no JSON': withHeader('{"a"'),
  'data cut off': withHeader('{"a":{"dtype":"F32","data_offsets":[0,8]}}', 4),
  'half an element': withHeader('{"a":{"dtype":"F32","data_offsets":[0,3]}}', 4),
  'an unknown type': withHeader('{"a":{"dtype":"F64","data_offsets":[0,8]}}', 8),
  'an end before the start': withHeader('{"a":{"dtype":"F32","data_offsets":[8,0]}}', 8),
};
for (const [name, bytes] of Object.entries(damaged)) {
  test(`refuses ${name}`, () => {
    assert.throws(() => readTensors(bytes, 'This'), refusal('voice-corrupt'));
  });
}
