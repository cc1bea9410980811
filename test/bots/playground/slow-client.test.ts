/** What happens to a page that does not take what is sent to it, and to the program meanwhile. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { Hono } from 'hono';
import { eventStream } from '../../../src/bots/playground/event-stream.ts';
import { createLiveStream, frames } from '../../../src/bots/playground/live-stream.ts';
import { createMediaShelf } from '../../../src/bots/playground/media.ts';
import { createRoom, roomDefaults } from '../../../src/bots/playground/room.ts';
import { soon } from '../../engine/support.ts';
import { createStage } from './stage.ts';

test('events: one page that takes nothing is let go, the others get everything', async () => {
  const room = createRoom(Date.now);
  const stop = new AbortController();
  const app = new Hono().get('/', context => eventStream(context, room.follow, stop.signal));
  const slow = (await app.request('/')).body!.getReader();
  const quick = (await app.request('/')).body!.getReader();
  const decoder = new TextDecoder();
  const text = 'x'.repeat(200_000);
  let taken = '';
  for (let round = 0; round < 25; round++) {
    room.say({ chat: 'den', text: `${round} ${text}` });
    while (!taken.includes(`"${round} x`)) taken += decoder.decode((await soon(quick.read(), 'an event')).value);
    taken = taken.slice(-1000);
  }
  let bytes = 0;
  for (let part = await slow.read(); !part.done; part = await soon(slow.read(), 'the end')) bytes += part.value.length;
  assert.ok(bytes > 3_900_000 && bytes < 4_600_000, `${bytes} bytes were held for it`);
  stop.abort();
  for (let part = await quick.read(); !part.done; part = await soon(quick.read(), 'the end'));
});

test('live sound: one listener who is seconds behind is let go, the others hear on', async () => {
  const live = createLiveStream();
  const slow = live.listen().getReader();
  const quick = live.listen().getReader();
  const packet = new Uint8Array(160);
  for (let count = 0; count < 600; count++) {
    live.send(frames.packet, packet);
    assert.equal((await quick.read()).value?.length, 163);
  }
  let packets = 0;
  while (!(await soon(slow.read(), 'the end')).done) packets++;
  assert.ok(packets > 400 && packets < 600, `${packets} packets were held for it`);
  assert.equal(live.isHeard, true);
  await quick.cancel();
  assert.equal(live.isHeard, false);
});

test('what is kept is bounded: the oldest messages and sounds are given up', () => {
  const shelf = createMediaShelf(1000);
  const ids = [600, 300, 200].map(length => shelf.put(new Uint8Array(length), 'audio/ogg'));
  assert.deepEqual(
    ids.map(id => shelf.get(id)?.bytes.length),
    [undefined, 300, 200],
  );
  shelf.remove(ids[1]!);
  shelf.remove(ids[1]!);
  const large = shelf.put(new Uint8Array(800), 'audio/ogg');
  assert.deepEqual([shelf.get(ids[2]!)?.bytes.length, shelf.get(large)?.bytes.length], [200, 800]);

  const room = createRoom(Date.now);
  const said = Array.from({ length: roomDefaults.messages + 1 }, (_, index) => room.say({ chat: 'den', text: `${index}` }));
  assert.equal(room.find(said[0]!.id), undefined);
  assert.equal(room.find(said[1]!.id)?.text, '1');
});

test('the program ends although one sends an upload and never finishes it, and one takes no sound', async () => {
  const stage = await createStage();
  const { hostname, port, searchParams } = new URL(stage.url);
  const cookie = `consonant-${port}=${searchParams.get('key')}`;
  const begin = (text: string) => {
    const socket = connect(Number(port), hostname);
    const ends = new Promise<void>(resolve => socket.on('close', () => resolve()).on('error', () => {}));
    const begun = new Promise<void>(resolve => socket.write(text, () => resolve()));
    return { socket, ends, begun };
  };
  const head = `HTTP/1.1\r\nHost: ${hostname}:${port}\r\nCookie: ${cookie}\r\n`;
  const sender = begin(`POST /api/send ${head}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 90000\r\n\r\n--x`);
  const listener = begin(`GET /live ${head}\r\n`);
  await Promise.all([sender.begun, listener.begun, new Promise(resolve => listener.socket.once('data', resolve))]);
  await soon(Promise.resolve(stage[Symbol.asyncDispose]()), 'the end of the program');
  listener.socket.resume();
  await soon(Promise.all([sender.ends, listener.ends]), 'the ends of the connections');
});
