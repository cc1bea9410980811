/** Conformance, part one: appending, reading, concurrency, changes that go with events, time. */
import assert from 'node:assert/strict';
import { refusal } from '../../engine/support.ts';
import { all, type LedgerUnderTest, ledgerTest, noSignal, positionsOf, resumed, revoked, rule, stopped } from './place.ts';

const wrapped = Uint8Array.from({ length: 60 }, (_, index) => index);

export function appendingConformance(subject: LedgerUnderTest): void {
  const test = (name: string, work: Parameters<typeof ledgerTest>[2]) => ledgerTest(subject, name, work);

  test('appended events have position, version, time and hash, and are read back as they were', async ({ open }) => {
    const ledger = await open({ now: () => 1_700_000_000_123 });
    const appended = await ledger.append('voice:one', 0, [rule(1), rule(2)]);
    assert.partialDeepStrictEqual(appended[1], {
      ...rule(2),
      position: 2,
      stream: 'voice:one',
      version: 2,
      atMs: 1_700_000_000_123,
    });
    assert.match(appended[1].hash, /^[0-9a-f]{64}$/);
    assert.notEqual(appended[0].hash, appended[1].hash);
    assert.deepEqual(await all(ledger.read('voice:one')), appended);
    assert.deepEqual(await all(ledger.readAll()), appended);
  });

  test('versions count within a stream, positions over all', async ({ open }) => {
    const ledger = await open();
    await ledger.append('voice:one', 0, [rule(1)]);
    await ledger.append('voice:two', 0, [rule(2), rule(3)]);
    await ledger.append('voice:one', 1, [rule(4)]);
    const ids = (await all(ledger.readAll())).map(({ position, stream, version }) => `${position} ${stream} ${version}`);
    assert.deepEqual(ids, ['1 voice:one 1', '2 voice:two 1', '3 voice:two 2', '4 voice:one 2']);
    assert.deepEqual(positionsOf(await all(ledger.readAll(2))), [3, 4]);
    assert.deepEqual(positionsOf(await all(ledger.read('voice:one'))), [1, 4]);
    assert.deepEqual(await all(ledger.readAll(4)), []);
    assert.deepEqual(await all(ledger.read('voice:three')), []);
  });

  test('another version than the expected one refuses an append, and changes nothing', async ({ open }) => {
    const ledger = await open();
    await ledger.append('voice:one', 0, [rule(1)], { putKeys: [{ voiceId: 'one', wrapped }] });
    const changes = { putKeys: [{ voiceId: 'two', wrapped }], destroyKeys: ['one'] };
    for (const expected of [0, 2, -1]) {
      await assert.rejects(ledger.append('voice:one', expected, [rule(2)], changes), refusal('ledger-conflict'));
      assert.deepEqual(positionsOf(await all(ledger.readAll())), [1]);
      assert.deepEqual(await ledger.keyHolders(), ['one']);
    }
  });

  test('of 50 appends at once that expect the same version, one succeeds', async ({ open }) => {
    const ledger = await open();
    const ends = await Promise.allSettled(
      Array.from({ length: 50 }, (_, number) => ledger.append('voice:one', 0, [rule(number)])),
    );
    const refused = ends.filter(end => end.status === 'rejected');
    assert.equal(refused.length, 49);
    for (const { reason } of refused) assert.ok(refusal('ledger-conflict')(reason));
    const [winner] = ends.filter(end => end.status === 'fulfilled');
    assert.deepEqual(await all(ledger.readAll()), winner.value);
  });

  test('50 appends at once to streams of their own all succeed, without a gap in the positions', async ({ open }) => {
    const ledger = await open();
    const work = Array.from({ length: 50 }, (_, number) =>
      ledger.append(`voice:${number}`, 0, [rule(number), rule(number + 50)]),
    );
    const appended = (await Promise.all(work)).flat().sort((a, b) => a.position - b.position);
    assert.deepEqual(
      positionsOf(appended),
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
    assert.deepEqual(await all(ledger.readAll()), appended);
    assert.deepEqual((await ledger.verify(noSignal)).events, 100);
  });

  test('events and changes happen together', async ({ open }) => {
    const ledger = await open();
    await ledger.tokens(['console:ada', 'console:ben']);
    await ledger.append('voice:one', 0, [rule(1)], {
      putKeys: [
        { voiceId: 'one', wrapped },
        { voiceId: 'two', wrapped },
      ],
    });
    assert.deepEqual(await ledger.key('one'), wrapped);
    await ledger.append('voice:one', 1, [revoked], { destroyKeys: ['one'], forgetNames: ['console:ada'] });
    assert.equal(await ledger.key('one'), undefined);
    assert.deepEqual(await ledger.keyHolders(), ['two']);
    assert.deepEqual(
      (await all(ledger.names())).map(([name]) => name),
      ['console:ben'],
    );
  });

  test('changes may come without events, and still ask for the version', async ({ open }) => {
    const ledger = await open();
    assert.deepEqual(await ledger.append('voice:one', 0, [], { putKeys: [{ voiceId: 'one', wrapped }] }), []);
    await assert.rejects(ledger.append('voice:one', 1, [], { destroyKeys: ['one'] }), refusal('ledger-conflict'));
    const other = wrapped.toReversed();
    await ledger.append('voice:one', 0, [], { putKeys: [{ voiceId: 'one', wrapped: other }] });
    assert.deepEqual(await ledger.key('one'), other);
    assert.deepEqual(await all(ledger.readAll()), []);
  });

  test('time never goes back, whatever the clock does', async ({ open }) => {
    const times = [5_000, 9_000, 2_000, 9_500];
    const ledger = await open({ now: () => times[0] });
    for (let version = 0; version < 4; version++) {
      await ledger.append('instance', version, [version % 2 ? resumed : stopped]);
      times.shift();
    }
    assert.deepEqual(
      (await all(ledger.readAll())).map(event => event.atMs),
      [5_000, 9_000, 9_000, 9_500],
    );
    assert.equal((await ledger.verify(noSignal)).broken, undefined);
  });

  test('what is appended while all is read does not disturb the reading', async ({ open }) => {
    const ledger = await open();
    await ledger.append(
      'voice:one',
      0,
      Array.from({ length: 2_500 }, (_, number) => rule(number)),
    );
    let count = 0;
    for await (const event of ledger.readAll()) {
      assert.equal(event.position, ++count);
      if (count === 1) await ledger.append('voice:two', 0, [rule(0)]);
    }
    assert.ok(count === 2_500 || count === 2_501, `${count}`);
  });

  if (!subject.durable) return;

  test('an append that fails halfway leaves nothing of itself, and its neighbours whole', async ({ open }) => {
    const ledger = await open();
    const broken = { putKeys: [{ voiceId: 'bad', wrapped: null as unknown as Uint8Array }] };
    await assert.rejects(ledger.append('voice:bad', 0, [rule(1)], broken));
    const ends = await Promise.allSettled([
      ledger.append('voice:one', 0, [rule(2)]),
      ledger.append('voice:bad', 0, [rule(3)], broken),
      ledger.append('voice:two', 0, [rule(4)]),
    ]);
    assert.deepEqual(
      ends.map(end => end.status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(
      (await all(ledger.readAll())).map(event => event.stream),
      ['voice:one', 'voice:two'],
    );
    assert.equal((await ledger.verify(noSignal)).broken, undefined);
  });

  test('everything is there when it is opened again', async ({ open }) => {
    const first = await open();
    const tokens = await first.tokens(['console:ada']);
    const appended = await first.append('voice:one', 0, [rule(1), rule(2)], { putKeys: [{ voiceId: 'one', wrapped }] });
    await first.close();
    const second = await open();
    assert.deepEqual(await all(second.readAll()), appended);
    assert.deepEqual(await second.key('one'), wrapped);
    assert.deepEqual(await second.tokens(['console:ada']), tokens);
    const [next] = await second.append('voice:one', 2, [rule(3)]);
    assert.equal(next.position, 3);
  });

  test('closing waits for what is being appended, and refuses what comes after', async ({ open }) => {
    const ledger = await open();
    const work = Array.from({ length: 300 }, (_, number) => ledger.append(`voice:${number}`, 0, [rule(number)]));
    const closing = ledger.close();
    await Promise.all(work);
    await closing;
    await assert.rejects(ledger.append('voice:late', 0, [rule(1)]), refusal('ledger-unavailable'));
    await assert.rejects(all(ledger.readAll()), refusal('ledger-unavailable'));
    const again = await open();
    assert.equal((await again.verify(noSignal)).events, 300);
  });
}
