import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { crc32 } from 'node:zlib';
import { elementCount } from '../../../src/engine/onnx/weights.ts';
import { type SeededTensor, seededValues } from './seeded-weights.ts';

/** Torch writer: a file as torch.save writes it, from seeded tensors: a zip of stored entries with a pickled dictionary. For tests and benchmarks. */
export interface ZipPart {
  readonly name: string;
  readonly size: number;
  readonly crc: number;
  readonly write: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>;
}

const PIECE = 1 << 20;

export async function writeSeededTorchFile(path: string, tensors: readonly SeededTensor[]): Promise<void> {
  const parts: ZipPart[] = [whole('archive/data.pkl', stateDictionary(tensors)), whole('archive/version', Buffer.from('3\n'))];
  for (const [index, tensor] of tensors.entries()) {
    const pieces = function* () {
      const elements = elementCount(tensor.shape);
      for (let from = 0; from < elements; from += PIECE)
        yield new Uint8Array(seededValues(tensor.name, tensor, from, Math.min(elements, from + PIECE)).buffer);
    };
    let crc = 0;
    for (const piece of pieces()) crc = crc32(piece, crc);
    parts.push({
      name: `archive/data/${index}`,
      size: 4 * elementCount(tensor.shape),
      crc,
      async write(write) {
        for (const piece of pieces()) await write(piece);
      },
    });
  }
  await writeZip(path, parts);
}

export function whole(name: string, bytes: Uint8Array): ZipPart {
  return { name, size: bytes.length, crc: crc32(bytes), write: write => write(bytes) };
}

/** Below 4 GB, so without zip64. */
export async function writeZip(path: string, parts: readonly ZipPart[]): Promise<void> {
  const stream = createWriteStream(path);
  let at = 0;
  const write = async (bytes: Uint8Array) => {
    at += bytes.length;
    if (!stream.write(bytes)) await once(stream, 'drain');
  };
  const directory: Buffer[] = [];
  for (const { name, size, crc, write: writeData } of parts) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc, 10);
    fields.writeUInt32LE(size, 14);
    fields.writeUInt32LE(size, 18);
    fields.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, rest, Buffer.from(name)]));
    await write(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name)]));
    await writeData(write);
  }
  const start = at;
  const all = Buffer.concat(directory);
  await write(all);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(all.length, 12);
  end.writeUInt32LE(start, 16);
  await write(end);
  stream.end();
  await once(stream, 'close');
}

/** Protocol 2, as torch.save uses it. */
export function stateDictionary(tensors: readonly Pick<SeededTensor, 'name' | 'shape'>[]): Buffer {
  const parts: Buffer[] = [Buffer.from('\x80\x02}(', 'latin1')];
  for (const [index, { name, shape }] of tensors.entries()) {
    const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
    parts.push(
      text(name),
      Buffer.from('ctorch._utils\n_rebuild_tensor_v2\n((', 'latin1'),
      text('storage'),
      Buffer.from('ctorch\nFloatStorage\n', 'latin1'),
      text(String(index)),
      text('cpu'),
      number(elementCount(shape)),
      Buffer.from('tQ', 'latin1'),
      number(0),
      tuple(shape),
      tuple(strides),
      Buffer.from('\x89ccollections\nOrderedDict\n)RtR', 'latin1'),
    );
  }
  return Buffer.concat([...parts, Buffer.from('u.', 'latin1')]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const head = Buffer.from('X\0\0\0\0', 'latin1');
  head.writeUInt32LE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

function number(value: number): Buffer {
  const bytes = Buffer.from('J\0\0\0\0', 'latin1');
  bytes.writeInt32LE(value, 1);
  return bytes;
}

function tuple(values: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from('('), ...values.map(number), Buffer.from('t')]);
}
