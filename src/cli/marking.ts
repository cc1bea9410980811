import type { MarkingKeys } from '../audio/marking-keys.ts';
import { deriveMarkingKeys } from '../voices/marking-keys.ts';
import { openKeyAlone } from '../voices/open-master-key.ts';

/** Marking: the keys of this instance for the command line: those that a bot on this machine marks with. Made at the first use, which is told on stderr. */
export async function ownMarkingKeys(): Promise<MarkingKeys> {
  const { masterKey, warning } = (await openKeyAlone({ ...secretIn(process.env), make: true }))!;
  if (warning) process.stderr.write(`${warning}\n`);
  return deriveMarkingKeys(masterKey, Date.now());
}

/** undefined: there is none, so nothing can have been marked here. */
export async function existingMarkingKeys(): Promise<MarkingKeys | undefined> {
  const opened = await openKeyAlone({ ...secretIn(process.env), make: false });
  return opened && deriveMarkingKeys(opened.masterKey, Date.now());
}

function secretIn({ CONSONANT_MASTER_KEY: secret }: NodeJS.ProcessEnv): { secret?: string } {
  return secret ? { secret } : {};
}
