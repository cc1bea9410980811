/**
 * npm run gpu    fetches onnxruntime's CUDA provider (some 300 MB, from NuGet) for NVIDIA GPUs on Linux x64. CUDA 12 and cuDNN 9 must be installed.
 * Everywhere else, and without it, engines use what comes with onnxruntime: WebGPU (Vulkan, Metal, Direct3D 12), DirectML, CoreML.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

const manifest = findPackageJSON('onnxruntime-node', import.meta.url);
if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error(
    `CUDA is for Linux x64; this is ${process.platform} ${process.arch}. WebGPU needs nothing more: see "npm run consonant -- doctor".`,
  );
  process.exit(2);
}
if (!manifest) {
  console.error('onnxruntime-node is not installed. Run: npm ci --ignore-scripts');
  process.exit(2);
}
const folder = dirname(manifest);
const { status } = spawnSync(process.execPath, [join(folder, 'script', 'install.js')], {
  cwd: folder,
  stdio: 'inherit',
  env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'cuda12' },
});
const library = join(folder, 'bin', 'napi-v6', 'linux', 'x64', 'libonnxruntime_providers_cuda.so');
if (status !== 0 || !existsSync(library)) {
  console.error(
    `The CUDA provider did not arrive (${library}). Check the network; a proxy goes into GLOBAL_AGENT_HTTPS_PROXY. Then run npm run gpu again.`,
  );
  process.exit(1);
}
console.log(
  'The CUDA provider is here. See whether it works: npm run consonant -- doctor. Where WebGPU works, too, that comes first; CONSONANT_PROVIDER=cuda chooses CUDA.',
);
