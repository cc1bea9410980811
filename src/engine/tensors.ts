import { Refusal } from '../errors.ts';

/**
 * Named arrays in one block of bytes, in the safetensors layout (huggingface/safetensors, format description): u64 length of a JSON
 * header, the header ({name: {dtype, shape, data_offsets}}, free text under __metadata__), then the data, little-endian.
 */
export type TensorData = Float16Array | Float32Array | Uint8Array | Uint16Array;

export interface TensorFile {
  readonly tensors: Readonly<Record<string, TensorData>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const types = { F16: Float16Array, F32: Float32Array, U8: Uint8Array, U16: Uint16Array } as const;
type TypeName = keyof typeof types;

export function writeTensors({ tensors, metadata }: TensorFile): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, data] of Object.entries(tensors)) {
    const dtype = (Object.keys(types) as TypeName[]).find(key => data instanceof types[key]);
    header[name] = { dtype, shape: [data.length], data_offsets: [offset, offset + data.byteLength] };
    parts.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    offset += data.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return new Uint8Array(Buffer.concat([length, text, ...parts]));
}

/** Refuses bytes whose header and data do not fit together. */
export function readTensors(bytes: Uint8Array, name: string): TensorFile {
  const damaged = (what: string) =>
    new Refusal(
      'voice-corrupt',
      `${name} is damaged: ${what}. Copy the file again, or clone the voice again from its recordings.`,
    );
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = file.length >= 8 ? Number(file.readBigUInt64LE()) : Infinity;
  if (headerLength > file.length - 8) throw damaged('its header is cut off');
  let header: Record<string, { dtype: TypeName; data_offsets: [number, number] }>;
  try {
    header = JSON.parse(file.toString('utf8', 8, 8 + headerLength));
  } catch {
    throw damaged('its header cannot be read');
  }
  const { __metadata__: metadata, ...entries } = header as typeof header & { __metadata__?: unknown };
  const tensors: Record<string, TensorData> = {};
  for (const [
    key,
    {
      dtype,
      data_offsets: [start, end],
    },
  ] of Object.entries(entries)) {
    const type = types[dtype];
    const from = 8 + headerLength + start;
    const size = end - start;
    if (!type || !(size >= 0) || size % type.BYTES_PER_ELEMENT || from + size > file.length)
      throw damaged(`its part "${key}" is cut off`);
    // A copy, because typed arrays must start at a multiple of their element's size.
    tensors[key] = new type(new Uint8Array(file.subarray(from, from + size)).buffer);
  }
  return { tensors, metadata: (metadata ?? {}) as Record<string, string> };
}
