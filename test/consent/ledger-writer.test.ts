/** What is promised to whom when pieces of work share a transaction. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Database } from '../../src/consent/ledger/database.ts';
import { createWriter } from '../../src/consent/ledger/writer.ts';

/** Notes each statement; `commit` is what happens at the end of each transaction. */
function bench(commit: () => Promise<void> = async () => {}) {
  const statements: string[] = [];
  const query = async (sql: string) => {
    statements.push(sql);
    return [];
  };
  const transaction: Database['transaction'] = async work => {
    statements.push('BEGIN');
    const result = await work(query);
    await commit();
    statements.push('COMMIT');
    return result;
  };
  return { statements, writer: createWriter({ query, transaction } as unknown as Database) };
}

test('nothing is promised before the commit, and nothing when it fails', async () => {
  const { writer } = bench(async () => {
    throw new Error('the disk is full');
  });
  const ends = await Promise.allSettled([writer.write(async () => 1), writer.write(async () => 2)]);
  assert.deepEqual(
    ends.map(end => end.status),
    ['rejected', 'rejected'],
  );
  await assert.rejects(
    writer.write(async () => 3),
    /the disk is full/,
  );
});

test('what waits together is committed once', async () => {
  const { writer, statements } = bench();
  const values = await Promise.all([1, 2, 3].map(value => writer.write(async () => value)));
  assert.deepEqual(values, [1, 2, 3]);
  assert.equal(statements.filter(sql => sql === 'COMMIT').length, 1);
});

test('what comes during a commit waits for the next one', async () => {
  const { writer, statements } = bench();
  const late = Promise.withResolvers<unknown>();
  await writer.write(async () => void writer.write(async query => query('late')).then(late.resolve));
  await late.promise;
  assert.deepEqual(statements, ['BEGIN', 'COMMIT', 'BEGIN', 'late', 'COMMIT']);
  await writer.idle();
});
