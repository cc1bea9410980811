import { findPackageJSON } from 'node:module';
import type sherpa from 'sherpa-onnx-node';
import { Refusal } from '../../errors.ts';

/**
 * Package: sherpa-onnx-node, speech recognition and speaker embeddings, which whoever wants them installs next to Consonant
 * (`npm install --no-save sherpa-onnx-node`). Loaded in the engine process when its model files are there too.
 */
export type Sherpa = typeof sherpa;
export type LoadSherpa = () => Promise<Sherpa>;

/** Without loading it. */
export function isSherpaInstalled(): boolean {
  try {
    return findPackageJSON('sherpa-onnx-node', import.meta.url) !== undefined;
  } catch {
    return false;
  }
}

export const loadSherpa: LoadSherpa = async () => {
  if (!isSherpaInstalled()) {
    throw new Refusal(
      'sherpa-missing',
      'The package sherpa-onnx-node is not installed. Run: npm install --no-save sherpa-onnx-node, or use the embedded verifier.',
    );
  }
  return (await import('sherpa-onnx-node')).default;
};

/** How every model is run: this process has other work to do as well. */
export const runOptions = { numThreads: 2, provider: 'cpu', debug: 0 } as const;
