/** Starts that go wrong: each ends with one clear message and exit code 2, and nothing that was there is changed. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, type TestContext, test } from 'node:test';
import { createPlace, type Place, runConsole, type StartOptions } from './program.ts';

/** A place as an earlier run has left it, with a voice in it; copied for each test. */
const template = join(tmpdir(), `consonant-faults-template-${process.pid}`);
after(() => rmSync(template, { recursive: true, force: true }));

function usedPlace(context: TestContext): Place {
  const place = createPlace(context);
  cpSync(template, place.folder, { recursive: true });
  return place;
}

test('a first start in the usual place makes data folder and key, and a second one goes on with them', async context => {
  const place = createPlace(context);
  const first = await runConsole(context, place, { lines: ['/design gender:female name:Robot'] });
  assert.equal(first.exitCode, 0, first.stderr);
  assert.match(first.stderr, /A new master key lies in ".*master\.key"/);
  cpSync(place.folder, template, { recursive: true });
  const second = await runConsole(context, place, { lines: ['/voices', '/say still here'] });
  assert.equal(second.exitCode, 0, second.stderr);
  assert.match(second.stdout, /Robot/);
  assert.match(second.stdout, /voice note, \d/);
  assert.doesNotMatch(second.stderr, /master key/);
});

interface Fault {
  readonly what: string;
  readonly says: RegExp;
  /** Returns what must be as it was afterwards. */
  readonly make: (place: Place) => readonly string[];
  readonly options?: StartOptions;
}

const garbage = 'These are words, and no database.\n'.repeat(500);
const sql = (path: string, statement: string) => {
  const database = new DatabaseSync(path);
  database.exec(statement);
  database.close();
};
const ledgerOf = ({ data }: Place) => join(data, 'ledger.sqlite');
const storesOf = ({ data }: Place) => join(data, 'stores.sqlite');

function overwrite(path: string): readonly string[] {
  writeFileSync(path, garbage);
  return [path];
}

function gone(path: string): readonly string[] {
  rmSync(path);
  return [];
}

/** A page in the middle of a real database, as a dying disk leaves it. */
function damage(path: string): readonly string[] {
  const bytes = readFileSync(path);
  const pageBytes = bytes.readUInt16BE(16);
  bytes.fill(0x55, pageBytes, pageBytes * 4);
  writeFileSync(path, bytes);
  return [path];
}

const faults: readonly Fault[] = [
  {
    what: 'a ledger that is no database',
    says: /ledger ".*ledger\.sqlite" .*(damaged|corrupt|no database)/i,
    make: place => overwrite(ledgerOf(place)),
  },
  { what: 'a ledger with damaged pages', says: /ledger ".*ledger\.sqlite"/i, make: place => damage(ledgerOf(place)) },
  {
    what: 'stores that are no database',
    says: /storage .*stores\.sqlite" holds data that cannot be read\. Nothing was repaired or reset/,
    make: place => overwrite(storesOf(place)),
  },
  {
    what: 'stores with damaged pages',
    says: /stores\.sqlite" holds data that cannot be read/,
    make: place => damage(storesOf(place)),
  },
  {
    what: 'stores that are gone, though voices were stored',
    says: /stores\.sqlite" is missing/,
    make: place => {
      rmSync(storesOf(place));
      return [ledgerOf(place)];
    },
  },
  {
    what: 'a ledger that is gone, though voices are stored',
    says: /ledger\.sqlite" (is missing|is empty)/,
    make: place => {
      gone(ledgerOf(place));
      return [storesOf(place)];
    },
  },
  {
    what: 'a ledger that was emptied, though voices are stored',
    says: /ledger\.sqlite" (is missing|is empty)/,
    make: place => {
      writeFileSync(ledgerOf(place), '');
      return [ledgerOf(place), storesOf(place)];
    },
  },
  {
    what: 'a ledger of a newer program',
    says: /made by a newer Consonant: its tables have version 99/,
    make: place => {
      sql(ledgerOf(place), 'INSERT INTO ledger_schema (version, applied_at_ms) VALUES (99, 0)');
      return [ledgerOf(place)];
    },
  },
  {
    what: 'an event that was changed',
    says: /ledger/i,
    make: place => {
      sql(ledgerOf(place), "UPDATE ledger_events SET body = replace(body, 'designed', 'embedded')");
      return [ledgerOf(place)];
    },
  },
  {
    what: 'another master key in the environment',
    says: /encrypted with another master key. Nothing was changed/,
    make: () => [],
    options: { environment: { CONSONANT_MASTER_KEY: randomBytes(32).toString('base64') } },
  },
  {
    what: 'another key file',
    says: /encrypted with another master key/,
    make: ({ keyFile }) => {
      writeFileSync(keyFile, `${randomBytes(32).toString('base64')}\n`);
      return [keyFile];
    },
  },
  {
    what: 'a key that is too short',
    says: /must be base64 of 32 random bytes/,
    make: () => [],
    options: { environment: { CONSONANT_MASTER_KEY: 'c2hvcnQ=' } },
  },
  {
    what: 'a lost key file',
    says: /There is no master key in ".*", but voices in ".*" are encrypted with one\. Put the key file back/,
    make: ({ keyFile }) => gone(keyFile),
  },
  {
    what: 'a damaged key file',
    says: /"[^"]*master\.key" holds no master key\. Put the file back from its backup/,
    make: ({ keyFile }) => {
      writeFileSync(keyFile, 'half a ke', { mode: 0o600 });
      return [keyFile];
    },
  },
  {
    what: 'a key check that is gone',
    says: /master-key\.check" is missing/,
    make: ({ data }) => gone(join(data, 'master-key.check')),
  },
  {
    what: 'a file where the data folder should be',
    says: /data folder ".*" cannot be used: it is a file/,
    make: place => {
      rmSync(place.data, { recursive: true });
      writeFileSync(place.data, 'a file');
      return [place.data];
    },
  },
  {
    what: 'a ledger that is a folder',
    says: /ledger ".*" cannot be used: it is a folder/,
    make: place => {
      rmSync(ledgerOf(place));
      mkdirSync(ledgerOf(place));
      return [];
    },
  },
];

describe('a start is refused, with', { concurrency: 2 }, () => {
  before(() => assert.ok(existsSync(template), 'the first start has worked'));

  for (const { what, says, make, options } of faults) {
    test(`${what}: one message, exit code 2, nothing changed`, async context => {
      const place = usedPlace(context);
      const untouched = make(place);
      const earlier = untouched.map(path => readFileSync(path));
      const { exitCode, stdout, stderr } = await runConsole(context, place, { ...options, lines: ['/say hello'] });
      assert.match(stderr, says);
      assert.deepEqual([exitCode, stdout], [2, '']);
      assert.doesNotMatch(stderr, / at .*:\d+:\d+\)|This is a bug/);
      assert.deepEqual(
        untouched.map(path => readFileSync(path)),
        earlier,
      );
    });
  }
});
