/** consonant ledger verify, as an operator meets it. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { before, test } from 'node:test';
import type { LedgerEvent } from '../../src/consent/events.ts';
import { createLedger } from '../../src/consent/ledger/index.ts';
import { consonant, filesIn, sharedFolder } from '../cli/consonant.ts';
import { rule } from './ledger/place.ts';

const folder = sharedFolder();
const { CONSONANT_DATA_FOLDER: _, ...environment } = process.env;
let events: readonly LedgerEvent[];

before(async () => {
  events = await record(join(folder, 'data', 'ledger.sqlite'));
  await record(join(folder, 'broken', 'ledger.sqlite'));
  const database = new DatabaseSync(join(folder, 'broken', 'ledger.sqlite'));
  database.exec(`UPDATE ledger_events SET at_ms = at_ms + 1 WHERE position = 3`);
  database.close();
  await record(join(folder, 'cut', 'ledger.sqlite'));
  const cut = new DatabaseSync(join(folder, 'cut', 'ledger.sqlite'));
  cut.exec('DELETE FROM ledger_events WHERE position = 3');
  cut.close();
  mkdirSync(join(folder, 'empty'));
});

/** Three events, the same each time. */
async function record(url: string): Promise<readonly LedgerEvent[]> {
  const ledger = await createLedger({ url, now: () => 1_700_000_000_000 });
  const appended = await ledger.append('voice:one', 0, [rule(1), rule(2), rule(3)]);
  await ledger.close();
  return appended;
}

const verify = (words: readonly string[], more: NodeJS.ProcessEnv = {}) =>
  consonant(['ledger', 'verify', ...words], { folder, environment: { ...environment, ...more } });

test('an untouched ledger in the data folder is proven, and nothing is changed', async () => {
  const path = join(folder, 'data', 'ledger.sqlite');
  const before = readFileSync(path);
  const { exitCode, stdout, stderr } = await verify([]);
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /^The chain holds: 3 events in \d+\.\d s\.\nHead: [0-9a-f]{64}\n$/);
  assert.ok(stdout.includes(events[2].hash));
  assert.deepEqual(readFileSync(path), before);
});

test('a planted change is found, with its place, and the exit code is 2', async () => {
  const { exitCode, stdout } = await verify(['--data', 'broken']);
  assert.equal(exitCode, 2);
  assert.match(
    stdout,
    /^BROKEN at event 3: event 3 was changed, or put in: its hash does not fit\.\nThe 2 events before it hold/,
  );
});

test('with --json the report is an object', async () => {
  const { exitCode, stdout } = await verify(['--ledger', 'broken/ledger.sqlite', '--json']);
  assert.equal(exitCode, 2);
  assert.partialDeepStrictEqual(JSON.parse(stdout), { proven: false, events: 2, broken: { position: 3 } });
});

test('the hash of a receipt is found in the chain', async () => {
  const { exitCode, stdout } = await verify(['--head', events[1].hash]);
  assert.equal(exitCode, 0);
  assert.match(stdout, /The hash is that of event 2\.\n$/);
});

test('an end that was cut off is seen by the hash of a receipt only', async () => {
  assert.equal((await verify([], { CONSONANT_DATA_FOLDER: 'cut' })).exitCode, 0);
  const { exitCode, stdout } = await verify(['--head', events[2].hash], { CONSONANT_DATA_FOLDER: 'cut' });
  assert.equal(exitCode, 2);
  assert.match(stdout, new RegExp(`BROKEN: no event has the hash ${events[2].hash}`));
});

const misuse: readonly { words: readonly string[]; says: RegExp }[] = [
  { words: ['verify', '--data', 'empty'], says: /There is no ledger at ".*empty\/ledger\.sqlite"/ },
  { words: ['verify', '--head', '12ab'], says: /--head "12ab" is not a hash/ },
  { words: ['mend'], says: /'mend' is invalid.*Allowed choices are verify/ },
];

for (const { words, says } of misuse) {
  test(`refused: consonant ledger ${words.join(' ')}`, async () => {
    const before = await filesIn(folder);
    const { exitCode, stderr } = await consonant(['ledger', ...words], { folder, environment });
    assert.equal(exitCode, 2);
    assert.match(stderr, says);
    assert.deepEqual(await filesIn(folder), before);
  });
}
