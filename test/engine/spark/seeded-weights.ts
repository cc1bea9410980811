import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { elementCount } from '../../../src/engine/onnx/weights.ts';

/**
 * Seeded weights: tensors made of a name and a formula, the same on every machine, so that a test may have a whole checkpoint without any file
 * of weights. value = float32(offset + scale * u), u from -1 to 1: a hash of name and place (FNV-1a, then the 32-bit mixer "lowbias32").
 */
export interface SeededTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly offset: number;
  readonly scale: number;
}

export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

export function mix(hash: number, index: number): number {
  let x = (hash + Math.imul(index, 0x9e3779b9)) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Whole numbers from 0 up to, not including, `bound`. */
export function seededIds(name: string, count: number, bound: number): Int32Array {
  const hash = fnv1a(name);
  return Int32Array.from({ length: count }, (_, index) => Math.floor((mix(hash, index) / 2 ** 32) * bound));
}

/** Elements `from` up to `to` of the tensor. */
export function seededValues(
  key: string,
  { offset, scale }: Pick<SeededTensor, 'offset' | 'scale'>,
  from: number,
  to: number,
): Float32Array {
  const hash = fnv1a(key);
  const values = new Float32Array(to - from);
  for (let i = from; i < to; i++) values[i - from] = offset + scale * ((mix(hash, i) / 2 ** 32) * 2 - 1);
  return values;
}

const ELEMENTS_AT_ONCE = 1 << 20;

/** Writes a safetensors file, piece by piece. */
export async function writeSeededFile(path: string, tensors: readonly SeededTensor[], salt = ''): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  let at = 0;
  const header: Record<string, unknown> = {};
  for (const { name, shape, dtype } of tensors) {
    const length = elementCount(shape) * (dtype === 'I64' ? 8 : 4);
    header[name] = { dtype, shape, data_offsets: [at, at + length] };
    at += length;
  }
  let text = JSON.stringify(header);
  text += ' '.repeat((8 - (text.length % 8)) % 8);
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(Buffer.byteLength(text)));
  const stream = createWriteStream(path);
  const write = async (bytes: Uint8Array) => {
    if (!stream.write(bytes)) await once(stream, 'drain');
  };
  await write(Buffer.concat([start, Buffer.from(text)]));
  for (const tensor of tensors) {
    const elements = elementCount(tensor.shape);
    if (tensor.dtype === 'I64') {
      await write(new Uint8Array(BigInt64Array.from({ length: elements }, () => BigInt(Math.round(tensor.offset))).buffer));
      continue;
    }
    for (let from = 0; from < elements; from += ELEMENTS_AT_ONCE)
      await write(
        new Uint8Array(seededValues(salt + tensor.name, tensor, from, Math.min(elements, from + ELEMENTS_AT_ONCE)).buffer),
      );
  }
  stream.end();
  await once(stream, 'close');
}
