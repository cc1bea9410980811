import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createActions } from '../../src/commands/action.ts';
import type { AnyCommand, Command } from '../../src/commands/command.ts';
import type { DispatcherParts } from '../../src/commands/dispatch.ts';
import { createFlood, floodDefaults } from '../../src/commands/flood.ts';
import { toAsker } from '../../src/commands/replies.ts';
import { Refusal } from '../../src/errors.ts';
import { answersTo, createMemoryLog, dispatcherFor, type LogLine, requestFor, textOf } from './requests.ts';

const options = { text: { kind: 'text', required: true, maximumLength: 20 } } as const;
let runs = 0;
const echo: Command<typeof options> = {
  name: 'echo',
  options,
  async *run({ text }, _request, { texts }) {
    runs++;
    yield toAsker(`${texts.language}: ${text}`);
  },
  async *press({ verb, argument }) {
    yield toAsker(`pressed ${verb} ${argument}`);
  },
};
const failing = (name: string, error: unknown, permission?: AnyCommand['permission']): AnyCommand => ({
  name,
  options: {},
  ...(permission ? { permission } : {}),
  async *run() {
    yield toAsker('begun');
    throw error;
  },
});

describe('a request', () => {
  test('is answered by its command, with its options checked', async () => {
    const dispatcher = dispatcherFor([echo]);
    assert.equal(textOf((await answersTo(dispatcher, requestFor('echo', { options: { text: ' hi ' } })))[0]), 'en: hi');
    assert.match(textOf((await answersTo(dispatcher, requestFor('echo')))[0]), /"text" is missing/);
  });

  test('that is delivered twice is answered once', async () => {
    const dispatcher = dispatcherFor([echo]);
    const request = requestFor('echo', { options: { text: 'once' } });
    const before = runs;
    assert.equal((await answersTo(dispatcher, request)).length, 1);
    assert.deepEqual(await answersTo(dispatcher, request), []);
    assert.equal(runs, before + 1);
  });

  test('for a command that there is not is refused with its name, cleaned', async () => {
    const [reply] = await answersTo(dispatcherFor([echo]), requestFor('nö\u202epe<@1>'));
    assert.equal(textOf(reply), 'There is no command "/nöpe1". /help lists them all.');
  });

  test('has sound traced in the name of who asks', async () => {
    const asking: AnyCommand = {
      name: 'asking',
      options: {},
      async *run(_options, { signal }, { trace }) {
        yield toAsker(String((await trace({ source: new Uint8Array(1), name: 'a' }, signal)).marks.length));
      },
    };
    const asked: string[] = [];
    const trace: DispatcherParts['trace'] = async (personId, { name }) => {
      asked.push(personId, name);
      return { marks: [], tags: { kind: 'none' }, listenedSeconds: 1, isWhole: true };
    };
    const request = requestFor('asking');
    assert.equal(textOf((await answersTo(dispatcherFor([asking], { trace }), request))[0]), '0');
    assert.deepEqual(asked, [request.person.id, 'a']);
  });

  test('is counted as open until it has ended', async () => {
    const dispatcher = dispatcherFor([echo]);
    const replies = dispatcher.handle(requestFor('echo', { options: { text: 'hi' } }))[Symbol.asyncIterator]();
    await replies.next();
    assert.equal(dispatcher.open, 1);
    await replies.return?.();
    assert.equal(dispatcher.open, 0);
  });
});

describe('the language of the answer', () => {
  const cases = [
    { own: 'fr', here: 'de', platform: 'es', wanted: 'fr' },
    { here: 'de', platform: 'es', wanted: 'de' },
    { platform: 'es-MX', wanted: 'es' },
    { platform: 'nl', wanted: 'en' },
  ];
  for (const { own, here, platform, wanted } of cases) {
    test(`${own ?? '-'}, ${here ?? '-'}, ${platform} -> ${wanted}`, async () => {
      const settings = { person: async () => ({ locale: own }), place: async () => ({ locale: here }) };
      const dispatcher = dispatcherFor([echo], { settings: settings as unknown as DispatcherParts['settings'] });
      const [reply] = await answersTo(dispatcher, requestFor('echo', { locale: platform, options: { text: 'x' } }));
      assert.equal(textOf(reply), `${wanted}: x`);
    });
  }
});

