import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Graph, Initializer, TensorBytes } from './graph.ts';
import { CONTRIB } from './graph.ts';
import { EXTERNAL_LOCATION, elementTypes, encodeModel, type TensorMessage } from './proto.ts';

/**
 * Model file: a graph as onnxruntime loads it. Small tensors lie in the .onnx file; the others in a .data file beside it (ONNX external
 * data), since a protobuf message ends at 2 GB, and are written one by one, so that the weights never sit in memory together.
 */
const IR_VERSION = 10;
const OPSET = 21;
/** What may become the shape of something must be in the graph itself; everything of that kind is small. */
const INLINE_BYTES = 1024;
/** Pages: what begins on one can be mapped into memory. */
const ALIGNMENT = 4096;

export interface WriteProgress {
  /** Called after each tensor with the bytes written by now. */
  readonly onBytes?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

export interface ModelFile {
  readonly graph: Graph;
  /** Name of the .onnx file. */
  readonly file: string;
}

/**
 * Writes the models into `folder`, their large tensors into one `dataFile` there; tensors of one name are one tensor. Not atomic: write into a folder
 * that is moved into place when all is done.
 */
export async function writeModels(
  models: readonly ModelFile[],
  { folder, dataFile }: { folder: string; dataFile: string },
  { onBytes, signal }: WriteProgress = {},
): Promise<void> {
  const data = await open(join(folder, dataFile), 'w');
  const written = new Map<string, TensorMessage>();
  let position = 0;
  try {
    for (const { graph } of models) {
      for (const initializer of graph.initializers.values()) {
        signal?.throwIfAborted();
        if (written.has(initializer.name)) continue;
        const bytes = bytesOf(initializer, await initializer.read());
        if (bytes.length <= INLINE_BYTES) {
          written.set(initializer.name, { ...headOf(initializer), rawData: bytes });
          continue;
        }
        position = Math.ceil(position / ALIGNMENT) * ALIGNMENT;
        await writeAll(data, bytes, position);
        written.set(initializer.name, {
          ...headOf(initializer),
          dataLocation: EXTERNAL_LOCATION,
          externalData: [
            { key: 'location', value: dataFile },
            { key: 'offset', value: String(position) },
            { key: 'length', value: String(bytes.length) },
          ],
        });
        position += bytes.length;
        onBytes?.(position);
      }
    }
    await data.sync();
  } finally {
    await data.close();
  }
  for (const { graph, file } of models) {
    const model = await open(join(folder, file), 'w');
    try {
      await writeAll(
        model,
        encode(
          graph,
          [...graph.initializers.keys()].map(name => written.get(name)!),
        ),
        0,
      );
      await model.sync();
    } finally {
      await model.close();
    }
  }
}

/** The whole model as one block of bytes; for small ones. */
export async function modelBytes(graph: Graph): Promise<Uint8Array> {
  const written: TensorMessage[] = [];
  for (const initializer of graph.initializers.values())
    written.push({ ...headOf(initializer), rawData: bytesOf(initializer, await initializer.read()) });
  return encode(graph, written);
}

function encode(graph: Graph, initializers: TensorMessage[]): Uint8Array {
  return encodeModel({
    irVersion: IR_VERSION,
    producerName: 'consonant',
    opsetImport: [
      { domain: '', version: OPSET },
      { domain: CONTRIB, version: 1 },
    ],
    graph: graph.toMessage(initializers),
    metadataProps: [],
  });
}

function headOf({ name, type, shape }: Initializer) {
  return { name, dims: [...shape], dataType: elementTypes[type] };
}

const elementBytes: Readonly<Record<Initializer['type'], number>> = {
  float32: 4,
  uint8: 1,
  int8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
  float16: 2,
  bfloat16: 2,
};

/** Little-endian, as ONNX wants it, which every machine that Node runs on is. */
function bytesOf({ name, type, shape }: Initializer, data: TensorBytes): Uint8Array {
  const expected = shape.reduce((product, size) => product * size, 1) * elementBytes[type];
  if (data.byteLength !== expected)
    throw new RangeError(`The weight "${name}" is ${type} [${shape.join(', ')}], ${expected} bytes, and has ${data.byteLength}.`);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
