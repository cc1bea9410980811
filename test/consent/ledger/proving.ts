/** Conformance, part four, of ledgers with tables: planted changes are found, a crash loses nothing that was promised. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { refusal, soon } from '../../engine/support.ts';
import { all, type LedgerUnderTest, ledgerTest, noSignal, rule } from './place.ts';

const swap = (column: string) =>
  `UPDATE ledger_events SET ${column} = (SELECT other.${column} FROM ledger_events other WHERE other.position = 9 - ledger_events.position) WHERE position IN (4, 5)`;

const planted: readonly { what: string; sql: readonly string[]; position: number; says: RegExp }[] = [
  {
    what: 'a changed body',
    sql: [`UPDATE ledger_events SET body = REPLACE(body, 'rule-4', 'rule-x') WHERE position = 4`],
    position: 4,
    says: /event 4 was changed/,
  },
  {
    what: 'a space in a body',
    sql: ["UPDATE ledger_events SET body = body || ' ' WHERE position = 4"],
    position: 4,
    says: /changed/,
  },
  {
    what: 'another kind',
    sql: ["UPDATE ledger_events SET kind = 'rule-ended' WHERE position = 2"],
    position: 2,
    says: /changed/,
  },
  {
    what: 'another stream',
    sql: ["UPDATE ledger_events SET stream = 'voice:other' WHERE position = 8"],
    position: 8,
    says: /changed/,
  },
  {
    what: 'an earlier time',
    sql: ['UPDATE ledger_events SET at_ms = at_ms - 1 WHERE position = 7'],
    position: 7,
    says: /changed/,
  },
  {
    what: 'another hash',
    sql: [`UPDATE ledger_events SET hash = '${'0'.repeat(64)}' WHERE position = 6`],
    position: 6,
    says: /changed/,
  },
  {
    what: 'a deleted event',
    sql: ['DELETE FROM ledger_events WHERE position = 3'],
    position: 3,
    says: /event 3 is missing; the next one is event 4/,
  },
  {
    what: 'a deleted first event',
    sql: ['DELETE FROM ledger_events WHERE position = 1'],
    position: 1,
    says: /event 1 is missing/,
  },
  {
    what: 'a deleted event whose gap is closed',
    sql: [
      'DELETE FROM ledger_events WHERE position = 3',
      'UPDATE ledger_events SET position = position + 1000 WHERE position > 3',
      'UPDATE ledger_events SET position = position - 1001 WHERE position > 1000',
    ],
    position: 3,
    says: /event 3 was changed/,
  },
  { what: 'two swapped bodies', sql: [swap('body')], position: 4, says: /event 4 was changed/ },
  { what: 'two swapped events', sql: [swap('body'), swap('hash')], position: 4, says: /event 4 was changed/ },
  {
    what: 'an event put in at the end',
    sql: ['INSERT INTO ledger_events SELECT 9, stream, 9, at_ms, kind, body, hash FROM ledger_events WHERE position = 8'],
    position: 9,
    says: /event 9 was changed, or put in/,
  },
];

export function provingConformance(subject: LedgerUnderTest): void {
  const test = (name: string, work: Parameters<typeof ledgerTest>[2]) => ledgerTest(subject, name, work);

  test('a ledger that nobody touched is proven, empty or not', async ({ open }) => {
    const ledger = await open();
    assert.deepEqual(await ledger.verify(noSignal), { events: 0, head: '0'.repeat(64) });
    const appended = await ledger.append('voice:one', 0, [rule(1), rule(2)]);
    assert.deepEqual(await ledger.verify(noSignal), { events: 2, head: appended[1].hash });
  });

  test('verifying stops when it is told to', async ({ open }) => {
    const ledger = await open();
    await ledger.append('voice:one', 0, [rule(1)]);
    await assert.rejects(ledger.verify(AbortSignal.abort()), { name: 'AbortError' });
  });

  test('each planted change is found, with its place', async ({ open, place }, context) => {
    const ledger = await open();
    for (let version = 0; version < 8; version++) await ledger.append('voice:one', version, [rule(version + 1)]);
    await place.tamper!('CREATE TABLE untouched AS SELECT * FROM ledger_events');
    for (const { what, sql, position, says } of planted) {
      await context.test(what, async () => {
        for (const statement of sql) await place.tamper!(statement);
        const { events, broken } = await ledger.verify(noSignal);
        assert.equal(broken?.position, position);
        assert.match(broken.what, says);
        assert.equal(events, position - 1);
        await assert.rejects(all(ledger.readAll()), refusal('ledger-corrupt'));
      });
      await place.tamper!('DELETE FROM ledger_events');
      await place.tamper!('INSERT INTO ledger_events SELECT * FROM untouched');
      assert.equal((await ledger.verify(noSignal)).broken, undefined);
    }
  });

  test('tables of a newer program are refused', async ({ open, place }) => {
    await (await open()).close();
    await place.tamper!('INSERT INTO ledger_schema (version, applied_at_ms) VALUES (999, 0)');
    await assert.rejects(open(), refusal('ledger-newer'));
  });

  test('a process that is killed amid appends leaves a chain that holds, with all that was promised', async ({
    open,
    place,
  }, context) => {
    const program = fileURLToPath(new URL('./appending-process.ts', import.meta.url));
    const child = spawn(process.execPath, [program, place.url!], { stdio: ['ignore', 'pipe', 'inherit'] });
    context.after(() => child.kill('SIGKILL'));
    const exited = once(child, 'exit');
    const promised: string[] = [];
    createInterface(child.stdout).on('line', hash => {
      promised.push(hash);
      if (promised.length === 200) child.kill('SIGKILL');
    });
    assert.deepEqual(await soon(exited, 'the end of the process'), [null, 'SIGKILL']);
    const ledger = await open();
    const report = await ledger.verify(noSignal);
    assert.equal(report.broken, undefined);
    const stored = new Set((await all(ledger.readAll())).map(event => event.hash));
    assert.deepEqual(
      promised.filter(hash => !stored.has(hash)),
      [],
    );
    assert.ok(promised.length >= 200);
    await ledger.append('voice:after', 0, [rule(1)]);
  });
}
