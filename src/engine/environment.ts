/** What an engine process needs of the environment: to find programs, temporary files, libraries and a GPU. No tokens, no keys. */
const names = new Set([
  'PATH',
  'HOME',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'SYSTEMROOT',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'NODE_COMPILE_CACHE',
  'FFMPEG_PATH',
  'FFPROBE_PATH',
  'CONSONANT_MODELS',
  'CONSONANT_PROVIDER',
  'CONSONANT_THREADS',
  'CONSONANT_TOGETHER',
]);
const prefixes = ['CUDA_', 'NVIDIA_', 'VK_', 'XDG_', 'OMP_'];

/** What neural networks compute with; anything left out is what the environment says. */
export interface Computing {
  /** Folder of the models. */
  readonly models?: string;
  readonly provider?: string;
  readonly threads?: number;
  /** Speeches that are computed together. */
  readonly together?: number;
}

/** The same as variables of the environment, which is where engines look. */
export function computingEnvironment({ models, provider, threads, together }: Computing): NodeJS.ProcessEnv {
  return {
    ...(models !== undefined && { CONSONANT_MODELS: models }),
    ...(provider !== undefined && { CONSONANT_PROVIDER: provider }),
    ...(threads !== undefined && { CONSONANT_THREADS: String(threads) }),
    ...(together !== undefined && { CONSONANT_TOGETHER: String(together) }),
  };
}

/** onnxruntime 1.29 and later reports home unless told not to. */
export function engineEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isNeeded = (name: string) => names.has(name) || prefixes.some(prefix => name.startsWith(prefix));
  // Upper case: Windows writes "Path" and "SystemRoot".
  const needed = Object.entries(environment).filter(([name]) => isNeeded(name.toUpperCase()));
  return { ...Object.fromEntries(needed), ORT_DISABLE_TELEMETRY: '1' };
}
