/** Who may talk to the playground, and what it takes. */
import assert from 'node:assert/strict';
import { request as rawRequest } from 'node:http';
import { createConnection } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { readPageFiles } from '../../../src/bots/playground/page-files.ts';
import { createStage, type Stage } from './stage.ts';

describe('the server of the playground', () => {
  let stage: Stage;
  let cookie = '';

  before(async () => {
    stage = await createStage();
    const response = await fetch(stage.url, { redirect: 'manual' });
    cookie = response.headers.get('set-cookie')!.split(';')[0]!;
    assert.deepEqual([response.status, response.headers.get('location')], [303, '/']);
    assert.match(response.headers.get('set-cookie')!, /HttpOnly; SameSite=Strict/);
  });
  after(() => stage[Symbol.asyncDispose]());

  /** With any headers at all, the Host among them. */
  function ask(path: string, headers: Record<string, string>, { method = 'GET', body = undefined as Buffer | undefined } = {}) {
    const { hostname, port } = new URL(stage.origin);
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const asked = rawRequest({ hostname, port, path, method, headers }, response => {
        const parts: Buffer[] = [];
        response.on('data', part => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode!, text: Buffer.concat(parts).toString() }));
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  test('serves the page to whoever has the key, with a strict policy', async () => {
    const page = await fetch(`${stage.origin}/`, { headers: { cookie } });
    assert.equal(page.status, 200);
    const policy = page.headers.get('content-security-policy')!;
    for (const part of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'none'"])
      assert.ok(policy.includes(part), part);
    assert.ok(!policy.includes('unsafe'));
    assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
    const files = [...(await page.text()).matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, path]) => path!);
    assert.ok(files.length >= 3, files.join());
    for (const path of files) assert.equal((await fetch(`${stage.origin}/${path}`, { headers: { cookie } })).status, 200, path);
  });

  test('the whole page is small', () => {
    const bytes = [...readPageFiles().values()].reduce((sum, { brotli }) => sum + brotli.length, 0);
    assert.ok(bytes < 60_000, `${bytes} bytes`);
  });

  const rows: readonly [what: string, path: string, headers: () => Record<string, string>][] = [
    ['without the key', '/', () => ({})],
    ['with a wrong key', '/?key=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', () => ({})],
    ['with a wrong cookie', '/api/world', () => ({ cookie: `${cookie.split('=')[0]}=AAAA` })],
    ['from another site', '/api/world', () => ({ cookie, origin: 'https://example.org' })],
    ['from another program on this machine', '/api/world', () => ({ cookie, origin: 'http://127.0.0.1:1' })],
    ['from a page without an origin', '/api/world', () => ({ cookie, origin: 'null' })],
    ['from a site that the browser calls cross-site', '/api/world', () => ({ cookie, 'sec-fetch-site': 'cross-site' })],
    ['by another name for this machine', '/api/world', () => ({ cookie, host: 'evil.example.org' })],
    ['as events without the key', '/events', () => ({})],
    ['as live sound without the key', '/live', () => ({})],
    ['as media without the key', '/media/1', () => ({})],
  ];
  for (const [what, path, headers] of rows) {
    test(`refuses a request ${what}`, async () => {
      assert.equal((await ask(path, headers())).status, 403);
    });
  }

  for (const path of [
    '/../../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/server.ts',
    '/server.ts',
    '/page/main.js',
    '/tsconfig.json',
    '/media/../server.ts',
    '//etc/passwd',
  ]) {
    test(`has nothing at ${path}`, async () => {
      assert.equal((await ask(path, { cookie })).status, 404);
    });
  }

  const send = (fields: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    return fetch(`${stage.origin}/api/send`, { method: 'POST', headers: { cookie }, body: form });
  };

  test('refuses somebody who is not there, and the private chat of somebody else', async () => {
    assert.match(await (await send({ person: 'mallory', chat: 'den', text: 'hello' })).text(), /nobody of that name/);
    const response = await send({ person: 'bob', chat: 'private/ada', text: 'hello' });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /not theirs/);
  });

  test('refuses a button that nobody was shown', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ person: 'ada', chat: 'den', message: 'x', button: '0' }))
      form.append(name, value);
    const response = await fetch(`${stage.origin}/api/press`, { method: 'POST', headers: { cookie }, body: form });
    assert.equal(response.status, 400);
  });

  test('refuses an upload that is too large, by its announced size and by what comes', async () => {
    const announced = await new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(stage.origin);
      const socket = createConnection(Number(port), hostname);
      socket.on('error', reject).once('data', data => {
        resolve(data.toString().split('\r\n')[0]!);
        socket.destroy();
      });
      socket.write(
        `POST /api/send HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${cookie}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 900000000\r\n\r\n`,
      );
    });
    assert.match(announced, /^HTTP\/1\.1 413/);
    const { hostname, port } = new URL(stage.origin);
    const headers = { cookie, 'content-type': 'multipart/form-data; boundary=x', 'transfer-encoding': 'chunked' };
    const status = await new Promise<number>((resolve, reject) => {
      const asked = rawRequest({ hostname, port, path: '/api/send', method: 'POST', headers }, response =>
        resolve(response.statusCode!),
      );
      asked.on('error', reject);
      const part = Buffer.alloc(1_000_000, 'x');
      for (let count = 0; count < 26; count++) asked.write(part);
    });
    assert.equal(status, 413);
  });

  test('refuses a message that is too long, with what is allowed', async () => {
    const response = await send({ person: 'ada', chat: 'den', text: 'x'.repeat(6001) });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /has 6001 characters; at most 6000 fit/);
  });

  test('gives a sound whole or in parts, as players ask for it', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ person: 'ada', chat: 'den', text: 'listen' })) form.append(name, value);
    form.append('file', new File(['0123456789'], 'sound.ogg', { type: 'audio/ogg' }));
    assert.equal((await fetch(`${stage.origin}/api/send`, { method: 'POST', headers: { cookie }, body: form })).status, 200);
    const path = `/media/${await newestMedia()}`;
    const get = (range?: string) => fetch(`${stage.origin}${path}`, { headers: { cookie, ...(range ? { range } : {}) } });
    const all = await get();
    assert.deepEqual([all.status, all.headers.get('accept-ranges'), await all.text()], [200, 'bytes', '0123456789']);
    const part = await get('bytes=2-4');
    assert.deepEqual([part.status, part.headers.get('content-range'), await part.text()], [206, 'bytes 2-4/10', '234']);
    assert.equal((await get('bytes=10-')).status, 416);
  });

  async function newestMedia(): Promise<string> {
    const events = (await fetch(`${stage.origin}/events`, { headers: { cookie } })).body!.getReader();
    const decoder = new TextDecoder();
    for (let text = ''; ; text += decoder.decode((await events.read()).value)) {
      const id = /"kind":"note","id":"([^"]+)"/.exec(text)?.[1];
      if (id === undefined) continue;
      await events.cancel();
      return id;
    }
  }
});
