import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Runs something as a user who may write only what is his own; root may write everywhere, and so tests nothing. */
export async function withoutRights<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid!(65_534);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
  }
}

/** Why a test cannot work as such a user here: the checkout lies where only root may look. undefined: it can. */
export function closedCheckout(): string | undefined {
  if (process.getuid?.() !== 0) return undefined;
  process.seteuid!(65_534);
  try {
    readFileSync(fileURLToPath(import.meta.url));
    return undefined;
  } catch {
    return 'nobody but root can read this checkout';
  } finally {
    process.seteuid!(0);
  }
}
