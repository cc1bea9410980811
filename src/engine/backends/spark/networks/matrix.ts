import { NONE, type Value } from '../../../onnx/graph.ts';
import { type Bits, type QuantizedRows, quantizeRows } from '../../../onnx/quantize.ts';
import type { RowRange, Weights } from '../../../onnx/weights.ts';
import { type Kit, requireShape, transpose } from './kit.ts';

/**
 * Matrix: the large products of the language model, whose weights are most of what is read from memory for each token. Kept as they are, or in
 * blocks of 8 or 4 bits; then onnxruntime multiplies whole numbers (accuracy_level 4), which is many times faster than unpacking them.
 */
export type Scheme = 'float32' | 'int8' | 'int4';

const schemes: Readonly<Record<Exclude<Scheme, 'float32'>, { bits: Bits; blockSize: number }>> = {
  int8: { bits: 8, blockSize: 128 },
  int4: { bits: 4, blockSize: 32 },
};
/** The table of embeddings is read row by row, never multiplied, so it costs nothing to keep it finer. */
const embeddingBlocks = { bits: 8, blockSize: 32 } as const;
const SMALLEST_BLOCK = 16;
/** MatMulNBits, accuracy_level: what the other factor is rounded to. */
const ACCURACY = { wholeNumbers: 4, float32: 1 } as const;

/** Rows of several tensors, one below the other: [sum of rows, columns]. */
export interface RowsOf {
  readonly name: string;
  readonly weights: Weights;
  readonly parts: readonly { readonly tensor: string; readonly rows: RowRange; readonly isWhole?: boolean }[];
  readonly columns: number;
}

export function rowCount({ parts }: Pick<RowsOf, 'parts'>): number {
  return parts.reduce((sum, { rows }) => sum + rows.to - rows.from, 0);
}

/** All rows of each of the tensors, which must have so many. */
export function wholeTensors(tensors: readonly (readonly [tensor: string, rows: number])[]): RowsOf['parts'] {
  return tensors.map(([tensor, rows]) => ({ tensor, rows: { from: 0, to: rows }, isWhole: true }));
}

function requireRows({ weights, parts, columns }: RowsOf): void {
  for (const { tensor, rows, isWhole } of parts) {
    const least = isWhole ? 0 : (weights.shapeOf(tensor)[0] ?? 0);
    requireShape(weights, tensor, [Math.max(least, rows.to), columns]);
  }
}

async function readRows({ weights, parts, columns }: RowsOf): Promise<Float32Array> {
  const all = new Float32Array(rowCount({ parts }) * columns);
  let at = 0;
  for (const { tensor, rows } of parts) {
    const part = await weights.read(tensor, rows);
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export interface MultiplyOptions {
  readonly scheme: Scheme;
  readonly bias?: Value;
  readonly wholeNumbers?: boolean;
}

/** [..., columns] -> [..., rows]: x W' + bias. */
export function multiply(kit: Kit, x: Value, matrix: RowsOf, { scheme, bias, wholeNumbers = true }: MultiplyOptions): Value {
  requireRows(matrix);
  const { graph } = kit;
  const { name, columns } = matrix;
  const rows = rowCount(matrix);
  const made = { shape: [...x.shape.slice(0, -1), rows], name };
  if (scheme === 'float32') {
    const transposed = kit.made(`${name}/transposed`, [columns, rows], async () =>
      transpose(await readRows(matrix), { rows, columns }),
    );
    const product = graph.op('MatMul', [x, transposed], {}, made);
    return bias ? kit.add(product, bias) : product;
  }
  const { bits, blockSize } = fitting(schemes[scheme], columns);
  const { numbers, scales } = quantized(kit, matrix, { bits, blockSize, purpose: 'product' });
  const inputs = bias ? [x, numbers, scales, NONE, NONE, bias] : [x, numbers, scales];
  const attributes = {
    K: columns,
    N: rows,
    bits,
    block_size: blockSize,
    accuracy_level: wholeNumbers ? ACCURACY.wholeNumbers : ACCURACY.float32,
  };
  return graph.op('MatMulNBits', inputs, attributes, made);
}

/** Rows of a matrix by their numbers, int64 [...] -> [..., columns]. */
export function lookUp(kit: Kit, indices: Value, matrix: RowsOf, scheme: Scheme): Value {
  requireRows(matrix);
  const { graph } = kit;
  const { name, columns } = matrix;
  const rows = rowCount(matrix);
  const made = { shape: [...indices.shape, columns], name, type: 'float32' } as const;
  if (scheme === 'float32') {
    const table = kit.made(`${name}/table`, [rows, columns], () => readRows(matrix));
    return graph.op('Gather', [table, indices], { axis: 0 }, made);
  }
  const { bits, blockSize } = fitting(embeddingBlocks, columns);
  const { numbers, scales } = quantized(kit, matrix, { bits, blockSize, purpose: 'rows' });
  const attributes = { gather_axis: 0, quantize_axis: 1, block_size: blockSize, bits };
  return graph.op('GatherBlockQuantized', [numbers, indices, scales], attributes, made);
}

/** The largest block that divides the columns. */
function fitting({ bits, blockSize }: { bits: Bits; blockSize: number }, columns: number): { bits: Bits; blockSize: number } {
  let size = blockSize;
  while (columns % size !== 0 && size > SMALLEST_BLOCK) size /= 2;
  if (columns % size !== 0)
    throw new RangeError(`A matrix of ${columns} columns cannot be cut into blocks of ${SMALLEST_BLOCK}.`);
  return { bits, blockSize: size };
}

function quantized(
  kit: Kit,
  matrix: RowsOf,
  { bits, blockSize, purpose }: { bits: Bits; blockSize: number; purpose: 'product' | 'rows' },
): { numbers: Value; scales: Value } {
  const { name, columns } = matrix;
  const rows = rowCount(matrix);
  const blocks = columns / blockSize;
  const bytes = (blockSize * bits) / 8;
  // The two tensors of one matrix are written one after the other: quantized once.
  let waiting: Promise<QuantizedRows> | undefined;
  const read = () => {
    waiting ??= readRows(matrix).then(all => quantizeRows(all, { rows, columns, bits, blockSize }));
    return waiting;
  };
  const shape = purpose === 'product' ? [rows, blocks, bytes] : [rows, (columns * bits) / 8];
  return {
    numbers: kit.graph.weight({
      name: `${name}/${purpose}/int${bits}`,
      type: 'uint8',
      shape,
      read: async () => (await read()).numbers,
    }),
    scales: kit.graph.weight({
      name: `${name}/${purpose}/scales`,
      type: 'float32',
      shape: [rows, blocks],
      async read() {
        const { scales } = await read();
        waiting = undefined;
        return scales;
      },
    }),
  };
}
