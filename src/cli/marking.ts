import type { MarkingKeys } from '../audio/marking-keys.ts';
import { loadConfig } from '../config/load.ts';
import { readSecrets } from '../config/secrets.ts';
import { usualConfigFile } from '../config/usual-file.ts';
import { deriveMarkingKeys } from '../voices/marking-keys.ts';
import { openKeyAlone } from '../voices/open-master-key.ts';

/** Marking: the keys of this instance for the command line: those that a bot on this machine marks with. Made at the first use, which is told on stderr. */
export async function ownMarkingKeys(): Promise<MarkingKeys> {
  const { masterKey, warning } = (await openKeyAlone({ ...(await keyOfInstance()), make: true }))!;
  if (warning) process.stderr.write(`${warning}\n`);
  return deriveMarkingKeys(masterKey, Date.now());
}

/** undefined: there is none, so nothing can have been marked here. */
export async function existingMarkingKeys(): Promise<MarkingKeys | undefined> {
  const opened = await openKeyAlone({ ...(await keyOfInstance()), make: false });
  return opened && deriveMarkingKeys(opened.masterKey, Date.now());
}

/** Where `npm start` would find it. */
async function keyOfInstance(): Promise<{ secret?: string; keyFile?: string }> {
  const { masterKey: secret } = await readSecrets(process.env);
  const { data } = await loadConfig(usualConfigFile(), process.env);
  return { ...(secret !== undefined && { secret }), ...(data.keyFile !== undefined && { keyFile: data.keyFile }) };
}
