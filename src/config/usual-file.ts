import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** UsualFile: the configuration that is read when nobody names another: the one of the project, where it is there. */
export function usualConfigFile(): string | undefined {
  const path = fileURLToPath(new URL('../../config/consonant.yaml', import.meta.url));
  return existsSync(path) ? path : undefined;
}
