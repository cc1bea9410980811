/** The file of a SQLite ledger: who may have it, what is left in it, and everything that can be wrong with it. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createLedger } from '../../src/consent/ledger/index.ts';
import { createLedgerOn } from '../../src/consent/ledger/ledger-on.ts';
import { createSqliteDatabase } from '../../src/consent/ledger/sqlite/database.ts';
import { refusal } from '../engine/support.ts';
import { closedCheckout } from '../support/without-rights.ts';
import { all, noSignal, revoked, rule } from './ledger/place.ts';

const appendingProcess = fileURLToPath(new URL('./ledger/appending-process.ts', import.meta.url));

function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-ledger-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Every byte of every file. */
function bytesIn(folder: string): Buffer {
  return Buffer.concat(readdirSync(folder).map(name => readFileSync(join(folder, name))));
}

test('a second ledger on the same file is refused, with the name of the process that has it', async context => {
  const url = join(temporaryFolder(context), 'ledger.sqlite');
  const first = await createLedger({ url });
  await assert.rejects(createLedger({ url }), error => {
    refusal('ledger-in-use')(error);
    assert.match((error as Error).message, new RegExp(`"${url}" is in use by process ${process.pid} on `));
    return true;
  });
  // That attempt has not loosened the lock: another process is still refused.
  const other = spawnSync(process.execPath, [appendingProcess, url], { encoding: 'utf8', timeout: 20_000 });
  assert.match(other.stderr, /ledger-in-use/);
  await first.close();
  await (await createLedger({ url })).close();
});

test('of several ledgers on the same file that start at once, one gets it', async context => {
  const url = join(temporaryFolder(context), 'ledger.sqlite');
  const ends = await Promise.allSettled(Array.from({ length: 5 }, () => createLedger({ url })));
  for (const end of ends) if (end.status === 'rejected') assert.ok(refusal('ledger-in-use')(end.reason));
  const holders = ends.filter(end => end.status === 'fulfilled');
  assert.equal(holders.length, 1);
  await holders[0].value.close();
});

