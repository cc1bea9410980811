import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VoicePrint } from '../../src/engine/engine.ts';
import { createPrintReceiver, createPrintSender, type OnWire } from '../../src/engine/print-passing.ts';
import type { ToChild } from '../../src/engine/protocol.ts';

const printOf = (number: number): VoicePrint => ({
  engine: 'tone',
  format: 1,
  language: 'en',
  data: Uint8Array.of(number),
});
let calls = 0;
const say = (print: VoicePrint): ToChild => ({
  kind: 'call',
  id: ++calls,
  method: 'speak',
  arguments: ['hello', print, { rate: 1 }],
});

function passing(settings?: Parameters<typeof createPrintSender>[1]) {
  const wire: OnWire[] = [];
  const receive = createPrintReceiver();
  const arrived: ToChild[] = [];
  const send = createPrintSender(message => {
    wire.push(message);
    const meant = receive(structuredClone(message));
    if (meant) arrived.push(meant);
  }, settings);
  return { send, wire, arrived, kinds: () => wire.map(({ kind }) => kind) };
}

test('a print crosses once, and every call arrives as it was sent', () => {
  const { send, arrived, kinds } = passing();
  const [ada, bob] = [printOf(1), printOf(2)];
  const sent = [say(ada), say(ada), say(bob), say(ada)];
  for (const message of sent) send(message);
  assert.deepEqual(arrived, sent);
  assert.deepEqual(kinds(), ['hold', 'call', 'call', 'hold', 'call', 'call']);
});

test('what speaks of no stored print goes through as it is', () => {
  const { send, wire, arrived } = passing();
  const messages: ToChild[] = [
    { kind: 'begin', settings: {} },
    { kind: 'call', id: 1, method: 'design', arguments: [{ gender: 'female', pitch: 3, speed: 3 }] },
    { kind: 'credit', id: 1, chunks: 2 },
    { kind: 'abort', id: 1 },
    { kind: 'close' },
  ];
  for (const message of messages) send(message);
  assert.deepEqual(wire, messages);
  assert.deepEqual(arrived, messages);
});

test('the longest unused print is given up for another, and crosses again when it is wanted', () => {
  const { send, arrived, wire } = passing({ mostHeld: 2, heldMs: 60_000 });
  const [ada, bob, cleo] = [printOf(1), printOf(2), printOf(3)];
  const sent = [ada, bob, ada, cleo, bob].map(say);
  for (const message of sent) send(message);
  assert.deepEqual(arrived, sent);
  const held = wire.flatMap(message => (message.kind === 'hold' ? [message.print] : []));
  assert.deepEqual(held, [ada, bob, cleo, bob]);
  assert.deepEqual(
    wire.flatMap(message => (message.kind === 'drop' ? [message.number] : [])),
    [2, 1],
  );
});

test('a print is given up some time after its last use', context => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { send, kinds } = passing({ mostHeld: 2, heldMs: 1000 });
  const ada = printOf(1);
  send(say(ada));
  context.mock.timers.tick(999);
  assert.ok(!kinds().includes('drop'));
  context.mock.timers.tick(1);
  send(say(ada));
  assert.deepEqual(kinds(), ['hold', 'call', 'drop', 'hold', 'call']);
});

test('a call for a print that was never sent is a mistake of ours, and is said', () => {
  const receive = createPrintReceiver();
  const call: OnWire = { kind: 'call', id: 1, method: 'speak', arguments: ['hello', 7, {}] };
  assert.throws(() => receive(call), /holds no print of number 7/);
});
