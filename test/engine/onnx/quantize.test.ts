import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph } from '../../../src/engine/onnx/graph.ts';
import { modelBytes } from '../../../src/engine/onnx/model-file.ts';
import { dequantizeRows, quantizeRows } from '../../../src/engine/onnx/quantize.ts';
import { openSession, tensor } from '../../../src/engine/onnx/session.ts';
import { seededValues } from '../spark/seeded-weights.ts';

/** Sums of uniform numbers, which are distributed as weights are: many small ones, few large ones. */
function weights(rows: number, columns: number): Float32Array {
  const parts = [0, 1, 2, 3].map(part => seededValues(`weights ${part}`, { offset: 0, scale: 1 }, 0, rows * columns));
  return parts[0].map((_, index) => parts.reduce((sum, part) => sum + part[index], 0));
}

function relativeError(values: Float32Array, approximations: Float32Array): number {
  const squares = (list: Float32Array) => list.reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(squares(values.map((value, index) => value - approximations[index])) / squares(values));
}

for (const { bits, blockSize, most } of [
  { bits: 8, blockSize: 128, most: 0.006 },
  { bits: 4, blockSize: 32, most: 0.08 },
] as const) {
  test(`${bits} bits come back as they went in, within ${most}`, () => {
    const [rows, columns] = [6, 256];
    const matrix = weights(rows, columns);
    const error = relativeError(
      matrix,
      dequantizeRows(quantizeRows(matrix, { rows, columns, blockSize, bits }), { bits, blockSize }),
    );
    assert.ok(error > 0 && error < most, String(error));
  });

  test(`${bits} bits mean to onnxruntime what they mean here`, async () => {
    const [rows, columns] = [5, 256];
    const matrix = weights(rows, columns);
    const packed = quantizeRows(matrix, { rows, columns, blockSize, bits });
    const graph = new Graph('product');
    const x = graph.input('x', 'float32', [1, columns]);
    const blocks = columns / blockSize;
    const b = graph.weight({
      name: 'b',
      type: 'uint8',
      shape: [rows, blocks, (blockSize * bits) / 8],
      read: () => packed.numbers,
    });
    const scales = graph.weight({ name: 'scales', type: 'float32', shape: [rows, blocks], read: () => packed.scales });
    const attributes = { K: columns, N: rows, bits, block_size: blockSize, accuracy_level: 1 };
    graph.output('y', graph.op('MatMulNBits', [x, b, scales], attributes, { shape: [1, rows] }));
    const session = await openSession(await modelBytes(graph));
    const given = seededValues('x', { offset: 0, scale: 1 }, 0, columns);
    const { y } = await session.run({ x: await tensor('float32', given, [1, columns]) });
    await session.close();
    const back = dequantizeRows(packed, { bits, blockSize });
    for (let row = 0; row < rows; row++) {
      const expected = given.reduce((sum, value, column) => sum + value * back[row * columns + column], 0);
      assert.ok(
        Math.abs((y.data as Float32Array)[row] - expected) < 1e-3,
        `row ${row}: ${(y.data as Float32Array)[row]}, ${expected} expected`,
      );
    }
  });
}

test('with 4 bits the search for a scale beats plain rounding', () => {
  const [rows, columns, blockSize] = [16, 256, 32];
  const matrix = weights(rows, columns);
  const searched = dequantizeRows(quantizeRows(matrix, { rows, columns, blockSize, bits: 4 }), { bits: 4, blockSize });
  const plain = matrix.map((value, index) => {
    const block = matrix.subarray(index - (index % blockSize), index - (index % blockSize) + blockSize);
    const scale = Math.max(...block.map(Math.abs)) / 7;
    return Math.max(-8, Math.min(7, Math.round(value / scale))) * scale;
  });
  assert.ok(relativeError(matrix, searched) < 0.95 * relativeError(matrix, plain));
});

test('zeros stay zeros', () => {
  const zeros = new Float32Array(64);
  for (const bits of [4, 8] as const)
    assert.deepEqual(
      dequantizeRows(quantizeRows(zeros, { rows: 2, columns: 32, blockSize: 32, bits }), { bits, blockSize: 32 }),
      zeros,
    );
});
