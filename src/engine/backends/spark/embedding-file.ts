import { type FileHandle, open } from 'node:fs/promises';
import { dequantizeRows, quantizeRows } from '../../onnx/quantize.ts';
import { readAt, type Weights } from '../../onnx/weights.ts';
import type { Scheme } from './networks/matrix.ts';

/**
 * Embedding file: what the language model takes in for each id, row by row. A prompt has some hundred ids of 166 000, so the rows that it needs are
 * read from disk and the table is never in memory. Layout of a row: float32[width]; or float32[width / 32] scales, then uint8[width], as in
 * onnx/quantize.ts.
 */
const BLOCK = 32;
const TENSOR = 'model.embed_tokens.weight';
const ROWS_AT_ONCE = 4096;

export interface EmbeddingFile {
  /** [ids, width]. */
  rows(ids: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
}

function blockFor(width: number): number {
  let block = BLOCK;
  while (width % block !== 0) block /= 2;
  return block;
}

function rowBytes(width: number, scheme: Scheme): number {
  return scheme === 'float32' ? 4 * width : (4 * width) / blockFor(width) + width;
}

export async function writeEmbeddings(
  weights: Weights,
  path: string,
  { scheme, signal, onBytes }: { scheme: Scheme; signal?: AbortSignal; onBytes?: (bytes: number) => void },
): Promise<void> {
  const [count, width] = weights.shapeOf(TENSOR);
  const file = await open(path, 'w');
  try {
    let written = 0;
    for (let from = 0; from < count; from += ROWS_AT_ONCE) {
      signal?.throwIfAborted();
      const to = Math.min(count, from + ROWS_AT_ONCE);
      const bytes = pack(await weights.read(TENSOR, { from, to }), width, scheme);
      await file.writeFile(bytes);
      written += bytes.length;
      onBytes?.(written);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

function pack(values: Float32Array, width: number, scheme: Scheme): Uint8Array {
  if (scheme === 'float32') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const rows = values.length / width;
  const blockSize = blockFor(width);
  const { numbers, scales } = quantizeRows(values, { rows, columns: width, blockSize, bits: 8 });
  const scaleBytes = new Uint8Array(scales.buffer);
  const scalesPerRow = (4 * width) / blockSize;
  const bytes = new Uint8Array(rows * rowBytes(width, scheme));
  for (let row = 0; row < rows; row++) {
    const at = row * rowBytes(width, scheme);
    bytes.set(scaleBytes.subarray(row * scalesPerRow, (row + 1) * scalesPerRow), at);
    bytes.set(numbers.subarray(row * width, (row + 1) * width), at + scalesPerRow);
  }
  return bytes;
}

export async function openEmbeddings(path: string, { width, scheme }: { width: number; scheme: Scheme }): Promise<EmbeddingFile> {
  const file = await open(path);
  return {
    async rows(ids) {
      const result = new Float32Array(ids.length * width);
      await Promise.all([...ids.entries()].map(async ([index, id]) => result.set(await readRow(file, id), index * width)));
      return result;
    },
    close: () => file.close(),
  };

  async function readRow(handle: FileHandle, id: number): Promise<Float32Array> {
    const length = rowBytes(width, scheme);
    const bytes = await readAt(handle, { from: id * length, length }, path);
    if (scheme === 'float32') return new Float32Array(bytes.buffer);
    const blockSize = blockFor(width);
    const scaleCount = width / blockSize;
    const scales = new Float32Array(bytes.buffer, 0, scaleCount);
    return dequantizeRows({ numbers: bytes.subarray(4 * scaleCount), scales }, { bits: 8, blockSize });
  }
}
