import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { computingEnvironment, engineEnvironment } from '../../src/engine/environment.ts';
import { windowChunks } from '../../src/engine/protocol.ts';
import { processPath, startTrouble } from './fixtures/trouble.ts';
import { refusal, soon } from './support.ts';

describe('streams through the host', () => {
  test('arrive whole and in order, beyond every window', async context => {
    const { values } = await startTrouble(context);
    const count = windowChunks.speak * 20;
    assert.deepEqual(
      await values(`count ${count}`),
      Array.from({ length: count }, (_, i) => i),
    );
  });

  test('wait for a slow listener: only a window of chunks is made ahead', async context => {
    const { values, speak, line } = await startTrouble(context);
    let taken = 0;
    for await (const _chunk of speak('count 100000')) {
      taken++;
      // Each question gives the process turns in which it could run ahead.
      for (let i = 0; i < 50; i++) {
        const [made] = await values('made');
        assert.ok(made <= taken + windowChunks.speak, `${made} made, ${taken} taken`);
      }
      if (taken === 2 * windowChunks.speak) break;
    }
    const [made] = await values('made');
    await line(`counted to ${made}`);
  });

  test('take turns: a short one ends while a long one is under way', async context => {
    const { values, speak } = await startTrouble(context);
    const order: string[] = [];
    const stop = new AbortController();
    const long = (async () => {
      for await (const _chunk of speak('endless', stop.signal)) order.push('long');
    })();
    await Promise.all([assert.rejects(long), values('count 30').then(() => stop.abort())]);
    assert.ok(order.length > 0);
  });
});

describe('cancellation through the host', () => {
  test('a call with an aborted signal is never sent', async context => {
    const { host, values } = await startTrouble(context);
    await assert.rejects(values('endless', AbortSignal.abort(new Error('too late'))), { message: 'too late' });
    assert.equal(host.openCalls, 0);
  });

  test('an abort rejects at once with its reason, drops what has come, and stops the process', async context => {
    const { speak, line, values, host } = await startTrouble(context);
    const stop = new AbortController();
    let heard = 0;
    await assert.rejects(
      async () => {
        for await (const _chunk of speak('endless', stop.signal)) {
          if (++heard < 3) continue;
          // By the answer to this, more chunks of the other stream have come.
          await values('count 5');
          stop.abort(new Error('revoked'));
        }
      },
      { message: 'revoked' },
    );
    assert.equal(heard, 3);
    await line('stopped');
    await values('count 1');
    assert.equal(host.openCalls, 0);
    assert.equal(host.restarts, 0);
  });

  test('a listener that walks away stops the process too', async context => {
    const { speak, line } = await startTrouble(context);
    for await (const _chunk of speak('endless')) break;
    await line('stopped');
  });

  test('a request is answered while the process is still on it', async context => {
    const { host, values } = await startTrouble(context);
    const stop = new AbortController();
    const enrolment = host.enroll([], stop.signal);
    await values('count 1');
    stop.abort(new Error('never mind'));
    await assert.rejects(enrolment, { message: 'never mind' });
  });
});

describe('the life of the engine process', () => {
  test('close ends it; later calls are refused; closing twice is fine', async context => {
    const { host, values } = await startTrouble(context);
    await soon(host.close(), 'the close');
    assert.throws(() => process.kill(host.pid!, 0), { code: 'ESRCH' });
    await assert.rejects(values('count 1'), refusal('engine-closed'));
    await soon(host.close(), 'the second close');
    assert.equal(host.restarts, 0);
  });

  test('Ctrl-C and SIGTERM are left to the parent', async context => {
    const { host, values } = await startTrouble(context);
    process.kill(host.pid!, 'SIGINT');
    process.kill(host.pid!, 'SIGTERM');
    assert.deepEqual(await values('count 1'), [0]);
    assert.equal(host.restarts, 0);
  });

  test('it goes when its parent is killed', async context => {
    const folder = await mkdtemp(join(tmpdir(), 'orphan-'));
    context.after(() => rm(folder, { recursive: true }));
    const path = join(folder, 's');
    const server = createServer().listen(path);
    await once(server, 'listening');
    const parent: ChildProcess = fork(new URL('./fixtures/doomed-parent.ts', import.meta.url), [processPath, `socket:${path}`], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      execArgv: [],
    });
    context.after(() => {
      parent.kill('SIGKILL');
      server.close();
    });
    const connected = once(server, 'connection') as Promise<[Socket]>;
    await soon(once(parent.stdout!, 'data'), 'the first chunk');
    const [socket] = await connected;
    parent.kill('SIGKILL');
    await soon(
      once(
        socket.resume().on('error', () => {}),
        'close',
      ),
      'the end of the orphan',
    );
  });

  test('its environment holds no secrets and switches the telemetry of onnxruntime off', () => {
    const environment = engineEnvironment({
      PATH: '/bin',
      DISCORD_TOKEN: 'x',
      CONSONANT_MASTER_KEY: 'y',
      NODE_OPTIONS: '-r z',
      CUDA_PATH: '/c',
    });
    assert.deepEqual(environment, { PATH: '/bin', CUDA_PATH: '/c', ORT_DISABLE_TELEMETRY: '1' });
  });

  test('what is configured for neural networks is told in its environment, the rest is left to it', () => {
    assert.deepEqual(computingEnvironment({}), {});
    const all = computingEnvironment({ models: '/m', provider: 'cpu', threads: 3, together: 2 });
    assert.deepEqual(all, {
      CONSONANT_MODELS: '/m',
      CONSONANT_PROVIDER: 'cpu',
      CONSONANT_THREADS: '3',
      CONSONANT_TOGETHER: '2',
    });
    assert.deepEqual(engineEnvironment(all), { ...all, ORT_DISABLE_TELEMETRY: '1' });
  });
});