test('another process is refused too, until the first is killed', async context => {
  const url = join(temporaryFolder(context), 'ledger.sqlite');
  const child = spawn(process.execPath, [appendingProcess, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  context.after(() => child.kill('SIGKILL'));
  await once(createInterface(child.stdout), 'line');
  const inUse = (error: unknown) => refusal('ledger-in-use')(error) && new RegExp(`process ${child.pid} on`).test(`${error}`);
  await assert.rejects(createLedger({ url }), inUse);
  const looking = await createLedger({ url, readOnly: true }); // to look is possible meanwhile
  assert.ok((await looking.verify(noSignal)).events > 0);
  await looking.close();
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  const ledger = await createLedger({ url });
  assert.equal((await ledger.verify(noSignal)).broken, undefined);
  await ledger.close();
});

test('a destroyed key and a forgotten name are in no byte of any file, while the ledger is open', async context => {
  const folder = temporaryFolder(context);
  const ledger = await createLedger({ url: join(folder, 'ledger.sqlite') });
  const wrapped = Buffer.from('wrapped key: 0123456789 abcdefghijklmnopqrstuvwxyz');
  await ledger.tokens(['console:somebody-to-forget', 'console:ben']);
  await ledger.append('voice:one', 0, [rule(1)], {
    putKeys: [
      { voiceId: 'one', wrapped },
      { voiceId: 'two', wrapped: Buffer.from('other') },
    ],
  });
  assert.ok(bytesIn(folder).includes(wrapped));
  await ledger.append('voice:one', 1, [revoked], { destroyKeys: ['one'], forgetNames: ['console:somebody-to-forget'] });
  assert.ok(!bytesIn(folder).includes(wrapped));
  assert.ok(!bytesIn(folder).includes('somebody-to-forget'));
  assert.deepEqual(await ledger.keyHolders(), ['two']);
  await ledger.close();
});

test('a destroyed key that a reader in another process kept in the log goes with the next commit', async context => {
  const folder = temporaryFolder(context);
  const url = join(folder, 'ledger.sqlite');
  const ledger = await createLedger({ url });
  const wrapped = Buffer.from('wrapped key: 0123456789 abcdefghijklmnopqrstuvwxyz');
  await ledger.append('voice:one', 0, [rule(1)], { putKeys: [{ voiceId: 'one', wrapped }] });
  const { DatabaseSync } = await import('node:sqlite');
  const reader = new DatabaseSync(url, { readOnly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT COUNT(*) FROM ledger_events').get();
  await ledger.append('voice:one', 1, [revoked], { destroyKeys: ['one'] });
  assert.ok(bytesIn(folder).includes(wrapped), 'the reader was to keep the log');
  reader.exec('COMMIT');
  await ledger.append('voice:two', 0, [rule(2)]);
  assert.ok(!bytesIn(folder).includes(wrapped));
  reader.close();
  await ledger.close();
});

test('a full disk refuses what does not fit, changes nothing, and the rest goes on', async context => {
  const path = join(temporaryFolder(context), 'ledger.sqlite');
  const database = await createSqliteDatabase({ path, pragmas: { max_page_count: 60 } });
  const ledger = await createLedgerOn(database, { now: Date.now, readOnly: false });
  await ledger.append('voice:one', 0, [rule(1)]);
  const large = Array.from({ length: 2_000 }, (_, number) => rule(number));
  const ends = await Promise.allSettled([ledger.append('voice:two', 0, large), ledger.append('voice:three', 0, large)]);
  for (const end of ends) assert.ok(end.status === 'rejected' && refusal('ledger-full')(end.reason));
  assert.deepEqual(await ledger.verify(noSignal), { events: 1, head: (await all(ledger.readAll()))[0].hash });
  await ledger.append('voice:one', 1, [rule(2)]);
  await ledger.close();
});

test('files and folder are for their owner only', async context => {
  const folder = join(temporaryFolder(context), 'data');
  const ledger = await createLedger({ url: join(folder, 'ledger.sqlite') });
  await ledger.append('voice:one', 0, [rule(1)]);
  for (const name of ['.', ...readdirSync(folder)]) assert.equal(statSync(join(folder, name)).mode & 0o077, 0, name);
  await ledger.close();
});

const damage: readonly { what: string; code: string; make: (path: string) => void; readOnly?: boolean }[] = [
  {
    what: 'a file of text',
    code: 'ledger-corrupt',
    make: path => writeFileSync(path, 'These are words, and no ledger.\n'.repeat(99)),
  },
  { what: 'a folder', code: 'ledger-unavailable', make: path => mkdirSync(path) },
  { what: 'a folder, to look', code: 'ledger-unavailable', make: path => mkdirSync(path), readOnly: true },
  { what: 'nothing, to look', code: 'ledger-missing', make: () => {}, readOnly: true },
  { what: 'an empty file, to look', code: 'ledger-missing', make: path => writeFileSync(path, ''), readOnly: true },
];

for (const { what, code, make, readOnly } of damage) {
  test(`refused: ${what} as ledger`, async context => {
    const folder = temporaryFolder(context);
    const path = join(folder, 'ledger.sqlite');
    make(path);
    const before = readOnly || what === 'a folder' ? [] : readFileSync(path);
    await assert.rejects(createLedger({ url: path, readOnly }), refusal(code));
    if (before.length > 0) assert.deepEqual(readFileSync(path), before);
  });
}

test('refused: a ledger under a file', async context => {
  const file = join(temporaryFolder(context), 'file');
  writeFileSync(file, '');
  await assert.rejects(createLedger({ url: join(file, 'ledger.sqlite') }), refusal('ledger-unavailable'));
});

test('damaged pages are told, and nothing is reset', async context => {
  const path = join(temporaryFolder(context), 'ledger.sqlite');
  const before = await createLedger({ url: path });
  await before.append(
    'voice:one',
    0,
    Array.from({ length: 3_000 }, (_, number) => rule(number)),
  );
  await before.close();
  const bytes = readFileSync(path);
  const pageBytes = bytes.readUInt16BE(16);
  writeFileSync(path, bytes.fill(0x55, pageBytes * 20, pageBytes * 60));
  const ledger = await createLedger({ url: path });
  await assert.rejects(all(ledger.readAll()), refusal('ledger-corrupt'));
  await ledger.close();
  assert.equal(readFileSync(path).length, bytes.length);
});

test('a folder that may not be written refuses a new ledger and changes to an old one, but not looking', async context => {
  const closed = closedCheckout(); // the thread of the ledger is read as that user
  if (closed) return context.skip(closed);
  const folder = temporaryFolder(context);
  const url = join(folder, 'ledger.sqlite');
  const ledger = await createLedger({ url });
  await ledger.append('voice:one', 0, [rule(1)]);
  await ledger.close();
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444);
  chmodSync(folder, 0o555);
  const isRoot = process.getuid!() === 0; // whom permissions do not stop
  if (isRoot) process.seteuid!(65_534);
  try {
    await assert.rejects(createLedger({ url: join(folder, 'new.sqlite') }), refusal('ledger-read-only'));
    await assert.rejects(createLedger({ url: join(folder, 'deeper', 'new.sqlite') }), refusal('ledger-read-only'));
    await assert.rejects(createLedger({ url }), refusal('ledger-read-only'));
    const looking = await createLedger({ url, readOnly: true });
    assert.equal((await looking.verify(noSignal)).events, 1);
    await assert.rejects(looking.append('voice:one', 1, [rule(2)]), refusal('ledger-read-only'));
    await looking.close();
  } finally {
    if (isRoot) process.seteuid!(0);
    chmodSync(folder, 0o755);
  }
});
