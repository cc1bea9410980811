import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { backup as copyDatabase, DatabaseSync } from 'node:sqlite';
import { Refusal } from '../errors.ts';

/**
 * Backup: a copy of a data folder that is whole and of one moment, also while a program works on it; and the way back. The master key is not
 * in it: without that nobody hears a voice, and a thief of the backup neither.
 */
export interface BackupReport {
  readonly folder: string;
  readonly files: readonly string[];
  readonly bytes: number;
  /** Events in the ledger. */
  readonly events: number;
  readonly atMs: number;
}

interface Manifest {
  readonly format: 1;
  readonly atMs: number;
  readonly events: number;
  /** Name -> SHA-256, hex. */
  readonly files: Readonly<Record<string, string>>;
}

const ledgerName = 'ledger.sqlite';
const storesName = 'stores.sqlite';
/** What else a data folder cannot do without; what the engine caches is made anew. */
const smallFiles = ['master-key.check', 'contents'] as const;
const manifestName = 'backup.json';
/** Consent may change while the copies are made: then they are made again. */
const maximumRounds = 10;
const patienceMs = 10_000;

/** Writes a folder that must not exist yet; it appears when it is whole. Refuses with 'backup-source', 'backup-target', 'backup-restless'. */
export async function makeBackup(dataFolder: string, target: string, now: () => number = Date.now): Promise<BackupReport> {
  const source = resolve(dataFolder);
  const folder = resolve(target);
  await requireDatabases(source);
  await requireAbsent(folder);
  const draft = `${folder}.${randomBytes(4).toString('hex')}.part`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    const events = await copyOneMoment(source, draft);
    const present: string[] = [ledgerName, storesName];
    for (const name of smallFiles) {
      await copyFile(join(source, name), join(draft, name));
      present.push(name);
    }
    const files = Object.fromEntries(
      await Promise.all(present.map(async name => [name, await hashOf(join(draft, name))] as const)),
    );
    const manifest: Manifest = { format: 1, atMs: now(), events, files };
    await writeFile(join(draft, manifestName), `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600, flush: true });
    await rename(draft, folder);
    return { folder, files: present, bytes: await bytesOf(folder, present), events, atMs: manifest.atMs };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Puts a backup into a data folder that does not exist yet, or is empty. Refuses with 'backup-invalid' and 'backup-target'. */
export async function restoreBackup(from: string, dataFolder: string): Promise<BackupReport> {
  const source = resolve(from);
  const folder = resolve(dataFolder);
  const { files, events, atMs } = await readManifest(source);
  for (const [name, hash] of Object.entries(files)) {
    const found = await hashOf(join(source, name)).catch(() => undefined);
    if (found !== hash) throw invalid(source, found === undefined ? `"${name}" is missing` : `"${name}" is not what was saved`);
  }
  await requireAbsent(folder);
  const draft = `${folder}.${randomBytes(4).toString('hex')}.part`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    for (const name of Object.keys(files)) await copyFile(join(source, name), join(draft, name));
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return { folder, files: Object.keys(files), bytes: await bytesOf(folder, Object.keys(files)), events, atMs };
}

/** Both databases as they were between two events of the ledger. Returns how many events there are. */
async function copyOneMoment(source: string, target: string): Promise<number> {
  using ledger = openToRead(join(source, ledgerName));
  using stores = openToRead(join(source, storesName));
  for (let round = 0; round < maximumRounds; round++) {
    for (const name of [ledgerName, storesName]) await rm(join(target, name), { force: true });
    const before = countEvents(ledger);
    await copyDatabase(stores, join(target, storesName));
    await copyDatabase(ledger, join(target, ledgerName));
    if (countEvents(ledger) === before) return before;
  }
  throw new Refusal('backup-restless', 'Consent changed during every one of ten copies. Try again in a quieter moment.');
}

function openToRead(path: string): DatabaseSync & Disposable {
  return new DatabaseSync(path, { readOnly: true, timeout: patienceMs });
}

function countEvents(ledger: DatabaseSync): number {
  return Number((ledger.prepare('SELECT COUNT(*) AS count FROM ledger_events').get() as { count: number }).count);
}

async function requireDatabases(folder: string): Promise<void> {
  for (const name of [ledgerName, storesName]) {
    if ((await stat(join(folder, name)).catch(() => undefined))?.isFile()) continue;
    throw new Refusal(
      'backup-source',
      `There is no "${name}" in "${folder}". Give the data folder with --data; what lies on a server is saved with the server's own tools.`,
      { values: { folder, file: name } },
    );
  }
}

async function requireAbsent(folder: string): Promise<void> {
  if ((await stat(folder).catch(() => undefined)) === undefined) return;
  throw new Refusal('backup-target', `"${folder}" exists already, and nothing is written over. Choose another name.`, {
    values: { folder },
  });
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => undefined);
  if (text === undefined) throw invalid(folder, `there is no "${manifestName}"`);
  try {
    const manifest = JSON.parse(text) as Manifest;
    const names = Object.keys(manifest.files);
    const known: readonly string[] = [ledgerName, storesName, ...smallFiles];
    if (manifest.format === 1 && names.every(name => known.includes(name))) return manifest;
  } catch {
    // Told below.
  }
  throw invalid(folder, `"${manifestName}" cannot be read by this version`);
}

function invalid(folder: string, why: string): Refusal {
  return new Refusal('backup-invalid', `"${folder}" is not a whole backup: ${why}. Use another one; nothing was changed.`, {
    values: { folder, why },
  });
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part);
  return hash.digest('hex');
}

async function bytesOf(folder: string, names: readonly string[]): Promise<number> {
  const sizes = await Promise.all(names.map(async name => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
