import { access } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { Refusal } from '../../errors.ts';
import { openSession, type Session } from './session.ts';
import { timeProduct } from './trial.ts';

/**
 * Providers: what onnxruntime may compute with on this machine, tried one by one: it does not fall back by itself, and a missing library ends the
 * start of a session. The first that loads a model stays for all that follow; one that fails at its first run gives way to the next.
 */
export interface Provider {
  /** As onnxruntime calls it. */
  readonly name: string;
  readonly label: string;
  /** Runs Loop where the data is; others get the steps one after the other. */
  readonly runsLoops: boolean;
  /** Its attention with caches (GroupQueryAttention) has kernels of 16 bits only. */
  readonly attendsInHalf?: boolean;
  /** Results may stay in its memory from run to run. */
  readonly keepsOnDevice: boolean;
  /** Where it is at all: "linux-x64"; left out: everywhere. */
  readonly platforms?: readonly string[];
  /** What of it is not installed. */
  readonly missing?: () => Promise<string | undefined>;
}

const platform = `${process.platform}-${process.arch}`;

async function libraryMissing(file: string): Promise<string | undefined> {
  const manifest = findPackageJSON('onnxruntime-node', import.meta.url);
  if (!manifest) return 'onnxruntime-node is not installed';
  const path = join(dirname(manifest), 'bin', 'napi-v6', process.platform, process.arch, file);
  return access(path).then(
    () => undefined,
    () => `${file} is not there; npm run gpu fetches it`,
  );
}

/** In the order in which they are tried: first what is tested. The processor always works. */
export const providers: readonly Provider[] = [
  {
    name: 'webgpu',
    label: 'WebGPU',
    runsLoops: false,
    keepsOnDevice: true,
    platforms: ['linux-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'],
  },
  {
    name: 'cuda',
    label: 'CUDA',
    runsLoops: true,
    attendsInHalf: true,
    keepsOnDevice: false,
    platforms: ['linux-x64'],
    missing: () => libraryMissing('libonnxruntime_providers_cuda.so'),
  },
  { name: 'cpu', label: 'CPU', runsLoops: true, keepsOnDevice: false },
  // After the processor, so only by choice: they lack the products of small blocks and the attention with caches, which would go to the processor one by one.
  { name: 'dml', label: 'DirectML', runsLoops: false, keepsOnDevice: false, platforms: ['win32-x64', 'win32-arm64'] },
  { name: 'coreml', label: 'CoreML', runsLoops: false, keepsOnDevice: false, platforms: ['darwin-arm64'] },
];

/** A provider may be so many times slower than the processor in the trial: it has more to copy there than to compute. */
const SLOWEST = 4;

/** Why it should not be used; undefined when it computes as it should. */
export async function troubleWith(
  row: Provider,
  { mayBeSlow = false }: { mayBeSlow?: boolean } = {},
): Promise<string | undefined> {
  if (!isHere(row)) return `it is only on ${row.platforms!.join(', ')}`;
  const missing = await row.missing?.();
  if (missing || row.name === 'cpu') return missing;
  try {
    const milliseconds = await timeProduct(row.name);
    if (mayBeSlow || milliseconds <= SLOWEST * (await timeProduct('cpu'))) return undefined;
    return 'it is slower than the processor; its driver may be a software one';
  } catch (error) {
    return reasonOf(error);
  }
}

/** One line, without the place in onnxruntime's sources that its messages begin with. */
export function reasonOf(error: unknown): string {
  return (error as Error).message.split('\n')[0].replace(/^\S*\/onnxruntime\/.*? was false\.\s*/, '');
}

export interface ModelRequest {
  /** The file, which may depend on what the provider can do. */
  readonly path: (abilities: Pick<Provider, 'runsLoops' | 'attendsInHalf'>) => string;
  /** Outputs that are only fed to the next run. */
  readonly keptOnDevice?: readonly string[];
}

export interface OpenedModel {
  readonly session: Session;
  readonly provider: string;
  readonly runsLoops: boolean;
}

export type OpenModel = (request: ModelRequest) => Promise<OpenedModel>;

export interface ProviderChoice {
  /** Name of a provider, or "auto": the first that works. */
  readonly provider: string;
  readonly threads?: number;
  /** Told once for each provider that was tried and does not work. */
  readonly onNote?: (note: string) => void;
}

function isHere({ platforms }: Provider): boolean {
  return platforms === undefined || platforms.includes(platform);
}

/** "auto": all of this platform. Refuses ('provider-unknown') a name that is not in the table. */
export function candidates(wanted: string): readonly Provider[] {
  const found = wanted === 'auto' ? providers.filter(isHere) : providers.filter(({ name }) => name === wanted);
  if (found.length > 0) return found;
  throw new Refusal(
    'provider-unknown',
    `There is no provider "${wanted}". There are: auto, ${providers.map(({ name }) => name).join(', ')}. Set CONSONANT_PROVIDER to one of them.`,
  );
}

export function createModelOpener(row: Provider, threads?: number): OpenModel {
  const { name, runsLoops, keepsOnDevice } = row;
  return async ({ path, keptOnDevice }) => {
    const session = await openSession(path(row), { provider: name, threads, ...(keepsOnDevice && { keptOnDevice }) });
    return { session, provider: name, runsLoops };
  };
}

/**
 * Gives what `use` makes with the first provider that works, its first runs included. What is refused is no fault of the provider and is thrown at once;
 * when none works, the last one's reason is told ('provider-failed').
 */
export async function withFirstWorking<T>(
  { provider: wanted, threads, onNote = () => {} }: ProviderChoice,
  use: (openModel: OpenModel, provider: Provider) => Promise<T>,
  rows: readonly Provider[] = candidates(wanted),
): Promise<T> {
  for (const [index, row] of rows.entries()) {
    try {
      // A choice is obeyed even where it is slow.
      const trouble = await troubleWith(row, { mayBeSlow: rows.length === 1 });
      if (trouble) throw new Error(trouble);
      return await use(createModelOpener(row, threads), row);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const reason = reasonOf(error);
      if (index === rows.length - 1) {
        const next =
          wanted === 'auto'
            ? 'Nothing else is left to compute with. Look for what is wrong: consonant doctor, consonant models verify'
            : 'Set CONSONANT_PROVIDER to another one, or to "auto"';
        throw new Refusal('provider-failed', `${row.label} does not work: ${reason}. ${next}.`, { cause: error });
      }
      onNote(`${row.label} is not used: ${reason}`);
    }
  }
  throw new RangeError('The table of providers is empty.');
}
