import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type OperationParts, startOperationServer } from '../../src/operation/server.ts';

const parts: OperationParts = {
  host: '127.0.0.1',
  port: 0,
  metrics: async () => 'consonant_engine_ready 1\n',
  missing: () => [],
  status: () => ({ upSeconds: 3 }),
};

async function start(context: TestContext, change: Partial<OperationParts> = {}): Promise<string> {
  const server = await startOperationServer({ ...parts, ...change });
  context.after(() => server.close());
  return server.url;
}

test('tells that it lives, that it is ready, its numbers and its state', async context => {
  const url = await start(context);
  assert.deepEqual(await textAt(`${url}/healthz`), [200, 'alive\n']);
  assert.deepEqual(await textAt(`${url}/readyz`), [200, 'ready\n']);
  assert.deepEqual(await textAt(`${url}/metrics?x=1`), [200, 'consonant_engine_ready 1\n']);
  assert.deepEqual(await textAt(`${url}/status`), [200, '{"upSeconds":3}']);
});

test('is alive, but not ready, while something is missing, and says what', async context => {
  const url = await start(context, { missing: () => ['the engine mynah', 'discord'] });
  assert.deepEqual(await textAt(`${url}/readyz`), [503, 'not ready: the engine mynah, discord\n']);
  assert.equal((await textAt(`${url}/healthz`))[0], 200);
});

test('has nothing else, takes nothing, and survives what breaks in it', async context => {
  const url = await start(context, {
    metrics: async () => {
      throw new Error('broken');
    },
  });
  assert.equal((await textAt(`${url}/../etc/passwd`))[0], 404);
  assert.equal((await textAt(`${url}/__proto__`))[0], 404);
  assert.equal((await textAt(`${url}/status`, 'POST'))[0], 405);
  assert.deepEqual(await textAt(`${url}/metrics`), [500, 'Something broke; the log says more.\n']);
  assert.equal((await textAt(`${url}/healthz`))[0], 200);
});

test('refuses a port that another program has, with what to change', async context => {
  const other = createServer().listen(0, '127.0.0.1');
  context.after(() => other.close());
  await new Promise(resolve => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  await assert.rejects(startOperationServer({ ...parts, port }), { code: 'operation-port', message: /operation\.port/ });
});

async function textAt(url: string, method = 'GET'): Promise<[number, string]> {
  const response = await fetch(url, { method });
  return [response.status, await response.text()];
}
