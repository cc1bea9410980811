import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { fetchMedia } from '../../../src/bots/discord/media/fetch-media.ts';
import { requireMediaAddress } from '../../../src/bots/discord/media/hosts.ts';
import { fromMessage, fromUpload } from '../../../src/bots/discord/media/voice-message.ts';
import { refusal } from '../../engine/support.ts';

const discord = ['cdn.discordapp.com', 'media.discordapp.net'];

describe('a recording may lie', () => {
  const rows: readonly (readonly [string, readonly string[], boolean])[] = [
    ['https://cdn.discordapp.com/attachments/1/2/a.ogg?ex=1', discord, true],
    ['https://CDN.discordapp.com/a.ogg', discord, true],
    ['https://cdn.discordapp.com:443/a.ogg', discord, true],
    ['https://cdn.discordapp.com:444/a.ogg', discord, false],
    ['http://cdn.discordapp.com/a.ogg', discord, false],
    ['https://cdn.discordapp.com.evil.example/a.ogg', discord, false],
    ['https://evil.example/cdn.discordapp.com', discord, false],
    ['https://cdn.discordapp.com@evil.example/a.ogg', discord, false],
    ['https://user:word@cdn.discordapp.com/a.ogg', discord, false],
    ['file:///etc/passwd', discord, false],
    ['data:audio/ogg;base64,AAAA', discord, false],
    ['not an address', discord, false],
    ['http://169.254.169.254/latest/meta-data', discord, false],
    ['http://127.0.0.1:8080/a.ogg', discord, false],
    ['http://127.0.0.1:8080/a.ogg', ['127.0.0.1:8080'], true],
    ['http://127.0.0.1:8081/a.ogg', ['127.0.0.1:8080'], false],
    ['http://127.0.0.1/a.ogg', ['127.0.0.1'], false],
    ['http://localhost:8080/a.ogg', ['localhost:8080'], true],
    ['http://[::1]:8080/a.ogg', ['[::1]:8080'], true],
    ['http://10.0.0.1:8080/a.ogg', ['10.0.0.1:8080'], false],
    ['http://127.0.0.1.evil.example:8080/a.ogg', ['127.0.0.1:8080'], false],
  ];
  for (const [address, hosts, isAllowed] of rows) {
    test(`${isAllowed ? 'at' : 'not at'} ${address} with ${hosts.join(' and ')}`, () => {
      if (isAllowed) assert.equal(requireMediaAddress(address, hosts).href, new URL(address).href);
      else assert.throws(() => requireMediaAddress(address, hosts), refusal('recording-elsewhere'));
    });
  }
});

async function serve(context: TestContext, listener: RequestListener) {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const get = (options: Partial<Parameters<typeof fetchMedia>[1]> = {}) =>
    fetchMedia(`http://${host}/a.ogg`, {
      hosts: [host],
      maximumBytes: 1000,
      signal: new AbortController().signal,
      ...options,
    });
  return { host, get };
}

