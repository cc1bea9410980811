import { access } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { Refusal } from '../../errors.ts';
import { openSession, type Session } from './session.ts';

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
  /** Results may stay in its memory from run to run. */
  readonly keepsOnDevice: boolean;
  /** Why it cannot be here; undefined when it may be. */
  missing(): Promise<string | undefined>;
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

const only = (platforms: readonly string[]) => async () =>
  platforms.includes(platform) ? undefined : `only on ${platforms.join(', ')}`;

/** In the order in which they are tried. */
export const providers: readonly Provider[] = [
  {
    name: 'cuda',
    label: 'CUDA',
    runsLoops: true,
    keepsOnDevice: false,
    missing: async () => (await only(['linux-x64'])()) ?? (await libraryMissing('libonnxruntime_providers_cuda.so')),
  },
  {
    name: 'webgpu',
    label: 'WebGPU',
    runsLoops: false,
    keepsOnDevice: true,
    missing: only(['linux-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64']),
  },
  { name: 'dml', label: 'DirectML', runsLoops: false, keepsOnDevice: false, missing: only(['win32-x64', 'win32-arm64']) },
  { name: 'coreml', label: 'CoreML', runsLoops: false, keepsOnDevice: false, missing: only(['darwin-arm64']) },
  { name: 'cpu', label: 'CPU', runsLoops: true, keepsOnDevice: false, missing: async () => undefined },
];

export interface ModelRequest {
  /** The file, which may depend on what the provider can do. */
  readonly path: (runsLoops: boolean) => string;
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
  /** Told once for each provider that was tried and did not load. */
  readonly onNote?: (note: string) => void;
}

/** Refuses ('provider-unknown') a name that is not in the table. */
export function createModelOpener({ provider: wanted, threads, onNote = () => {} }: ProviderChoice): OpenModel {
  const candidates = wanted === 'auto' ? [...providers] : providers.filter(({ name }) => name === wanted);
  if (candidates.length === 0) {
    throw new Refusal(
      'provider-unknown',
      `There is no provider "${wanted}". There are: auto, ${providers.map(({ name }) => name).join(', ')}. Set CONSONANT_PROVIDER to one of them.`,
    );
  }

  async function open({ path, keptOnDevice }: ModelRequest, { name, runsLoops, keepsOnDevice }: Provider): Promise<OpenedModel> {
    const session = await openSession(path(runsLoops), { provider: name, threads, ...(keepsOnDevice && { keptOnDevice }) });
    return { session, provider: name, runsLoops };
  }

  return async request => {
    for (;;) {
      const [candidate] = candidates;
      const missing = await candidate.missing();
      try {
        if (missing) throw new Error(missing);
        return await open(request, candidate);
      } catch (error) {
        const reason = (error as Error).message.split('\n')[0];
        if (candidates.length === 1) {
          throw new Refusal(
            'provider-failed',
            `${candidate.label} does not load: ${reason}. Set CONSONANT_PROVIDER to another one, or to "auto".`,
            { cause: error },
          );
        }
        onNote(`${candidate.label} does not load: ${reason}`);
        candidates.shift();
      }
    }
  };
}
