/** A failed write never looks like success, a failed read never like a miss: on real databases that really fail. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it, type TestContext } from 'node:test';
import { createClient } from '@keyv/redis';
import pg from 'pg';
import { Refusal } from '../../src/errors.ts';
import { createStores, type StoresOptions } from '../../src/stores/index.ts';
import type { Stores } from '../../src/stores/stores.ts';
import { type Postgres, postgresMissing, startPostgres } from '../support/postgres.ts';
import { redisMissing, startRedis } from '../support/redis.ts';
import { withoutRights } from '../support/without-rights.ts';
import { until } from './store-conformance.ts';

const megabyte = new Uint8Array(1_000_000).fill(7);

describe('stores in SQLite', () => {
  const setUp = async (t: TestContext) => {
    const folder = await mkdtemp(join(tmpdir(), 'consonant-stores-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    return { folder, url: join(folder, 'stores.sqlite') };
  };

  it('say that the disk is full, keep what was there, and go on when there is room', async t => {
    const { url } = await setUp(t);
    const stores = await opened(t, { url, pragmas: { max_page_count: 60 } });
    const prints = stores.open('prints');
    await prints.set('voice/small', Uint8Array.of(1));
    await assert.rejects(prints.set('voice/large', megabyte), code('storage-full', { store: 'prints' }));
    await assert.rejects(prints.set('voice/small', megabyte), code('storage-full'));
    assert.deepEqual(await prints.get('voice/small'), Uint8Array.of(1));
    assert.equal(await prints.get('voice/large'), undefined);
    await prints.set('voice/small', Uint8Array.of(2));
  });

  it('say that they may not write', async t => {
    const { url } = await setUp(t);
    await (await createStores({ url })).close();
    const stores = await opened(t, { url, pragmas: { query_only: 'ON' } });
    await assert.rejects(stores.open('people').set('a/b', 1), code('storage-read-only', { store: 'people' }));
    await assert.rejects(stores.open('people').delete('a/b'), code('storage-read-only'));
    assert.equal(await stores.open('people').get('a/b'), undefined);
  });

  it('do not start in a folder that they may not write', async t => {
    const { folder } = await setUp(t);
    await chmod(folder, 0o555);
    await withoutRights(() =>
      assert.rejects(createStores({ url: join(folder, 'new', 'stores.sqlite') }), code('storage-read-only')),
    );
    await chmod(folder, 0o700);
  });

  it('refuse a file that is no database, and leave it as it is', async t => {
    const { url } = await setUp(t);
    const garbage = 'this is not a database. '.repeat(500);
    await writeFile(url, garbage);
    await assert.rejects(createStores({ url }), code('storage-corrupt'));
    assert.equal(await readFile(url, 'utf8'), garbage);
  });

  const damages = [
    ['half an entry', '{"value":"AA'],
    ['another entry', '{}'],
    ['what is not base64', '{"value":"***"}'],
    ['a number', '{"value":5}'],
  ];
  for (const [what, value] of damages) {
    it(`refuse to read an entry that was damaged into ${what}: it is no miss`, async t => {
      const { url } = await setUp(t);
      const stores = await opened(t, { url });
      await stores.open('prints').set('voice/print', Uint8Array.of(1));
      new DatabaseSync(url).prepare("UPDATE stores SET value = ? WHERE key = 'voice/print'").run(value);
      await assert.rejects(stores.open('prints').get('voice/print'), code('storage-corrupt', { store: 'prints' }));
      await assert.rejects(Array.fromAsync(stores.open('prints').entries('voice')), code('storage-corrupt'));
    });
  }

  it('are not read as a miss when their table is gone', async t => {
    const { url } = await setUp(t);
    const stores = await opened(t, { url });
    new DatabaseSync(url).exec('DROP TABLE stores');
    await assert.rejects(stores.open('people').get('a/b'), code('storage-failed'));
    await assert.rejects(stores.open('people').erase('a'), code('storage-failed'));
    await assert.rejects(Array.fromAsync(stores.open('people').entries()), code('storage-failed'));
  });
});

describe('stores in Redis', { skip: redisMissing() }, () => {
  it('say that the memory is full, and keep what was there', async t => {
    const redis = await startRedis({ maxmemory: '2mb', 'maxmemory-policy': 'noeviction' });
    t.after(redis.stop);
    const stores = await opened(t, { url: redis.url });
    await stores.open('people').set('a/b', 1);
    await assert.rejects(fill(stores.open('prints')), code('storage-full', { store: 'prints' }));
    assert.equal(await stores.open('people').get('a/b'), 1);
  });

  it('give up when there is no answer, and go on when there is one again', async t => {
    const redis = await startRedis();
    t.after(redis.stop);
    const stores = await opened(t, { url: redis.url, deadlineMs: 2_000 });
    await stores.open('people').set('a/b', 1);
    redis.pause();
    await assert.rejects(stores.open('people').get('a/b'), code('storage-unavailable'));
    await assert.rejects(stores.open('people').erase('a'), code('storage-unavailable'));
    redis.resume();
    await until(
      async () =>
        (await stores
          .open('people')
          .get('a/b')
          .catch(() => 0)) === 1,
    );
  });

  it('refuse at once when the server is gone, and when there never was one', async t => {
    const redis = await startRedis();
    t.after(redis.stop);
    const stores = await opened(t, { url: redis.url });
    await stores.open('people').set('a/b', 1);
    await redis.stop();
    await until(() =>
      stores
        .open('people')
        .get('a/b')
        .then(
          () => false,
          () => true,
        ),
    );
    await assert.rejects(stores.open('people').get('a/b'), code('storage-unavailable'));
    await assert.rejects(stores.open('people').set('a/b', 2), code('storage-unavailable'));
    await assert.rejects(stores.open('people').delete('a/b'), code('storage-unavailable'));
    await assert.rejects(createStores({ url: redis.url }), code('storage-unavailable'));
  });

  it('do not start with a wrong password, and do not tell it', async t => {
    const redis = await startRedis();
    t.after(redis.stop);
    await assert.rejects(createStores({ url: redis.url.replace(/:[^:@]+@/, ':secret@') }), code('storage-unavailable'));
  });

  it('refuse to read what is no entry', async t => {
    const redis = await startRedis();
    t.after(redis.stop);
    const stores = await opened(t, { url: redis.url });
    const client = await createClient({ url: redis.url }).connect();
    await client.set('people::a/text', 'half {');
    await client.lPush('people::a/list', 'x');
    client.destroy();
    await assert.rejects(stores.open('people').get('a/text'), code('storage-corrupt'));
    await assert.rejects(stores.open('people').get('a/list'), code('storage-corrupt'));
  });
});

describe('stores in Postgres', { skip: postgresMissing() }, () => {
  let postgres: Postgres;
  let admin: pg.Client;
  before(async () => {
    postgres = await startPostgres();
    admin = new pg.Client(postgres.url);
    await admin.connect();
  });
  after(async () => {
    await admin.end();
    await postgres.stop();
  });

  it('survive that all connections are cut, and go on', async t => {
    const stores = await opened(t, { url: postgres.url });
    await stores.open('people').set('a/b', 1);
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND application_name LIKE $1',
      ['consonant-%'],
    );
    for (let i = 0; i < 20; i++) await admin.query('SELECT 1'); // meanwhile the lost connections are noticed
    await until(
      async () =>
        (await stores
          .open('people')
          .get('a/b')
          .catch(() => 0)) === 1,
    );
  });

  it('give up when a statement gets no answer', async t => {
    const stores = await opened(t, { url: postgres.url, deadlineMs: 2_000 });
    await admin.query('BEGIN; LOCK TABLE consonant_stores');
    await assert.rejects(stores.open('people').get('a/b'), code('storage-unavailable'));
    // What got no answer may be done later: not to what other tests read.
    await assert.rejects(stores.open('people').set('late/b', 3), code('storage-unavailable'));
    await admin.query('COMMIT');
  });

  it('say that they may not write', async t => {
    await admin.query('ALTER ROLE tester SET default_transaction_read_only = on');
    const stores = await opened(t, { url: postgres.url });
    await assert.rejects(stores.open('people').set('a/b', 2), code('storage-read-only', { store: 'people' }));
    await assert.rejects(stores.open('people').delete('a/b'), code('storage-read-only'));
    assert.equal(await stores.open('people').get('a/b'), 1);
    await admin.query('SET default_transaction_read_only = off; ALTER ROLE tester RESET default_transaction_read_only');
  });

  it('refuse to read what is no entry, and to read a miss out of a missing table', async t => {
    const stores = await opened(t, { url: postgres.url });
    await admin.query("UPDATE consonant_stores SET value = 'half {' WHERE key = 'a/b'");
    await assert.rejects(stores.open('people').get('a/b'), code('storage-corrupt'));
    await admin.query('DROP TABLE consonant_stores');
    await assert.rejects(stores.open('people').get('a/b'), code('storage-failed'));
  });

  it('do not start without a server, or with a wrong password', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    await new Promise(resolve => server.close(resolve));
    await assert.rejects(createStores({ url: `postgres://a:secret@127.0.0.1:${port}/b` }), code('storage-unavailable'));
    await assert.rejects(createStores({ url: postgres.url.replace(/:[^:@]+@/, ':secret@') }), code('storage-unavailable'));
  });
});

describe('createStores', () => {
  for (const url of ['', 'mysql://a:secret@b/c', 'https://secret@b']) {
    it(`refuses the place "${url}" without repeating a password`, async () => {
      await assert.rejects(createStores({ url }), code('storage-url'));
    });
  }
});

/** Closed after the test, whatever comes of it. */
async function opened(t: TestContext, options: StoresOptions): Promise<Stores> {
  const stores = await createStores(options);
  t.after(() => stores.close());
  return stores;
}

function code(expected: string, values: Readonly<Record<string, string>> = {}): (error: unknown) => true {
  return error => {
    assert.ok(error instanceof Refusal, `a Refusal, not ${error}`);
    assert.equal(error.code, expected, error.message);
    for (const [name, value] of Object.entries(values)) assert.equal(error.values[name], value);
    const said = `${error.message} ${JSON.stringify(error.values)} ${error.cause}`;
    assert.doesNotMatch(said, /secret|half/);
    return true;
  };
}

async function fill(store: { set(key: string, value: Uint8Array): Promise<void> }): Promise<void> {
  for (let i = 0; i < 50; i++) await store.set(`voice/${i}`, megabyte.subarray(0, 100_000));
}
