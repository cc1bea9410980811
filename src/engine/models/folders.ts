import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where models lie: CONSONANT_MODELS, or "models" in the checkout. Each has a folder with what was downloaded and what was built of it. */
export interface ModelFolders {
  /** As published. */
  readonly source: string;
  /** As engines load it. */
  readonly built: string;
  /** That its licence was read and accepted. */
  readonly licence: string;
}

const checkout = fileURLToPath(new URL('../../../models', import.meta.url));

export function modelsFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return resolve(environment.CONSONANT_MODELS || checkout);
}

export function foldersOf(model: string, environment?: NodeJS.ProcessEnv): ModelFolders {
  const folder = join(modelsFolder(environment), model);
  return { source: join(folder, 'source'), built: join(folder, 'built'), licence: join(folder, 'licence-accepted.json') };
}
