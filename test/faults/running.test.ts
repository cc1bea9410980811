/** What can happen while the program runs: another one on the same folder, a full disk, a killed process, a request to end. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, type TestContext, test } from 'node:test';
import { createLedger } from '../../src/consent/ledger/index.ts';
import { until } from '../stores/store-conformance.ts';
import {
  bytesIn,
  childrenOf,
  copyPlace,
  createPlace,
  isAlive,
  type Place,
  type Program,
  program,
  runConsole,
  startConsole,
} from './program.ts';

const design = (name: string) => `/design gender:female name:${name}`;
const words = ['console', '--engine', 'tone', '--operator', 'olga'];
/** For reading beside a program that may be opening the same file: wait for its lock. */
const look = { readOnly: true, timeout: 5_000 } as const;
/** Seconds of work for the engine of tones. */
const secretWord = 'rumpelstiltskin';
const longText = `${secretWord} ${'and then one more word '.repeat(40)}`;

/** As an earlier run has left it, with a voice of Ada's in it; copied for each test. */
const template = createPlace({ after });
const usedPlace = (context: TestContext) => copyPlace(context, template);

before(async () => {
  const lines = ['olga@den> /settings length 5000', `ada@den> ${design('Robot')}`];
  const { exitCode, stderr } = await runConsole({ after }, template, { words, lines });
  assert.equal(exitCode, 0, stderr);
});

/** Resolves when it speaks a long text. */
async function startWork(running: Program, place: Place): Promise<void> {
  running.type(`ada@den> /say ${longText}`);
  await until(async () => rowsIn(place, "SELECT key FROM stores WHERE namespace = 'journal'").length > 0);
}

async function chainOf({ data }: Place) {
  const ledger = await createLedger({ url: join(data, 'ledger.sqlite'), readOnly: true });
  try {
    return await ledger.verify(new AbortController().signal);
  } finally {
    await ledger.close();
  }
}