describe('what goes wrong', () => {
  test('a refusal is told to the asker alone, after what was said before', async () => {
    const dispatcher = dispatcherFor([failing('no', new Refusal('flood', 'Wait.', { values: { seconds: 3 } }))]);
    const replies = await answersTo(dispatcher, requestFor('no', { locale: 'de' }));
    assert.deepEqual(replies.map(textOf), ['begun', 'Das war viel auf einmal. Warte 3 s, dann geht es weiter.']);
    assert.equal((replies[1] as { audience: string }).audience, 'asker');
  });

  test('a bug is told with an id, and logged under it with nothing of its message', async () => {
    const lines: LogLine[] = [];
    const dispatcher = dispatcherFor([failing('bug', new Error('the secret text'))], { log: createMemoryLog(lines) });
    const [, reply] = await answersTo(dispatcher, requestFor('bug'));
    const id = /logged as ([0-9a-f]{8})/.exec(textOf(reply))?.[1];
    assert.ok(!textOf(reply).includes('secret'));
    assert.equal(lines.find(line => line.event === 'bug')?.facts.id, id);
    assert.equal(lines.at(-1)?.facts.outcome, 'bug');
  });

  test('nobody is told anything when they are gone', async () => {
    const gone = AbortSignal.abort();
    const dispatcher = dispatcherFor([failing('late', gone.reason)]);
    assert.equal((await answersTo(dispatcher, requestFor('late', { signal: gone }))).length, 1);
  });
});

describe('permission', () => {
  const admin = failing('rule', new Refusal('flood', 'reached'), 'admin');
  const operator = failing('kill', new Refusal('flood', 'reached'), 'operator');
  const person = (id: string, isAdmin: boolean) => ({ id, name: 'X', roles: [], isAdmin });
  const cases: readonly [string, string, ReturnType<typeof person>, boolean][] = [
    ['anybody', 'rule', person('console:ada', false), false],
    ['an admin', 'rule', person('console:ada', true), true],
    ['an operator', 'rule', person('console:olga', false), true],
    ['an admin', 'kill', person('console:ada', true), false],
    ['an operator', 'kill', person('console:olga', false), true],
  ];
  for (const [who, command, asker, may] of cases) {
    test(`${who} ${may ? 'may' : 'may not'} /${command}`, async () => {
      const replies = await answersTo(dispatcherFor([admin, operator]), requestFor(command, { person: asker }));
      assert.equal(replies.length, may ? 2 : 1);
      if (!may) assert.match(textOf(replies[0]), /only/);
    });
  }
});

describe('a button', () => {
  const now = () => 1_800_000_000_000;
  const actions = createActions(Buffer.alloc(32, 1), now);

  test('reaches its command', async () => {
    const action = actions.make({ command: 'echo', verb: 'go', argument: 'there' });
    const [reply] = await answersTo(dispatcherFor([echo]), requestFor('', { action }));
    assert.equal(textOf(reply), 'pressed go there');
  });

  test('that was forged or meant for another is refused', async () => {
    const dispatcher = dispatcherFor([echo]);
    const other = actions.make({ command: 'echo', verb: 'go', argument: '' }, { for: 'console:bob' });
    assert.match(textOf((await answersTo(dispatcher, requestFor('', { action: other })))[0]), /somebody else/);
    assert.match(textOf((await answersTo(dispatcher, requestFor('', { action: 'echo:go:x' })))[0]), /not one of ours/);
  });
});

describe('a flood', () => {
  test('is refused with the seconds to wait, and each person has a bucket of their own', async () => {
    let nowMs = 1_800_000_000_000;
    const dispatcher = dispatcherFor([echo], { flood: createFlood(() => nowMs), now: () => nowMs });
    const ask = async (id = 'console:ada') => {
      const person = { id, name: 'X', roles: [], isAdmin: false };
      return textOf((await answersTo(dispatcher, requestFor('echo', { person, options: { text: 'x' } })))[0]);
    };
    for (let asked = 0; asked < floodDefaults.burst; asked++) assert.equal(await ask(), 'en: x');
    assert.match(await ask(), /Wait 2 s/);
    assert.equal(await ask('console:bob'), 'en: x');
    nowMs += 2_000;
    assert.equal(await ask(), 'en: x');
    nowMs -= 3_600_000;
    assert.match(await ask(), /Wait/);
  });

  test('of many people does not grow the memory without bound', () => {
    const flood = createFlood(() => 0, { burst: 1, persons: 3 });
    flood.take('a');
    for (const person of ['b', 'c', 'd']) flood.take(person);
    flood.take('a'); // forgotten by now, and so full again
    assert.throws(() => flood.take('d'), Refusal);
  });
});