describe('fetching a recording', () => {
  test('gives its bytes', async context => {
    const { get } = await serve(context, (_, response) => response.end(Buffer.alloc(1000, 7)));
    assert.deepEqual(Buffer.from(await get()), Buffer.alloc(1000, 7));
  });

  for (const [what, status, code] of [
    ['that was deleted', 404, 'recording-deleted'],
    ['whose link has expired', 403, 'recording-deleted'],
    ['while Discord has trouble', 503, 'recording-unavailable'],
    ['that is only part of it', 206, 'recording-unavailable'],
  ] as const) {
    test(`${what} is refused`, async context => {
      const { get } = await serve(context, (_, response) => response.writeHead(status).end('x'));
      await assert.rejects(get(), refusal(code));
    });
  }

  test('follows nobody elsewhere', async context => {
    let elsewhere = 0;
    const other = await serve(context, (_, response) => {
      elsewhere++;
      response.end('secret');
    });
    const { get, host } = await serve(context, (_, response) =>
      response.writeHead(302, { location: `http://${other.host}/` }).end(),
    );
    await assert.rejects(get({ hosts: [host, other.host] }), refusal('recording-unavailable'));
    assert.equal(elsewhere, 0);
  });

  test('stops at what is said to be too large before it comes', async context => {
    const { get } = await serve(context, (_, response) => response.writeHead(200, { 'content-length': '1001' }).write('x'));
    await assert.rejects(get(), refusal('file-too-large'));
  });

  test('stops at what is larger than it said, and hangs up', async context => {
    const closed = Promise.withResolvers<void>();
    const { get } = await serve(context, (_, response) => {
      response.on('close', closed.resolve);
      const pour = () => {
        while (response.write(Buffer.alloc(500)));
        response.once('drain', pour);
      };
      pour();
    });
    await assert.rejects(get(), refusal('file-too-large'));
    await closed.promise;
  });

  test('stops when little is poured out of a lot of compression', async context => {
    const { gzipSync } = await import('node:zlib');
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const { get } = await serve(context, (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    await assert.rejects(get({ maximumBytes: 50_000 }), refusal('file-too-large'));
  });

  test('waits for silence only so long', async context => {
    const { get } = await serve(context, (_, response) => void response.writeHead(200).write('x'));
    await assert.rejects(get({ deadlineSeconds: 0.05 }), refusal('recording-unavailable'));
  });

  test('ends with the wish for it, and with its reason', async context => {
    const wish = new AbortController();
    const { get } = await serve(context, () => wish.abort(new Error('no longer')));
    await assert.rejects(get({ signal: wish.signal }), /no longer/);
  });

  test('of a machine that is not there is refused', async context => {
    const { host, get } = await serve(context, request => request.socket.destroy());
    await assert.rejects(get(), refusal('recording-unavailable'));
    assert.ok(host);
  });
});

describe('a recording as Discord tells of it', () => {
  const arrival = { interactionId: String((10_000n << 22n) + 5n), receivedAtMs: 1_700_000_000_000, hosts: discord };
  const attachment = { id: '1', filename: 'a.ogg', size: 5, url: 'https://cdn.discordapp.com/a.ogg', proxy_url: '' };
  const message = {
    id: String(4_000n << 22n),
    author: { id: '77', username: 'bob' },
    attachments: [attachment],
  } as unknown as Parameters<typeof fromMessage>[0];

  test('attached to a command is new and of whoever used it', () => {
    const { download: _, ...facts } = fromUpload(attachment, 'discord:1', arrival);
    assert.deepEqual(facts, {
      authorId: 'discord:1',
      forwarded: false,
      sentAtMs: arrival.receivedAtMs,
      name: 'a.ogg',
      sizeBytes: 5,
    });
  });

  test('in a message is as old by our clock as Discord says by its own', () => {
    const { authorId, forwarded, sentAtMs } = fromMessage(message, arrival);
    assert.deepEqual([authorId, forwarded, sentAtMs], ['discord:77', false, arrival.receivedAtMs - 6_000]);
  });

  test('in a forwarded message is forwarded', () => {
    const forward = { ...message, attachments: [], message_snapshots: [{ message }] } as typeof message;
    assert.equal(fromMessage(forward, arrival).forwarded, true);
    assert.equal(fromMessage({ ...message, message_reference: { type: 1 } } as typeof message, arrival).forwarded, true);
    assert.equal(fromMessage({ ...message, message_reference: { type: 0 } } as typeof message, arrival).forwarded, false);
  });

  test('is the sound among several, and no picture is taken for one', () => {
    const picture = { ...attachment, filename: 'a.png', content_type: 'image/png' };
    const sound = { ...attachment, filename: 'b.ogg', content_type: 'audio/ogg' };
    assert.equal(fromMessage({ ...message, attachments: [picture, sound] }, arrival).name, 'b.ogg');
    for (const attachments of [[], [picture]])
      assert.throws(() => fromMessage({ ...message, attachments }, arrival), refusal('message-without-recording'));
  });

  test('is not fetched when it is said to be too large', async () => {
    const large = fromUpload({ ...attachment, size: 30_000_000 }, 'discord:1', arrival);
    await assert.rejects(large.download(new AbortController().signal), refusal('file-too-large'));
  });
});