describe('while it runs', { concurrency: 2 }, () => {
  test('a second one on the same folder is refused, with the process that has it, and the first goes on', async context => {
    const place = usedPlace(context);
    const first = startConsole(context, place);
    first.type('?');
    await first.printed(/Lines that the console understands/);
    const second = await runConsole(context, place);
    assert.deepEqual([second.exitCode, second.stdout], [2, '']);
    assert.match(second.stderr, new RegExp(`data folder ".*" is in use by process ${first.child.pid} on `));
    first.type('/voices');
    await first.printed(/Robot \(en, invented\)/);
    first.type('quit');
    assert.equal((await first.end).exitCode, 0);
  });

  test('a kill leaves no engine process, nothing to read, and a chain that holds; the next start goes on', async context => {
    const place = usedPlace(context);
    const first = startConsole(context, place, { words });
    await startWork(first, place);
    const processes = childrenOf(first.child.pid!);
    assert.equal(processes.length, 1, 'the engine process');
    first.child.kill('SIGKILL');
    await first.end;
    await until(async () => !processes.some(isAlive));
    assert.ok(!bytesIn(place.data).includes(secretWord), 'the text of the job lies nowhere');

    const again = await runConsole(context, place, { words, lines: ['ada@den> /voices', 'ada@den> /say here again'] });
    assert.equal(again.exitCode, 0, again.stderr);
    assert.match(again.stdout, /Robot \(en, invented\)[\s\S]*voice note, \d/);
    assert.ok(!bytesIn(place.data).includes(secretWord));
    const proof = await runConsole(context, place, { words: ['ledger', 'verify'] });
    assert.deepEqual([proof.exitCode, /^The chain holds: \d+ events/.test(proof.stdout)], [0, true], proof.stderr);
  });

  test('a kill right after a voice was revoked leaves no key, and the next start nothing of it', async context => {
    const place = usedPlace(context);
    const first = startConsole(context, place, { words });
    const [voice] = rowsIn(place, "SELECT DISTINCT key FROM stores WHERE namespace = 'prints'").map(
      ({ key }) => `${key}`.split('/')[0],
    );
    first.type('/consent revoke');
    await first.printed(/\[\d\] Delete/);
    first.type('press Delete');
    await first.printed(/[0-9a-f]{64}/);
    first.child.kill('SIGKILL');
    await first.end;
    const ledger = new DatabaseSync(join(place.data, 'ledger.sqlite'), look);
    assert.deepEqual(ledger.prepare('SELECT voice_id FROM ledger_keys').all(), []);
    ledger.close();
    const again = await runConsole(context, place, { words, lines: ['/voices'] });
    assert.match(again.stdout, /no voice for you here yet/);
    assert.deepEqual(rowsIn(place, `SELECT key FROM stores WHERE key LIKE '${voice}%'`), []);
  });

  test('voices that a kill interrupted are there whole, or not at all', async context => {
    const place = createPlace(context);
    const first = startConsole(context, place, { words });
    const names = ['One', 'Two', 'Three', 'Four', 'Five'];
    for (const name of names) first.type(design(name));
    await first.printed(/The voice “Two” is ready/);
    first.child.kill('SIGKILL');
    await first.end;
    const again = await runConsole(context, place, {
      words,
      lines: ['/voices', ...names.map(name => `/voices preview voice:${name}`)],
    });
    const listed = names.filter(name => again.stdout.includes(`· ${name} (`));
    assert.deepEqual(listed.slice(0, 2), ['One', 'Two'], 'what was told to be ready is there');
    const count = (what: RegExp) => again.stdout.match(what)?.length ?? 0;
    // A preview that the kill interrupted is still owed, and comes as well.
    assert.ok(count(/voice note, \d/g) >= listed.length, again.stdout);
    assert.equal(count(/There is no voice of that name/g), names.length - listed.length, again.stdout);
    const { events, broken } = await chainOf(place);
    assert.deepEqual([events >= listed.length, broken], [true, undefined]);
  });

  test('SIGTERM ends it while it works, with exit code 0: what it was asked is answered, now or after the next start', async context => {
    const place = usedPlace(context);
    const running = startConsole(context, place, { words });
    await startWork(running, place);
    running.type('ada@den> /say never'); // it takes nothing new
    const processes = childrenOf(running.child.pid!);
    running.child.kill('SIGTERM');
    const { exitCode, stdout, stderr } = await running.end;
    assert.equal(exitCode, 0, stderr);
    assert.equal(processes.length, 1, 'the engine process');
    assert.deepEqual(processes.filter(isAlive), []);
    const again = await runConsole(context, place, { words, lines: ['ada@den> /voices'] });
    assert.match(again.stdout, /Robot/, again.stderr);
    assert.equal(`${stdout}${again.stdout}`.match(/voice note, \d/g)?.length, 1);
  });

  test('SIGINT ends it while it waits for a line, with exit code 0 and without its engine process', async context => {
    const place = usedPlace(context);
    const running = startConsole(context, place, { words });
    running.type('/voices');
    await running.printed(/Robot \(en, invented\)/);
    const processes = childrenOf(running.child.pid!);
    running.child.kill('SIGINT');
    const { exitCode, stderr } = await running.end;
    assert.equal(exitCode, 0, stderr);
    assert.equal(processes.length, 1, 'the engine process');
    assert.deepEqual(processes.filter(isAlive), []);
  });
});

