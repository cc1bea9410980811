import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { EngineBug } from '../../src/engine/failure.ts';
import { createEngineHost } from '../../src/engine/host.ts';
import type { Refusal } from '../../src/errors.ts';
import { never, processPath, startTrouble } from './fixtures/trouble.ts';
import { buzz, refusal, soon } from './support.ts';

const references = [{ audio: buzz({ seconds: 0.1, sampleRateHz: 8_000 }), language: 'en' }];

describe('when the engine process dies', () => {
  test('a speech gets an error that names the engine and the signal, and the next one works', async context => {
    const { host, speak, values } = await startTrouble(context);
    const before = host.pid;
    await assert.rejects(
      async () => {
        for await (const _chunk of speak('endless')) process.kill(host.pid!, 'SIGKILL');
      },
      error => refusal('engine-died')(error) && /"trouble" stopped: signal SIGKILL/.test((error as Error).message),
    );
    assert.deepEqual(await values('count 3'), [0, 1, 2]);
    assert.equal(host.restarts, 1);
    assert.notEqual(host.pid, before);
  });

  test('an enrolment gets an error too', async context => {
    const { host, line } = await startTrouble(context);
    const enrolment = host.enroll(references, never);
    await Promise.all([
      assert.rejects(soon(enrolment, 'the rejection'), refusal('engine-died')),
      line('enrolling').then(() => process.kill(host.pid!, 'SIGKILL')),
    ]);
  });

  test('each of 100 calls is answered', async context => {
    const { host, speak, values } = await startTrouble(context);
    const calls = Array.from({ length: 100 }, async (_, i) => {
      if (i % 2) await host.enroll(references, never);
      else for await (const _chunk of speak('endless'));
    });
    const all = Promise.allSettled(calls);
    await values('count 1');
    process.kill(host.pid!, 'SIGKILL');
    for (const outcome of await soon(all, 'all answers')) {
      assert.ok(outcome.status === 'rejected' && refusal('engine-died')(outcome.reason));
    }
    assert.equal(host.openCalls, 0);
  });

  for (const [text, cause] of [
    ['exit', /exit code 3/],
    ['uncaught secretword', /exit code 70/],
  ] as const) {
    test(`"${text}" is told as ${cause.source}`, async context => {
      const { values, lines } = await startTrouble(context);
      await assert.rejects(values(text), cause);
      assert.deepEqual(await values('count 1'), [0]);
      assert.doesNotMatch(lines.join(), /secretword/);
    });
  }

  test('it comes back however often it dies', async context => {
    const { host, values } = await startTrouble(context);
    for (let death = 1; death <= 4; death++) {
      await assert.rejects(values('exit'), refusal('engine-died'));
      assert.deepEqual(await values('count 1'), [0]);
      assert.equal(host.restarts, death);
    }
  });
});

describe('while the engine process is not there', () => {
  for (const { title, firstSeconds, says } of [
    { title: 'a long pause is told at once', firstSeconds: 60, says: /"trouble" stopped 2 times in a row; .* in 60 s/ },
    {
      title: 'a short one is waited for, as long as the call may take',
      firstSeconds: 4,
      says: /"trouble" has stopped and did not/,
    },
  ]) {
    test(title, async context => {
      const backoff = { firstSeconds, maximumSeconds: firstSeconds };
      const { host, values } = await startTrouble(context, { backoff, deadlineSeconds: { enroll: 0.05 } });
      for (let death = 1; death <= 2; death++) await assert.rejects(values('exit'), refusal('engine-died'));
      await assert.rejects(
        soon(host.enroll(references, never), 'the refusal'),
        error => refusal('engine-restarting')(error) && says.test((error as Error).message),
      );
    });
  }
});

describe('when the engine process blocks', () => {
  test('the deadline answers the caller, and the process is replaced', async context => {
    const { host, values } = await startTrouble(context, { deadlineSeconds: { speak: 0.3 }, graceSeconds: 0.1 });
    await assert.rejects(values('block'), refusal('engine-deadline'));
    // On a busy machine the next process may take longer to start than this host waits for an answer.
    const attempts = async () => {
      for (;;) {
        const outcome = await values('count 1').catch(() => undefined);
        if (outcome) return outcome;
      }
    };
    assert.deepEqual(await soon(attempts(), 'an answer of the next process'), [0]);
    assert.ok(host.restarts >= 1);
  });

  test('the parent goes on, and an abort is answered at once', async context => {
    const { host, speak } = await startTrouble(context, { closeSeconds: 0.1 });
    const stop = new AbortController();
    await assert.rejects(
      async () => {
        for await (const _chunk of speak('block', stop.signal)) setImmediate(() => stop.abort(new Error('enough')));
      },
      { message: 'enough' },
    );
    assert.equal(host.restarts, 0);
    assert.equal(host.openCalls, 1);
  });

  test('close kills it', async context => {
    const { host, speak } = await startTrouble(context, { closeSeconds: 0.1 });
    const heard = (async () => {
      for await (const _chunk of speak('block'));
    })();
    await Promise.all([assert.rejects(heard, refusal('engine-closed')), soon(host.close(), 'the close')]);
  });
});

describe('deadlines', () => {
  test('a silent stream and a slow request are refused, and told to stop', async context => {
    const { host, values } = await startTrouble(context, { deadlineSeconds: { speak: 0.05, enroll: 0.05 } });
    await assert.rejects(values('silent'), refusal('engine-deadline'));
    await assert.rejects(host.enroll(references, never), /"trouble" did not answer "enroll" within 0.05 s/);
    assert.equal(host.restarts, 0);
  });
});

describe('errors inside the engine process', () => {
  test('a Refusal arrives as it is', async context => {
    const { values } = await startTrouble(context);
    const isWhole = (error: unknown) =>
      refusal('word-strange')(error) && isDeepStrictEqual((error as Refusal).values, { words: 1 });
    await assert.rejects(values('refuse'), isWhole);
  });

  test('a bug arrives with an id and a place, without the words', async context => {
    const { values } = await startTrouble(context);
    await assert.rejects(values('quote Secretword'), error => {
      assert.ok(error instanceof EngineBug);
      assert.match(error.message, /"trouble" broke \(bug [0-9a-f]{8}\): RangeError: cannot read \*\*\* aloud, nor \*\*\*$/);
      assert.match(error.stack!, /trouble-process\.ts:\d+/);
      assert.doesNotMatch(error.stack!, /secretword/i);
      return true;
    });
  });

  test('an answer that cannot be sent is a bug, not a silence', async context => {
    const { values } = await startTrouble(context);
    await assert.rejects(values('unclonable'), EngineBug);
  });
});

describe('when the engine process does not start', () => {
  for (const { engine, says } of [
    { engine: 'refuses', says: /There is no model\. Fetch it\.$/ },
    { engine: 'throws', says: /"throws" broke .*TypeError: no such thing/ },
    { engine: 'exits', says: /exit code 9.*the library is missing/ },
    { engine: 'hangs', says: /not ready within 0\.5 s/ },
    { engine: 'hangsUp', says: /stopped/ },
  ]) {
    test(`"${engine}": says so`, async () => {
      const start = createEngineHost({ engine, processPath, startSeconds: engine === 'hangs' ? 0.5 : 20 });
      await assert.rejects(soon(start, 'the rejection'), says);
    });
  }

  test('an unknown engine lists the known ones', () =>
    assert.rejects(createEngineHost({ engine: 'nightingale' }), /nightingale.*mynah, spark, tone/));

  test('a missing process file is an error', () =>
    assert.rejects(createEngineHost({ processPath: '/nonexistent/process.ts' }), refusal('engine-died')));
});
