/** Conformance, part three: names and tokens, and the log of uses. */
import assert from 'node:assert/strict';
import type { Use } from '../../../src/consent/ledger.ts';
import { all, type LedgerUnderTest, ledgerTest, stopped, token } from './place.ts';

function use(number: number, more: Partial<Use> = {}): Use {
  return {
    generationId: number.toString(16).padStart(8, '0'),
    voiceId: 'one',
    requester: token('a'),
    place: token('b'),
    form: 'note',
    atMs: 1_000 * number,
    textHash: 'ab'.repeat(32),
    ...more,
  };
}

export function rememberingConformance(subject: LedgerUnderTest): void {
  const test = (name: string, work: Parameters<typeof ledgerTest>[2]) => ledgerTest(subject, name, work);

  test('a name has one token for good, 26 characters that say nothing of it', async ({ open }) => {
    const ledger = await open();
    const [first, second] = await Promise.all([ledger.tokens(['console:ada', 'console:ben']), ledger.tokens(['console:ada'])]);
    assert.deepEqual([...first.keys()].sort(), ['console:ada', 'console:ben']);
    assert.equal(first.get('console:ada'), second.get('console:ada'));
    assert.notEqual(first.get('console:ada'), first.get('console:ben'));
    for (const made of first.values()) assert.match(made, /^[0-9a-z]{26}$/);
    assert.deepEqual(new Map(await all(ledger.names())), new Map(first));
  });

  test('no names have no tokens, and a name given twice has one', async ({ open }) => {
    const ledger = await open();
    assert.equal((await ledger.tokens([])).size, 0);
    assert.equal((await ledger.tokens(['console:ada', 'console:ada'])).size, 1);
  });

  test('more names than fit into one statement', async ({ open }) => {
    const ledger = await open();
    const names = Array.from({ length: 1_203 }, (_, number) => `discord:${number}`);
    const tokens = await ledger.tokens(names);
    assert.equal(new Set(tokens.values()).size, 1_203);
    assert.deepEqual(new Map(await all(ledger.names())), new Map(await ledger.tokens(names)));
  });

  test('a forgotten name is new when it comes again', async ({ open }) => {
    const ledger = await open();
    const before = await ledger.tokens(['console:ada']);
    await ledger.append('instance', 0, [stopped], { forgetNames: ['console:ada'] });
    assert.deepEqual(await all(ledger.names()), []);
    const after = await ledger.tokens(['console:ada']);
    assert.notEqual(after.get('console:ada'), before.get('console:ada'));
  });

  test('uses of a voice are listed newest first, as many as asked for, before a time', async ({ open }) => {
    const { uses } = await open();
    for (const number of [1, 3, 2]) await uses.record(use(number));
    await Promise.all([uses.record(use(9, { voiceId: 'two' })), uses.record(use(4, { form: 'live' }))]);
    const listed = async (options: Parameters<typeof uses.list>[1]) => (await uses.list('one', options)).map(found => found.atMs);
    assert.deepEqual(await listed({ limit: 10 }), [4_000, 3_000, 2_000, 1_000]);
    assert.deepEqual(await listed({ limit: 2 }), [4_000, 3_000]);
    assert.deepEqual(await listed({ limit: 2, beforeMs: 3_000 }), [2_000, 1_000]);
    assert.deepEqual((await uses.list('one', { limit: 1 }))[0], use(4, { form: 'live' }));
  });

  test('of the same moment, the use that was recorded last comes first', async ({ open }) => {
    const { uses } = await open();
    for (const number of [1, 2, 3]) await uses.record(use(number, { atMs: 5_000 }));
    const found = await uses.list('one', { limit: 3 });
    assert.deepEqual(
      found.map(({ generationId }) => Number(generationId)),
      [3, 2, 1],
    );
  });

  test('a use is found by its generation and by the hash of its audio', async ({ open }) => {
    const { uses } = await open();
    const audioHash = 'cd'.repeat(32);
    await uses.record(use(1));
    await uses.record(use(2, { audioHash }));
    assert.deepEqual(await uses.find('00000001'), use(1));
    assert.deepEqual(await uses.findByAudio(audioHash), use(2, { audioHash }));
    assert.equal(await uses.find('00000003'), undefined);
    assert.equal(await uses.findByAudio('ef'.repeat(32)), undefined);
  });

  test('all uses of one mark are found, newest first, also those that were handed out again', async ({ open }) => {
    const { uses } = await open();
    await uses.record(use(1, { engine: 'mynah' }));
    await uses.record(use(2, { mark: '00000001', voiceId: 'two' }));
    await uses.record(use(3));
    assert.deepEqual(await uses.marked('00000001'), [use(2, { mark: '00000001', voiceId: 'two' }), use(1, { engine: 'mynah' })]);
    assert.deepEqual(await uses.marked('00000002'), [], 'its audio carries the mark of another');
    assert.deepEqual(await uses.find('00000002'), use(2, { mark: '00000001', voiceId: 'two' }));
  });

  test('old uses are pruned, those of a voice erased, and it is told how many', async ({ open }) => {
    const { uses } = await open();
    for (const number of [1, 2, 3]) await uses.record(use(number));
    await uses.record(use(4, { voiceId: 'two' }));
    assert.equal(await uses.prune(2_000), 1);
    assert.equal(await uses.erase('one'), 2);
    assert.equal(await uses.erase('one'), 0);
    assert.deepEqual(await uses.list('one', { limit: 9 }), []);
    assert.deepEqual(await uses.list('two', { limit: 9 }), [use(4, { voiceId: 'two' })]);
  });
}
