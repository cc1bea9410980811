import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createManualTime } from '../../support/manual-time.ts';
import { startServer } from './logged-in.ts';

async function scene(t: TestContext) {
  const time = createManualTime();
  const server = await startServer(t, { clock: time });
  const guild = server.createGuild();
  const channel = guild.createTextChannel();
  const bytes = Buffer.from('0123456789');
  const send = () => guild.owner.send(channel, { files: [{ filename: 'a.ogg', contentType: 'audio/ogg', bytes }] });
  return { server, guild, channel, time, bytes, send };
}

test('a file is served under its signed link, for a day', async t => {
  const { server, time, bytes, send } = await scene(t);
  const [{ url, id }] = send().attachments;
  const answer = await fetch(url);
  assert.deepEqual([answer.headers.get('content-type'), answer.headers.get('content-length')], ['audio/ogg', '10']);
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes);
  assert.deepEqual(server.media.served, [id]);
  assert.equal((await fetch(url.replace('a.ogg', 'b.ogg'))).status, 404);
  assert.equal((await fetch(url.split('?')[0])).status, 404);
  time.advance(86_400_000);
  assert.equal((await fetch(url)).status, 404);
});

test('a file is gone with its message', async t => {
  const { guild, send } = await scene(t);
  const message = send();
  guild.owner.deleteMessage(message);
  assert.equal((await fetch(message.attachments[0].url)).status, 404);
});

test('the server lies, redirects and stalls when a test wants it', async t => {
  const { server, send } = await scene(t);
  const [attachment] = send().attachments;
  const get = (signal?: AbortSignal) => fetch(attachment.url, { redirect: 'manual', signal });
  server.media.disturb(attachment, { kind: 'bytes', bytes: Buffer.alloc(100) });
  assert.equal((await (await get()).arrayBuffer()).byteLength, 100);
  server.media.disturb(attachment, { kind: 'content-type', contentType: 'text/html' });
  assert.equal((await get()).headers.get('content-type'), 'text/html');
  server.media.disturb(attachment, { kind: 'redirect', to: 'http://127.0.0.1:1/' });
  assert.deepEqual([(await get()).status, (await get()).headers.get('location')], [302, 'http://127.0.0.1:1/']);
  server.media.disturb(attachment, { kind: 'truncated', afterBytes: 4 });
  await assert.rejects((await get()).arrayBuffer());
  server.media.disturb(attachment, { kind: 'gone' });
  assert.equal((await get()).status, 404);
  for (const fault of [{ kind: 'stalled', afterBytes: 4 }, { kind: 'endless' }] as const) {
    server.media.disturb(attachment, fault);
    const control = new AbortController();
    const answer = await get(control.signal);
    const reader = answer.body!.getReader();
    assert.ok((await reader.read()).value!.length > 0);
    control.abort();
    await assert.rejects(reader.read());
  }
});
