/** What can happen while the program runs: another one on the same folder, a full disk, a killed process, a request to end. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { until } from '../stores/store-conformance.ts';
import { bytesIn, childrenOf, createPlace, isAlive, type Place, runConsole, startConsole } from './program.ts';

const design = (name: string) => `/design gender:female name:${name}`;
const words = ['console', '--engine', 'tone', '--operator', 'olga'];
/** Some seconds of work for the engine of tones. */
const secretWord = 'rumpelstiltskin';
const longText = `${secretWord} ${'and then one more word '.repeat(90)}`;

describe('while it runs', { concurrency: 2 }, () => {
  test('a second one on the same folder is refused, with the process that has it, and the first goes on', async context => {
    const place = createPlace(context);
    const first = startConsole(context, place);
    first.type(design('Robot'));
    await first.printed(/The voice “Robot” is ready/);
    const second = await runConsole(context, place);
    assert.deepEqual([second.exitCode, second.stdout], [2, '']);
    assert.match(second.stderr, new RegExp(`data folder ".*" is in use by process ${first.child.pid} on `));
    first.type('/voices');
    await first.printed(/Robot \(en, invented\)/);
    first.type('quit');
    assert.equal((await first.end).exitCode, 0);
  });

  test('a kill leaves no engine process, nothing to read, and a chain that holds; the next start goes on', async context => {
    const place = createPlace(context);
    const first = startConsole(context, place, { words });
    first.type('olga@den> /settings length 5000');
    first.type(`ada@den> ${design('Robot')}`);
    await first.printed(/The voice “Robot” is ready/);
    first.type(`ada@den> /say ${longText}`);
    await until(async () => rowsIn(place, "SELECT key FROM stores WHERE namespace = 'journal'").length > 0);
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
    const place = createPlace(context);
    const first = startConsole(context, place, { words });
    first.type(design('Robot'));
    await first.printed(/The voice “Robot” is ready/);
    const [voice] = rowsIn(place, "SELECT DISTINCT key FROM stores WHERE namespace = 'prints'").map(
      ({ key }) => `${key}`.split('/')[0],
    );
    first.type('/consent revoke');
    await first.printed(/\[\d\] Delete/);
    first.type('press Delete');
    await first.printed(/[0-9a-f]{64}/);
    first.child.kill('SIGKILL');
    await first.end;
    const ledger = new DatabaseSync(join(place.data, 'ledger.sqlite'), { readOnly: true });
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
    assert.equal(again.stdout.match(/voice note, \d/g)?.length, listed.length, again.stdout);
    const proof = await runConsole(context, place, { words: ['ledger', 'verify'] });
    assert.equal(proof.exitCode, 0, proof.stderr);
  });

  for (const [signal, doing] of [
    ['SIGTERM', 'works'],
    ['SIGINT', 'waits for a line'],
  ] as const) {
    test(`${signal} ends it while it ${doing}, with exit code 0 and without a trace of its engine process`, async context => {
      const place = createPlace(context);
      const running = startConsole(context, place, { words });
      running.type('olga@den> /settings length 5000');
      running.type(`ada@den> ${design('Robot')}`);
      await running.printed(/The voice “Robot” is ready/);
      if (doing === 'works') {
        running.type(`ada@den> /say ${longText}`);
        await until(async () => rowsIn(place, "SELECT key FROM stores WHERE namespace = 'journal'").length > 0);
      } else {
        await running.printed(/voice note, /);
      }
      const processes = childrenOf(running.child.pid!);
      running.child.kill(signal);
      const { exitCode, stderr } = await running.end;
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(processes.filter(isAlive), []);
      const again = await runConsole(context, place, { words, lines: ['ada@den> /voices'] });
      assert.match(again.stdout, /Robot/, again.stderr);
    });
  }
});

function rowsIn({ data }: Place, sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(join(data, 'stores.sqlite'), { readOnly: true });
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
    const place = createPlace(context);
    await runConsole(context, place, { lines: [design('Robot')] });
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
const canBeNobody = spawnSync(asNobody[0], [...asNobody.slice(1), process.execPath, '--version']).status === 0;

describe('started by another user', { concurrency: 2, skip: !canBeNobody && 'nobody cannot run Node here' }, () => {
  const environment = { CONSONANT_MASTER_KEY: Buffer.alloc(32, 'key').toString('base64') };

  test('a data folder that is not theirs is refused, with one message', async context => {
    const place = createPlace(context);
    await runConsole(context, place);
    chmodSync(place.folder, 0o777);
    const own = ['console', '--engine', 'tone', '--log', join(place.folder, 'own.log')];
    const { exitCode, stderr } = await runConsole(context, place, { before: asNobody, environment, words: own });
    assert.match(stderr, /data folder ".*" cannot be used: this user may not write there/);
    assert.equal(exitCode, 2);
  });

  test('a log that they may not write is refused, with one message', async context => {
    const place = createPlace(context);
    chmodSync(place.folder, 0o755);
    const log = ['console', '--engine', 'tone', '--log', join(place.folder, 'log')];
    const { exitCode, stderr } = await runConsole(context, place, { before: asNobody, environment, words: log });
    assert.doesNotMatch(stderr, /This is a bug/);
    assert.equal(exitCode, 2);
  });
});
