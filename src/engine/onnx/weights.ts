import type { FileHandle } from 'node:fs/promises';
import { Refusal } from '../../errors.ts';

/**
 * Weights: the tensors of a checkpoint file by name. Only the list is in memory; each tensor is read from its place in the file when it
 * is asked for, so a file of 2 GB never sits in memory whole.
 */
export interface Weights {
  /** For messages: "LLM/model.safetensors". */
  readonly file: string;
  readonly names: readonly string[];
  has(name: string): boolean;
  /** Refuses what is not there ('checkpoint-tensor-missing') or cannot be read as weights ('checkpoint-dtype'). */
  shapeOf(name: string): readonly number[];
  /**
   * The tensor in row-major order as float32, whatever floating type it has in the file; `rows`: only these of its first dimension.
   * Refuses as {@link shapeOf}.
   */
  read(name: string, rows?: RowRange): Promise<Float32Array>;
  close(): Promise<void>;
}

/** From `from` up to, not including, `to`. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Where a tensor lies in its file. */
export interface TensorPlace {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Of its first byte in the file. */
  readonly offset: number;
}

/** The next step wherever files of a checkpoint are not what they should be. */
export const getFilesAgain =
  'Get the published files again: consonant models remove MODEL --source, then consonant models pull MODEL.';

const decoders: Readonly<Record<string, { bytes: number; decode: (bytes: Uint8Array) => Float32Array }>> = {
  F32: { bytes: 4, decode: bytes => new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4) },
  F16: { bytes: 2, decode: bytes => Float32Array.from(new Float16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)) },
  BF16: { bytes: 2, decode: fromBfloat16 },
};

export const bytesPerElement: Readonly<Record<string, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

/** Bytes of one tensor in its file. Infinity for a type that nobody knows. */
export function sizeOf({ dtype, shape }: Pick<TensorPlace, 'dtype' | 'shape'>): number {
  return (bytesPerElement[dtype] ?? Number.POSITIVE_INFINITY) * elementCount(shape);
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function createWeights(file: string, handle: FileHandle, places: ReadonlyMap<string, TensorPlace>): Weights {
  function placeOf(name: string) {
    const place = places.get(name);
    if (!place) {
      throw new Refusal('checkpoint-tensor-missing', `${file} has no tensor "${name}" (it has ${places.size}). ${getFilesAgain}`);
    }
    const decoder = decoders[place.dtype];
    if (!decoder) {
      throw new Refusal(
        'checkpoint-dtype',
        `${file}: the tensor "${name}" is ${place.dtype}; weights must be ${Object.keys(decoders).join(', ')}. ${getFilesAgain}`,
      );
    }
    return { ...place, decoder };
  }
  return {
    file,
    names: [...places.keys()],
    has: name => places.has(name),
    shapeOf: name => placeOf(name).shape,
    async read(name, rows) {
      const { shape, offset, decoder } = placeOf(name);
      const rowBytes = decoder.bytes * elementCount(shape.slice(1));
      const from = offset + (rows ? rows.from * rowBytes : 0);
      const length = rows ? (rows.to - rows.from) * rowBytes : decoder.bytes * elementCount(shape);
      return decoder.decode(await readAt(handle, { from, length }, file));
    },
    close: () => handle.close(),
  };
}

/** Reads exactly so many bytes. Refuses a file that ends before. */
export async function readAt(
  handle: FileHandle,
  { from, length }: { from: number; length: number },
  file: string,
): Promise<Uint8Array> {
  if (!Number.isSafeInteger(from) || from < 0) throw damaged(file, 'it points to what is not in it');
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, from + done);
    if (bytesRead === 0) throw damaged(file, `it ends at byte ${from + done}, ${from + length} expected`);
    done += bytesRead;
  }
  return bytes;
}

export function damaged(file: string, what: string): Refusal {
  return new Refusal('checkpoint-damaged', `${file} is damaged: ${what}. ${getFilesAgain}`);
}

/** bfloat16 is the upper half of a float32. */
function fromBfloat16(bytes: Uint8Array): Float32Array {
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const whole = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) whole[i] = halves[i] << 16;
  return new Float32Array(whole.buffer);
}
