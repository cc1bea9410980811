import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { createLedger } from '../../src/consent/ledger/index.ts';
import { createLedgerOn } from '../../src/consent/ledger/ledger-on.ts';
import { createPostgresDatabase } from '../../src/consent/ledger/postgres/database.ts';
import { refusal, soon } from '../engine/support.ts';
import { type Postgres, postgresMissing, startPostgres } from '../support/postgres.ts';
import { hear } from './ledger/following.ts';
import { all, ledgerTest, noSignal, revoked, rule } from './ledger/place.ts';
import { type LedgerUnderTest, ledgerConformance } from './ledger-conformance.ts';

const missing = postgresMissing();
let server: Postgres;
let administrator: pg.Client;
let places = 0;
before(async () => {
  if (missing) return;
  server = await startPostgres();
  administrator = new pg.Client(server.url);
  await administrator.connect();
});
after(async () => {
  await administrator?.end();
  await server?.stop();
});

/** Each place is a schema of its own in the same server. */
const subject: LedgerUnderTest = {
  name: 'postgres',
  durable: true,
  shared: true,
  async newPlace() {
    const schema = `place_${++places}`;
    await administer(`CREATE SCHEMA ${schema}`);
    const url = `${server.url}?options=-c%20search_path%3D${schema}`;
    return {
      url,
      open: options => createLedger({ url, ...options }),
      tamper: sql => administer(`SET search_path TO ${schema}; ${sql}`),
      remove: () => administer(`DROP SCHEMA ${schema} CASCADE`),
    };
  },
};

async function administer(sql: string): Promise<void> {
  await administrator.query(sql);
}

if (missing) test('postgres', { skip: missing }, () => {});
else {
  ledgerConformance(subject);

  ledgerTest(subject, 'a follower whose connection is lost hears what it missed, and goes on', async ({ open, place }) => {
    const database = await createPostgresDatabase({
      url: place.url!,
      readOnly: false,
      heartbeatMs: 3_600_000,
      shortestPauseMs: 300,
    });
    const one = await createLedgerOn(database, { now: Date.now, readOnly: false });
    const two = await open();
    try {
      const [first, missed, every] = [hear(one, 1), hear(one, 3), hear(one, 4)];
      await two.append('voice:one', 0, [rule(1)]);
      await soon(first, 'hearing an event');
      await administer(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'consonant-ledger-listen'`,
      );
      await two.append('voice:one', 1, [rule(2), rule(3)]);
      await soon(missed, 'hearing what was missed');
      await two.append('voice:one', 3, [rule(4)]);
      assert.deepEqual(await soon(every, 'hearing the next event'), await all(two.readAll()));
    } finally {
      await one.close();
    }
  });

  ledgerTest(subject, 'lost connections of a ledger at rest do no harm', async ({ open }) => {
    const ledger = await open();
    await ledger.append('voice:one', 0, [rule(1)]);
    await administer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'consonant-%'`);
    // What uses a lost connection before its end is noticed may be refused; then a new one is made.
    await ledger.append('voice:one', 1, [rule(2)]).catch(error => assert.ok(refusal('ledger-unavailable')(error)));
    const [next] = await ledger.append('voice:two', 0, [rule(3)]);
    assert.equal((await ledger.verify(noSignal)).events, next.position);
  });

  ledgerTest(subject, 'a process that stands still within a transaction does not stop the others', async ({ open, place }) => {
    const ledger = await open();
    const database = await createPostgresDatabase({ url: place.url!, readOnly: false, deadlineMs: 300 });
    const begun = Promise.withResolvers<void>();
    const moved = Promise.withResolvers<void>();
    const still = database.transaction(async query => {
      await query('SELECT 1');
      begun.resolve();
      await moved.promise;
    });
    await begun.promise;
    const [event] = await soon(ledger.append('voice:one', 0, [rule(1)]), 'an append');
    assert.equal(event.position, 1);
    moved.resolve();
    await assert.rejects(still, refusal('ledger-unavailable'));
    await database.close();
  });

  ledgerTest(subject, 'to look only, nothing is made and nothing can be changed', async ({ open, place }) => {
    await assert.rejects(createLedger({ url: place.url!, readOnly: true }), refusal('ledger-missing'));
    await (await open()).append('voice:one', 0, [rule(1)]);
    const looking = await createLedger({ url: place.url!, readOnly: true });
    assert.equal((await looking.verify(noSignal)).events, 1);
    await assert.rejects(looking.append('voice:one', 1, [rule(2)]), refusal('ledger-read-only'));
    await looking.close();
  });

  ledgerTest(subject, 'the file of the keys does not hold a destroyed one', async ({ open, place }) => {
    const ledger = await open();
    const wrapped = Buffer.from('a wrapped key that must not stay anywhere');
    await ledger.append('voice:one', 0, [rule(1)], { putKeys: [{ voiceId: 'one', wrapped }] });
    await ledger.append('voice:one', 1, [revoked], { destroyKeys: ['one'] });
    const pages = `SELECT 1 / (CASE WHEN pg_relation_size('ledger_keys') = 0 THEN 1 ELSE 0 END)`;
    await place.tamper!(pages); // divides by zero when pages are left
  });
}

test('a database that is not there is told without its password, and within the deadline', async () => {
  const url = 'postgres://someone:secret@127.0.0.1:1/nowhere';
  await assert.rejects(createLedger({ url }), error => {
    refusal('ledger-unavailable')(error);
    const { message } = error as Error;
    assert.match(message, /127\.0\.0\.1:1\/nowhere does not answer \(ECONNREFUSED\)/);
    assert.doesNotMatch(message, /someone|secret/);
    return true;
  });
});

test('a database that accepts and never answers is given up', async () => {
  const sockets: Socket[] = [];
  const silent = createServer(socket => sockets.push(socket)).listen(0, '127.0.0.1');
  await new Promise(resolve => silent.once('listening', resolve));
  const { port } = silent.address() as { port: number };
  const database = await createPostgresDatabase({
    url: `postgres://someone:secret@127.0.0.1:${port}/silent`,
    readOnly: false,
    deadlineMs: 100,
  });
  await assert.rejects(soon(database.query('SELECT 1'), 'giving up'), refusal('ledger-unavailable'));
  await database.close();
  for (const socket of sockets) socket.destroy();
  silent.close();
});

for (const url of ['postgres://', 'postgres://a b:c@d:e/f', 'mysql://me:secret@host/db', '']) {
  test(`refused: a ledger at "${url}"`, async () => {
    await assert.rejects(createLedger({ url }), error => {
      refusal(/ledger-url|ledger-unavailable/)(error);
      assert.doesNotMatch((error as Error).message, /secret/);
      return true;
    });
  });
}