function rowsIn({ data }: Place, sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(join(data, 'stores.sqlite'), look);
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

/** A disk of its own in a name space of its own: nothing is left of it when the program ends. Without the right to make one: why. */
const mounting = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
const cannotMount = mounting.status === 0 ? false : 'this user may not mount a disk';

function onDisk({ data }: Place, mount: string): readonly string[] {
  mkdirSync(data, { recursive: true });
  return ['unshare', '-m', 'sh', '-c', `${mount.replaceAll('DATA', `"${data}"`)} && exec "$@"`, 'sh'];
}

describe('on a disk that', { concurrency: 2, skip: cannotMount }, () => {
  for (const [what, kilobytes, says] of [
    ['is full', 4, /data folder ".*" cannot be used: its disk is full\. Make room there/],
    ['has room for the lock alone', 16, /(disk is full|is full: nothing was stored)/],
    ['has room for half a ledger', 64, /(disk is full|is full: nothing was stored)/],
  ] as const) {
    test(`${what}: refused at the start, with one message`, async context => {
      const place = createPlace(context);
      const before = onDisk(place, `mount -t tmpfs -o size=${kilobytes}k tmpfs DATA`);
      const { exitCode, stdout, stderr } = await runConsole(context, place, { before, lines: ['/voices'] });
      assert.match(stderr, says);
      assert.deepEqual([exitCode, stdout], [2, '']);
      assert.doesNotMatch(stderr, /This is a bug/);
    });
  }

  test('is read-only: refused at the start, with one message', async context => {
    const place = usedPlace(context);
    const before = onDisk(place, 'mount --bind DATA DATA && mount -o remount,bind,ro DATA');
    const { exitCode, stdout, stderr } = await runConsole(context, place, { before, lines: ['/voices'] });
    assert.match(stderr, /data folder ".*" cannot be used: its disk is read-only\. Choose another folder/);
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.doesNotMatch(stderr, /This is a bug/);
  });

  test('fills up while it runs: what cannot be stored is refused, and goes on when there is room', async context => {
    const place = createPlace(context);
    const before = onDisk(place, 'mount -t tmpfs -o size=8m tmpfs DATA');
    const running = startConsole(context, place, { before });
    running.type(design('Robot'));
    await running.printed(/The voice “Robot” is ready/);
    const filler = `/proc/${running.child.pid}/root${join(place.data, 'filler')}`;
    assert.throws(() => writeFileSync(filler, Buffer.alloc(16_000_000)), { code: 'ENOSPC' });
    running.type(design('Second'));
    await running.printed(/bot to ada> .*(disk is full|is full)/);
    running.type('/voices');
    await running.printed(/Robot \(en, invented\)/);
    rmSync(filler);
    running.type(design('Third'));
    await running.printed(/The voice “Third” is ready/);
    running.type('/voices');
    assert.doesNotMatch(await running.printed(/Third \(en, invented\)[\s\S]*Use one/), /Second/);
    running.type('quit');
    assert.equal((await running.end).exitCode, 0);
  });
});

const asNobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'] as const;
const canBeNobody = spawnSync(asNobody[0], [...asNobody.slice(1), process.execPath, program, '--version']).status === 0;

describe('started by another user', {
  concurrency: 2,
  skip: !canBeNobody && 'nobody but root can run this checkout here',
}, () => {
  const environment = { CONSONANT_MASTER_KEY: Buffer.alloc(32, 'key').toString('base64') };

  test('a data folder that is not theirs is refused, with one message', async context => {
    const place = usedPlace(context);
    chmodSync(place.folder, 0o777);
    const own = [...words, '--log', join(place.folder, 'own.log'), '--out', join(place.folder, 'own')];
    const { exitCode, stderr } = await runConsole(context, place, { before: asNobody, environment, words: own });
    assert.match(stderr, /data folder ".*" cannot be used: this user may not write there/);
    assert.equal(exitCode, 2);
  });

  for (const { what, option, says } of [
    { what: 'a log', option: '--log', says: /The log ".*theirs" cannot be written: .* Name another file with --log/ },
    { what: 'an output folder', option: '--out', says: /The output folder ".*theirs" cannot be used: .* with --out/ },
  ]) {
    test(`${what} that they may not write is refused, with one message`, async context => {
      const place = createPlace(context);
      chmodSync(place.folder, 0o755);
      const own = ['console', '--out', tmpdir(), option, join(place.folder, 'theirs')];
      const { exitCode, stderr } = await runConsole(context, place, { before: asNobody, environment, words: own });
      assert.match(stderr, says);
      assert.doesNotMatch(stderr, /This is a bug/);
      assert.equal(exitCode, 2);
    });
  }
});

describe('started with a path that cannot be used', { concurrency: 2 }, () => {
  for (const { what, option, path, says } of [
    {
      what: 'a file as output folder',
      option: '--out',
      path: 'file',
      says: /The output folder ".*file" cannot be used: it is a file/,
    },
    {
      what: 'a folder in a file for the output',
      option: '--out',
      path: 'file/out',
      says: /cannot be used: a part of its path is a file/,
    },
    { what: 'a folder as log', option: '--log', path: '.', says: /The log ".*" cannot be written: it is a folder/ },
    { what: 'a log in a file', option: '--log', path: 'file/log', says: /cannot be written: a part of its path is a file/ },
  ]) {
    test(`${what}: refused at the start, and nothing is made`, async context => {
      const place = createPlace(context);
      writeFileSync(join(place.folder, 'file'), 'words');
      const { exitCode, stdout, stderr } = await runConsole(context, place, {
        words: ['console', option, join(place.folder, path)],
      });
      assert.match(stderr, says);
      assert.deepEqual([exitCode, stdout], [2, '']);
      assert.doesNotMatch(stderr, /This is a bug/);
      assert.ok(!existsSync(place.data));
    });
  }
});

test('a log that its disk does not take any more is missed once, and everything else goes on', async context => {
  const place = usedPlace(context);
  const log = [...words, '--log', '/dev/full'];
  const { exitCode, stdout, stderr } = await runConsole(context, place, { words: log, lines: ['/voices', '/help'] });
  assert.match(stdout, /Robot \(en, invented\)[\s\S]*Good-bye/);
  assert.equal(exitCode, 0);
  assert.equal(stderr.match(/The log "\/dev\/full" cannot be written: its disk is full/g)?.length, 1);
});
