import { Refusal } from '../../errors.ts';
import { readPickle } from './pickle.ts';
import { openCheckpointFile } from './safetensors.ts';
import {
  createWeights,
  damaged,
  elementCount,
  getFilesAgain,
  readAt,
  sizeOf,
  type TensorPlace,
  type Weights,
} from './weights.ts';
import { readZipDirectory } from './zip-directory.ts';

/**
 * Torch file: weights that torch.save wrote: a zip archive with a pickled dictionary of tensors, and each storage as an entry beside it
 * (torch/serialization.py, torch/_utils.py). Read without Python and without running anything: see pickle.ts.
 */
const LARGEST_PICKLE_BYTES = 50_000_000;

/** As in PyTorch. One long list that stands for the shape of very many tensors would be gone through for each of them. */
const MOST_DIMENSIONS = 64;

interface StorageType {
  readonly dtype: string;
}

interface Storage extends StorageType {
  readonly entry: string;
}

const storages: Readonly<Record<string, string>> = {
  FloatStorage: 'F32',
  HalfStorage: 'F16',
  BFloat16Storage: 'BF16',
  DoubleStorage: 'F64',
  LongStorage: 'I64',
  IntStorage: 'I32',
  BoolStorage: 'BOOL',
};

/** `name`: what to call the file in messages. Refuses what is damaged, and whatever holds more than tensors. */
export async function openTorchFile(path: string, name: string): Promise<Weights> {
  const handle = await openCheckpointFile(path, name);
  try {
    const entries = new Map((await readZipDirectory(handle, name)).map(entry => [entry.name, entry]));
    const pickle = [...entries.values()].find(entry => entry.name.endsWith('/data.pkl'));
    if (!pickle) throw damaged(name, 'there is no data.pkl in it');
    if (pickle.size > LARGEST_PICKLE_BYTES) throw damaged(name, 'its list of tensors is too large');
    const folder = pickle.name.slice(0, -'data.pkl'.length);
    const bytes = await readAt(handle, { from: pickle.offset, length: pickle.size }, name);
    const places = new Map<string, TensorPlace>();
    const found = readPickle(bytes, {
      file: name,
      globals: globalsFor(name),
      persistent: id => storageOf(id, name),
    });
    if (!(found instanceof Map)) throw damaged(name, 'it does not hold a dictionary of tensors');
    for (const [key, value] of found) {
      if (typeof key !== 'string' || !isTensor(value)) throw damaged(name, 'it does not hold a dictionary of tensors');
      const entry = entries.get(`${folder}data/${value.storage.entry}`);
      const place = { dtype: value.storage.dtype, shape: value.shape };
      const elementBytes = sizeOf({ ...place, shape: [] });
      const start = value.offset * elementBytes;
      if (!entry || start + sizeOf(place) > entry.size) throw damaged(name, `the data of "${key}" is not in it`);
      places.set(key, { ...place, offset: entry.offset + start });
    }
    return createWeights(name, handle, places);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

interface StoredTensor {
  readonly kind: 'tensor';
  readonly storage: Storage;
  /** Of the first element, in elements. */
  readonly offset: number;
  readonly shape: readonly number[];
}

function isTensor(value: unknown): value is StoredTensor {
  return typeof value === 'object' && value !== null && (value as StoredTensor).kind === 'tensor';
}

function isStorageType(value: unknown): value is StorageType {
  return typeof value === 'object' && value !== null && typeof (value as StorageType).dtype === 'string';
}

function isStorage(value: unknown): value is Storage {
  return isStorageType(value) && typeof (value as Storage).entry === 'string';
}

/** All that may be named in the pickle. */
function globalsFor(file: string): Record<string, unknown> {
  return {
    'collections OrderedDict': () => new Map(),
    'torch._utils _rebuild_tensor_v2': (...given: readonly unknown[]) => rebuild(given, file),
    'torch._utils _rebuild_parameter': (tensor: unknown) => tensor,
    ...Object.fromEntries(Object.entries(storages).map(([name, dtype]) => [`torch ${name}`, { dtype }])),
  };
}

/** ('storage', type, entry, device, elements). */
function storageOf(id: unknown, file: string): Storage {
  if (!Array.isArray(id) || id[0] !== 'storage' || !isStorageType(id[1]) || typeof id[2] !== 'string' || !/^\w+$/.test(id[2]))
    throw damaged(file, 'a storage in it has no type or no name');
  return { dtype: id[1].dtype, entry: id[2] };
}

/** (storage, offset, shape, strides, ...). */
function rebuild([storage, offset, shape, strides]: readonly unknown[], file: string): StoredTensor {
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  const isList = (list: unknown): list is number[] =>
    Array.isArray(list) && list.length <= MOST_DIMENSIONS && list.every(isCount);
  if (!isList(shape) || !isList(strides) || !isCount(offset)) throw damaged(file, 'a tensor in it has no shape');
  if (!isStorage(storage)) throw damaged(file, 'a tensor in it has no storage');
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] > 1 && strides[axis] !== expected && elementCount(shape) > 0) {
      throw new Refusal(
        'checkpoint-layout',
        `${file} holds a tensor [${shape.join(', ')}] with strides ${strides.join(', ')}; only row-major ones can be read. ${getFilesAgain}`,
      );
    }
    expected *= shape[axis];
  }
  return { kind: 'tensor', storage, offset, shape };
}
