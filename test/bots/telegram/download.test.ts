import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { createDownloads, downloadDefaults } from '../../../src/bots/telegram/api/download.ts';
import { createClock } from '../../../src/bots/telegram/clock.ts';
import { refusal } from '../../engine/support.ts';

const token = '7000000001:not-a-real-token-but-a-long-one';
const { signal } = new AbortController();

describe('a download', () => {
  let server: Server;
  let apiRoot: string;
  let respond: RequestListener = (_request, response) => response.writeHead(404).end();
  const paths: string[] = [];
  before(async () => {
    server = createServer((request, response) => {
      paths.push(request.url!);
      respond(request, response);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    paths.length = 0;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  /** With an API that names this path and size. */
  function downloads(facts: object, localFiles?: string) {
    const asked: string[] = [];
    const call = async (method: string) => {
      asked.push(method);
      return facts as never;
    };
    return { asked, ...createDownloads({ call }, { token, apiRoot, localFiles }, createClock()) };
  }
  const media = { file_id: 'a', file_unique_id: 'a' };

  test('brings the bytes that were announced', async () => {
    respond = (_request, response) => response.end('12345');
    const bytes = await downloads({ file_path: 'voice/file_1.oga', file_size: 5 }).fetch(media, signal);
    assert.equal(Buffer.from(bytes).toString(), '12345');
    assert.deepEqual(paths, [`/file/bot${token}/voice/file_1.oga`]);
  });

  for (const [what, facts, body, code] of [
    ['more than was announced', { file_path: 'a', file_size: 4 }, '12345', 'recording-cut'],
    ['less than was announced', { file_path: 'a', file_size: 6 }, '12345', 'recording-cut'],
    [
      'more than is allowed, though nothing was announced',
      { file_path: 'a' },
      Buffer.alloc(downloadDefaults.maximumBytes + 1),
      'file-too-large',
    ],
    ['an announcement of more than is allowed', { file_path: 'a', file_size: 20_000_001 }, 'x', 'file-too-large'],
    ['no path', {}, 'x', 'recording-gone'],
  ] as const) {
    test(`of ${what} is refused`, async () => {
      respond = (_request, response) => response.end(body);
      await assert.rejects(downloads(facts).fetch(media, signal), refusal(code));
    });
  }

  test('that the message itself says is too large is not even begun', async () => {
    const { asked, fetch } = downloads({ file_path: 'a' });
    await assert.rejects(fetch({ ...media, file_size: 30_000_000 }, signal), refusal('file-too-large'));
    assert.deepEqual(asked, []);
  });

  test('by a link that has ended takes a new one, once', async () => {
    let requests = 0;
    respond = (_request, response) => (requests++ === 0 ? response.writeHead(404).end() : response.end('12345'));
    const { asked, fetch } = downloads({ file_path: 'a', file_size: 5 });
    await fetch(media, signal);
    assert.deepEqual(asked, ['getFile', 'getFile']);
    respond = (_request, response) => response.writeHead(404).end();
    await assert.rejects(downloads({ file_path: 'a' }).fetch(media, signal), refusal('recording-gone'));
  });

  test('follows nobody anywhere', async () => {
    respond = (_request, response) => response.writeHead(302, { location: '/elsewhere' }).end();
    await assert.rejects(downloads({ file_path: 'a' }).fetch(media, signal), refusal('recording-cut'));
    assert.ok(!paths.includes('/elsewhere'));
  });

  test('ends with the request', async () => {
    const begun = Promise.withResolvers<void>();
    respond = (_request, response) => {
      response.write('1');
      begun.resolve();
    };
    const stop = new AbortController();
    const fetched = downloads({ file_path: 'a' }).fetch(media, stop.signal);
    await begun.promise;
    stop.abort(new Error('gone'));
    await assert.rejects(fetched, /^Error: gone$/);
  });

  describe('from the disk of a server of one’s own', () => {
    const folder = mkdtempSync(join(tmpdir(), 'consonant-files-'));
    const files = join(folder, 'files');
    mkdirSync(join(files, token), { recursive: true });
    writeFileSync(join(files, token, 'voice.oga'), '12345');
    writeFileSync(join(folder, 'secret'), 'secret');
    symlinkSync(join(folder, 'secret'), join(files, 'link'));
    mkdirSync(join(folder, 'files-too'));
    writeFileSync(join(folder, 'files-too', 'a'), 'secret');
    after(() => rmSync(folder, { recursive: true, force: true }));

    test('reads what lies below the folder', async () => {
      const { fetch } = downloads({ file_path: join(files, token, 'voice.oga'), file_size: 5 }, files);
      assert.equal(Buffer.from(await fetch(media, signal)).toString(), '12345');
      assert.deepEqual(paths, []);
    });

    for (const [what, path, localFiles, code] of [
      ['beside the folder', join(folder, 'secret'), files, 'local-files'],
      ['by a way up', join(files, '..', 'secret'), files, 'local-files'],
      ['behind a link', join(files, 'link'), files, 'local-files'],
      ['in a folder whose name begins alike', join(folder, 'files-too', 'a'), files, 'local-files'],
      ['where no folder was named', join(files, token, 'voice.oga'), undefined, 'local-files'],
      ['that is not there', join(files, 'nothing'), files, 'recording-gone'],
    ] as const) {
      test(`reads nothing ${what}, and tells no path`, async () => {
        const error = await downloads({ file_path: path }, localFiles)
          .fetch(media, signal)
          .catch((reason: Error) => reason);
        refusal(code)(error);
        assert.ok(!(error as Error).message.includes(folder));
      });
    }
  });
});
