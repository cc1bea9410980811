import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { Refusal } from '../errors.ts';

/**
 * Output: a file that appears whole or not at all.
 * Reserving it proves that it can be written, before any work is done; until `commit` there is only a hidden temporary file in the same
 * folder, which goes away when the output is disposed of or the process exits. A file that exists is replaced.
 */
export interface Output extends AsyncDisposable {
  readonly path: string;
  commit(bytes: Uint8Array): Promise<void>;
}

export interface OutputRules {
  /** With the dot; the path must end in one of them. Left out: any. */
  readonly extensions?: readonly string[];
  /** Files that the work reads: they are not written over. */
  readonly inputs?: readonly string[];
  /** Permissions, 0o666 less the umask if left out. */
  readonly mode?: number;
}

/** Temporary files of this process, for a last look when it exits. */
const temporaries = new Set<string>();
process.on('exit', () => {
  for (const path of temporaries) rmSync(path, { force: true });
});

export async function reserveOutput(path: string, rules: OutputRules = {}): Promise<Output> {
  requireExtension(path, rules.extensions);
  const target = await realpath(path).catch(() => path); // through a link to the file it stands for
  await requireReplaceable(path, target);
  await requireOtherThan(target, rules.inputs ?? []);

  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.part`);
  let file: FileHandle | undefined = await open(temporary, 'wx', rules.mode).catch(error => {
    throw unwritable(path, error);
  });
  temporaries.add(temporary);

  return {
    path,
    async commit(bytes) {
      if (!file) throw new Error(`output "${path}": committed twice, or after it was disposed of`);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } catch (error) {
        throw unwritable(path, error);
      }
      await file.close();
      file = undefined;
      await rename(temporary, target);
      temporaries.delete(temporary);
    },
    async [Symbol.asyncDispose]() {
      await file?.close();
      file = undefined;
      if (temporaries.delete(temporary)) await rm(temporary, { force: true });
    },
  };
}

function requireExtension(path: string, extensions: readonly string[] | undefined): void {
  if (!extensions || extensions.includes(extname(path).toLowerCase())) return;
  const had = extname(path) === '' ? 'has no ending' : `ends in "${extname(path)}"`;
  throw new Refusal(
    'output-extension',
    `The output "${path}" ${had}; it must end in ${extensions.join(' or ')}. Change its name.`,
  );
}

async function requireReplaceable(path: string, target: string): Promise<void> {
  const facts = await stat(target).catch(() => undefined);
  if (facts?.isDirectory()) {
    throw new Refusal(
      'output-is-folder',
      `The output "${path}" is a folder. Give the path of a file in it, as ${join(path, 'name')}.`,
    );
  }
  if (facts && !facts.isFile()) {
    throw new Refusal('output-not-regular', `The output "${path}" is not an ordinary file. Give the path of a new file.`);
  }
}

async function requireOtherThan(target: string, inputs: readonly string[]): Promise<void> {
  for (const input of inputs) {
    const [real, existing] = await Promise.all([input, target].map(path => realpath(path).catch(() => undefined)));
    if (real && real === existing) {
      throw new Refusal(
        'output-is-input',
        `The output "${input}" is also an input and would be lost. Give the output another name.`,
      );
    }
  }
}

/** Codes of the system that a person can do something about; any other is a bug and stays as it is. */
const advice: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist. Create the folder, or choose another.',
  ENOTDIR: 'a part of its path is a file, not a folder. Choose another path.',
  EACCES: 'this user may not write there. Choose a folder of your own.',
  EPERM: 'this user may not write there. Choose a folder of your own.',
  EROFS: 'that disk is read-only. Choose a folder on another.',
  ENOSPC: 'the disk is full. Make room, or choose another disk.',
  EDQUOT: 'the quota of this user is used up. Make room, or choose another disk.',
  ENAMETOOLONG: 'the name is too long. Choose a shorter one.',
};

function unwritable(path: string, error: unknown): unknown {
  const reason = advice[(error as NodeJS.ErrnoException).code ?? ''];
  return reason ? new Refusal('output-unwritable', `The output "${path}" cannot be written: ${reason}`, { cause: error }) : error;
}
