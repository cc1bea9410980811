import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/**
 * Cache: results that depend only on their key, kept between runs under the system's temporary folder. Raise `version` when code
 * behind a cached result changes.
 */
const version = 2;
const folder = join(tmpdir(), 'consonant-bench', `v${version}`);

export function cacheKey(...parts: readonly (string | number | Float32Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(part instanceof Float32Array ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength) : `${part}\0`);
  }
  return hash.digest('hex').slice(0, 32);
}

/** Changes when a file, or any file under a folder, changes: the key of what that code computed. */
export function codeKey(...paths: readonly string[]): string {
  const files = paths.flatMap(path => {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .sort()
      .map(name => join(path, name))
      .filter(file => statSync(file).isFile());
  });
  return cacheKey(...files.map(file => readFileSync(file, 'utf8')));
}

export function cached<Result>(kind: string, key: string, compute: () => Result): Result {
  const path = cachePath(kind, key);
  const found = read<Result>(path);
  if (found !== undefined) return found;
  const result = compute();
  write(path, result);
  return result;
}

export async function cachedAsync<Result>(kind: string, key: string, compute: () => Promise<Result>): Promise<Result> {
  const path = cachePath(kind, key);
  const found = read<Result>(path);
  if (found !== undefined) return found;
  const result = await compute();
  write(path, result);
  return result;
}

function cachePath(kind: string, key: string): string {
  const kindFolder = join(folder, kind);
  mkdirSync(kindFolder, { recursive: true });
  return join(kindFolder, key);
}

function read<Result>(path: string): Result | undefined {
  try {
    return deserialize(readFileSync(path)) as Result;
  } catch {
    return undefined; // absent, or cut short by a killed run
  }
}

function write(path: string, result: unknown): void {
  const partial = `${path}.${process.pid}`;
  writeFileSync(partial, serialize(result));
  renameSync(partial, path); // two benchmarks may run at once
}
