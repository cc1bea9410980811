import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Refusal } from '../errors.ts';
import type { DataFolder } from '../stores/data-folder.ts';
import { createKeyFile, readKeyFile, writeFileOnce } from './key-file.ts';
import { createMasterKey, isSameCheck, type MasterKey, masterKeyBytes, wrongMasterKey } from './master-key.ts';

/** Finds the master key: in the environment, or in a file outside the data folder, which is made at the first start. */
export interface MasterKeyOptions {
  readonly dataFolder: Pick<DataFolder, 'path' | 'file' | 'isNew'>;
  /** The value of CONSONANT_MASTER_KEY: base64 of 32 bytes. Where it is set, no file is read. */
  readonly secret?: string;
  /** Default: ~/.config/consonant/master.key */
  readonly keyFile?: string;
}

export interface OpenedMasterKey {
  readonly masterKey: MasterKey;
  /** To show once, when a new key was made. */
  readonly warning?: string;
}

const checkName = 'master-key.check';

export function defaultKeyFile(environment: Readonly<Record<string, string | undefined>>): string {
  return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'consonant', 'master.key');
}

/**
 * Refuses with 'master-key-invalid', 'master-key-open' (others may read the file), 'master-key-inside' (it lies in the data folder),
 * 'master-key-lost', 'master-key-unreadable', and 'master-key-wrong' when the data folder was written with another key.
 */
export async function openMasterKey(options: MasterKeyOptions): Promise<OpenedMasterKey> {
  const { dataFolder, secret: fromEnvironment } = options;
  const keyFile = resolve(options.keyFile ?? defaultKeyFile(process.env));
  const check = await readCheck(dataFolder);
  const found = fromEnvironment === undefined ? await readKeyFile(keyFile, dataFolder.path) : parseSecret(fromEnvironment);
  if (!found && (check !== undefined || !dataFolder.isNew)) throw lost(keyFile, dataFolder.path);
  const secret = found ?? (await createKeyFile(keyFile, dataFolder.path));
  const masterKey = createMasterKey(secret);
  secret.fill(0);
  if (check !== undefined && !isSameCheck(check, masterKey.check())) throw wrongMasterKey(`"${dataFolder.path}"`);
  if (check === undefined && !dataFolder.isNew) throw checkLost(dataFolder.file(checkName));
  if (check === undefined) await writeFileOnce(dataFolder.file(checkName), `${masterKey.check()}\n`);
  return found ? { masterKey } : { masterKey, warning: warningOf(keyFile) };
}

/**
 * The master key where no data folder is worked on, as by the command line. `make`: where there is none, it is made; otherwise undefined. Refuses like
 * {@link openMasterKey}.
 */
export async function openKeyAlone(
  options: Pick<MasterKeyOptions, 'secret' | 'keyFile'> & { readonly make: boolean },
): Promise<OpenedMasterKey | undefined> {
  const keyFile = resolve(options.keyFile ?? defaultKeyFile(process.env));
  const found = options.secret === undefined ? await readKeyFile(keyFile) : parseSecret(options.secret);
  if (!found && !options.make) return undefined;
  const secret = found ?? (await createKeyFile(keyFile));
  const masterKey = createMasterKey(secret);
  secret.fill(0);
  return found ? { masterKey } : { masterKey, warning: warningOf(keyFile) };
}

async function readCheck(dataFolder: MasterKeyOptions['dataFolder']): Promise<string | undefined> {
  try {
    return (await readFile(dataFolder.file(checkName), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseSecret(text: string): Buffer {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length === masterKeyBytes && bytes.some(byte => byte !== bytes[0])) return bytes;
  throw new Refusal(
    'master-key-invalid',
    `CONSONANT_MASTER_KEY must be base64 of ${masterKeyBytes} random bytes. Make one with: openssl rand -base64 ${masterKeyBytes}`,
    { values: { bytes: masterKeyBytes } },
  );
}

function lost(keyFile: string, folder: string): Refusal {
  return new Refusal(
    'master-key-lost',
    `There is no master key in "${keyFile}", but voices in "${folder}" are encrypted with one. Put the key file back from its backup, or set ` +
      'CONSONANT_MASTER_KEY. Without the key these voices cannot be read by anybody; to begin anew, choose another data folder.',
    { values: { file: keyFile, folder } },
  );
}

function checkLost(file: string): Refusal {
  return new Refusal(
    'master-key-unchecked',
    `"${file}" is missing, so it cannot be told whether the master key belongs to this data. Put that file back from the backup of the data folder.`,
    { values: { file } },
  );
}

function warningOf(keyFile: string): string {
  return (
    `A new master key lies in "${keyFile}". All voices are encrypted and all speech is marked with it: back it up, apart from the data folder. ` +
    'Whoever has both can hear the recordings; whoever loses the key loses all voices.'
  );
}
