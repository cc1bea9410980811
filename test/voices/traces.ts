/** Traces: where in a folder of SQLite databases something is still to be found: in any column of any table, or in the raw bytes of a file. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** "stores.sqlite stores.key", "ledger.sqlite-wal (bytes)". */
export function tracesOf(needles: readonly string[], folder: string): string[] {
  const found = new Set<string>();
  for (const file of readdirSync(folder)) {
    const path = join(folder, file);
    const bytes = readFileSync(path);
    if (needles.some(needle => formsOf(needle).some(form => bytes.includes(form)))) found.add(`${file} (bytes)`);
    if (bytes.subarray(0, 15).toString() === 'SQLite format 3')
      for (const place of columnsWith(needles, path)) found.add(`${file} ${place}`);
  }
  return [...found].sort();
}

function columnsWith(needles: readonly string[], path: string): string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
    return tables.flatMap(({ name }) =>
      (database.prepare(`SELECT * FROM "${name}"`).all() as Record<string, unknown>[]).flatMap(row =>
        Object.entries(row)
          .filter(([, value]) => needles.some(needle => formsOf(needle).some(form => bytesOf(value).includes(form))))
          .map(([column]) => `${name}.${column}`),
      ),
    );
  } finally {
    database.close();
  }
}

function bytesOf(value: unknown): Buffer {
  return value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value));
}

/** As it is, and as the ways of storing write it. */
function formsOf(needle: string): string[] {
  return [
    needle,
    encodeURIComponent(needle),
    JSON.stringify(needle).slice(1, -1),
    Buffer.from(needle).toString('base64').slice(0, -4),
  ];
}
