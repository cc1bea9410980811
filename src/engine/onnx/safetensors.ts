import { open } from 'node:fs/promises';
import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { createWeights, damaged, getFilesAgain, readAt, sizeOf, type TensorPlace, type Weights } from './weights.ts';

/**
 * Safetensors: weights in the format of huggingface/safetensors: u64 length of a JSON header, the header, the data. The header is
 * believed only as far as it fits the file.
 */
/** That of the format's own library. */
const LARGEST_HEADER_BYTES = 100_000_000;

const headerSchema = z.record(
  z.string(),
  z.object({
    dtype: z.string(),
    shape: z.array(z.int().nonnegative()),
    data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  }),
);

/** `name`: what to call the file in messages. Refuses a file that is missing or damaged. */
export async function openSafetensors(path: string, name: string): Promise<Weights> {
  const handle = await openCheckpointFile(path, name);
  try {
    const { size } = await handle.stat();
    if (size < 8) throw damaged(name, `it has ${size} bytes`);
    const start = Buffer.from(await readAt(handle, { from: 0, length: 8 }, name));
    const headerLength = Number(start.readBigUInt64LE());
    if (headerLength > Math.min(size - 8, LARGEST_HEADER_BYTES)) throw damaged(name, 'its header is longer than the file');
    const text = Buffer.from(await readAt(handle, { from: 8, length: headerLength }, name)).toString('utf8');
    const places = readHeader(text, { name, dataStart: 8 + headerLength, size });
    return createWeights(name, handle, places);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

export async function openCheckpointFile(path: string, name: string) {
  try {
    return await open(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Refusal(
      code === 'ENOENT' ? 'checkpoint-file-missing' : 'checkpoint-file-unreadable',
      `${name} ${code === 'ENOENT' ? 'is missing' : `cannot be read (${code})`}. ${getFilesAgain}`,
      { cause: error },
    );
  }
}

function readHeader(
  text: string,
  { name, dataStart, size }: { name: string; dataStart: number; size: number },
): Map<string, TensorPlace> {
  let header: z.infer<typeof headerSchema>;
  try {
    const { __metadata__: _, ...entries } = JSON.parse(text) as Record<string, unknown>;
    header = headerSchema.parse(entries);
  } catch {
    throw damaged(name, 'its header cannot be read');
  }
  const places = new Map<string, TensorPlace>();
  for (const [
    tensor,
    {
      dtype,
      shape,
      data_offsets: [from, to],
    },
  ] of Object.entries(header)) {
    const place = { dtype, shape, offset: dataStart + from };
    if (to - from !== sizeOf(place)) throw damaged(name, `"${tensor}" is ${dtype} [${shape.join(', ')}] in ${to - from} bytes`);
    if (dataStart + to > size) throw damaged(name, `"${tensor}" ends at byte ${dataStart + to} of ${size}`);
    places.set(tensor, place);
  }
  return places;
}
