import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { identified, seatOf } from '../raw-client.ts';
import { CHANNEL, opusPackets, placesOf, startRealClients } from '../real-clients.ts';
import { type EncryptionMode, opcodes, type Rule, SILENCE_FRAME, startVoiceServer, type VoiceServer } from '../voice-server.ts';
import { createCipher, encryptionModes } from './ciphers.ts';

for (const mode of encryptionModes) {
  test(`two clients hear each other where ${mode} is the only mode`, async context => {
    const { server, join } = await startRealClients(context);
    server.faults.modes = [mode];
    const [anna, ben] = [join('1'), join('2')];
    await Promise.all([server.ready('1'), server.ready('2')]);
    await server.channel(CHANNEL).settled();
    const packets = opusPackets(15);
    const heard = ben.listen('1');
    anna.play(packets);
    await server.client('1').heard(({ wire }) => wire.endsWith('S4') && heard.length >= packets.length);
    assert.deepEqual(placesOf(heard, packets), [...packets.keys()]);
    assert.deepEqual(server.violations, []);
  });
}

test('packets are lost for one listener only', async context => {
  const { server, join } = await startRealClients(context, { daveVersion: 0 });
  const [anna, ben, carl] = [join('1'), join('2'), join('3')];
  await Promise.all(['1', '2', '3'].map(userId => server.ready(userId)));
  const packets = opusPackets(15);
  const [first, second] = [ben.listen('1'), carl.listen('1')];
  server.faultsOf('2').loses = forwarded => forwarded % 2 === 0;
  anna.play(packets);
  await server.client('1').heard(({ wire }) => wire.endsWith('S4') && second.length >= packets.length);
  assert.deepEqual(placesOf(second, packets), [...packets.keys()]);
  assert.ok(first.length === 7 || first.length === 8, `${first.length} of 15 were heard`);
});

test('a late answer of IP discovery is waited for, a wrong one leads nowhere', async context => {
  const { server, join } = await startRealClients(context, { daveVersion: 0 });
  server.faultsOf('1').discoveryDelayMs = 100;
  server.faultsOf('3').discovery = 'wrong';
  const [anna, ben, carl] = [join('1'), join('2'), join('3')];
  await Promise.all(['1', '2', '3'].map(userId => server.ready(userId)));
  const packets = opusPackets(10);
  const [heardByBen, heardByCarl] = [ben.listen('1'), carl.listen('1')];
  anna.play(packets);
  await server.client('1').heard(({ wire }) => wire.endsWith('S4') && heardByBen.length >= packets.length);
  assert.deepEqual(heardByCarl, []);
  assert.deepEqual(server.violations, []);
});

test('IP discovery without an answer', async context => {
  const server = await startVoiceServer();
  context.after(() => server.stop());
  server.faultsOf('1').discovery = 'none';
  const udp = await openUdp(context);
  const answers: Buffer[] = [];
  udp.on('message', answer => answers.push(answer));
  for (const userId of ['1', '2']) {
    const client = await identified(context, server, seatOf(server, userId));
    const { port, ssrc } = (await client.next(opcodes.ready)).d;
    udp.send(discovery(ssrc), port, '127.0.0.1');
  }
  await once(udp, 'message');
  assert.equal(answers.length, 1);
  assert.equal(answers[0].length, 74);
  assert.equal(answers[0].readUInt16BE(0), 2);
  assert.equal(answers[0].toString('ascii', 8, 17), '127.0.0.1');
  assert.equal(answers[0].readUInt16BE(72), udp.address().port);
});

interface Speaker {
  readonly server: VoiceServer;
  /** Sends a packet whose numbers go on from the last one, unless they are changed. */
  say(packet: Buffer, change?: Partial<Numbers>): void;
  sendRaw(bytes: Buffer, from?: Socket): void;
  speaking(flags: number): void;
  readonly ssrc: number;
}

interface Numbers {
  readonly sequence: number;
  readonly timestamp: number;
  readonly counter: number;
  readonly key: Buffer;
}

const frame = Buffer.of(0xf8, 1, 2, 3);

const breaches: readonly { what: string; rule: Rule; act: (speaker: Speaker, another: Socket) => void }[] = [
  { what: 'noise', rule: 'datagram', act: ({ sendRaw }) => sendRaw(Buffer.alloc(40, 7)) },
  { what: 'half a header', rule: 'datagram', act: ({ sendRaw }) => sendRaw(Buffer.alloc(9)) },
  { what: 'discovery for nobody', rule: 'datagram', act: ({ sendRaw }) => sendRaw(discovery(99)) },
  { what: 'another key', rule: 'datagram', act: ({ say }) => say(frame, { key: Buffer.alloc(32) }) },
  {
    what: 'another address',
    rule: 'address',
    act: ({ sendRaw, ssrc }, another) => sendRaw(Buffer.concat([header(ssrc, { sequence: 1, timestamp: 960 }), frame]), another),
  },
  {
    what: 'a sequence number that is left out',
    rule: 'sequence',
    act({ say }) {
      say(frame, { sequence: 5, timestamp: 960, counter: 1 });
      say(frame, { sequence: 7, timestamp: 1920, counter: 2 });
    },
  },
  {
    what: 'a timestamp of 40 ms',
    rule: 'timestamp',
    act({ say }) {
      say(frame, { sequence: 5, timestamp: 960, counter: 1 });
      say(frame, { sequence: 6, timestamp: 960 * 3, counter: 2 });
    },
  },
  {
    what: 'a nonce that is used again',
    rule: 'nonce',
    act({ say }) {
      say(frame, { sequence: 5, timestamp: 960, counter: 1 });
      say(frame, { sequence: 6, timestamp: 1920, counter: 1 });
    },
  },
  { what: 'an Opus packet of 60 ms', rule: 'frame', act: ({ say }) => say(Buffer.of(0x18, 1, 2)) },
  { what: 'an empty packet', rule: 'frame', act: ({ say }) => say(Buffer.of()) },
];

for (const { what, rule, act } of breaches) {
  test(`${what} is a violation`, async context => {
    const speaker = await openSpeaker(context);
    speaker.speaking(1);
    act(speaker, await openUdp(context));
    await violated(speaker.server, rule);
    assert.deepEqual(
      speaker.server.violations.map(violation => violation.rule),
      [rule],
    );
  });
}

test('audio without opcode 5 is a violation', async context => {
  const speaker = await openSpeaker(context);
  speaker.say(frame);
  await violated(speaker.server, 'speaking');
});

test('speech that ends without silence is a violation', async context => {
  const speaker = await openSpeaker(context);
  speaker.speaking(1);
  for (const packet of [frame, frame, SILENCE_FRAME]) speaker.say(packet);
  speaker.speaking(0);
  await violated(speaker.server, 'silence');
});

test('numbers that wrap around and speech that ends in silence are right', async context => {
  const speaker = await openSpeaker(context);
  speaker.speaking(1);
  speaker.say(frame, { sequence: 0xffff, timestamp: 2 ** 32 - 960, counter: 1 });
  for (const packet of [frame, SILENCE_FRAME, SILENCE_FRAME, SILENCE_FRAME, SILENCE_FRAME]) speaker.say(packet);
  speaker.speaking(0);
  const client = speaker.server.client('1');
  await client.heard(({ wire, speaking }) => wire === 'P2 S4' && speaking === 0);
  assert.deepEqual(client.packets.map(({ sequence, timestamp }) => [sequence, timestamp]).slice(0, 3), [
    [0xffff, 2 ** 32 - 960],
    [0, 0],
    [1, 960],
  ]);
  assert.deepEqual(speaker.server.violations, []);
});

/** A raw client that discovered its address and has its session description. */
async function openSpeaker(context: TestContext, mode: EncryptionMode = 'aead_xchacha20_poly1305_rtpsize'): Promise<Speaker> {
  const server = await startVoiceServer({ daveVersion: 0 });
  context.after(() => server.stop());
  const client = await identified(context, server, seatOf(server, '1'));
  const { port, ssrc } = (await client.next(opcodes.ready)).d;
  const udp = await openUdp(context);
  const sendRaw = (bytes: Buffer, from = udp) => from.send(bytes, port, '127.0.0.1');
  sendRaw(discovery(ssrc));
  const [answer] = await once(udp, 'message');
  const data = { address: '127.0.0.1', port: answer.readUInt16BE(72), mode };
  client.json(opcodes.selectProtocol, { protocol: 'udp', data });
  const { secret_key } = (await client.next(opcodes.sessionDescription)).d;
  let last: Numbers = { sequence: 0, timestamp: 0, counter: 0, key: Buffer.from(secret_key) };
  return {
    server,
    ssrc,
    sendRaw,
    speaking: flags => client.json(opcodes.speaking, { speaking: flags, delay: 0, ssrc }),
    say(packet, change = {}) {
      const next = { sequence: (last.sequence + 1) & 0xffff, timestamp: (last.timestamp + 960) >>> 0, counter: last.counter + 1 };
      const { key, ...numbers } = { ...last, ...next, ...change };
      last = { ...last, ...numbers };
      const head = header(ssrc, numbers);
      sendRaw(Buffer.concat([head, createCipher(mode, key).seal(packet, head, numbers.counter)]));
    },
  };
}

async function openUdp(context: TestContext): Promise<Socket> {
  const socket = createSocket('udp4');
  context.after(() => socket.close());
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

function discovery(ssrc: number): Buffer {
  const request = Buffer.alloc(74);
  request.writeUInt16BE(1, 0);
  request.writeUInt16BE(70, 2);
  request.writeUInt32BE(ssrc, 4);
  return request;
}

function header(ssrc: number, { sequence, timestamp }: Pick<Numbers, 'sequence' | 'timestamp'>): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.set([0x80, 120]);
  bytes.writeUInt16BE(sequence, 2);
  bytes.writeUInt32BE(timestamp, 4);
  bytes.writeUInt32BE(ssrc, 8);
  return bytes;
}

async function violated(server: VoiceServer, rule: Rule): Promise<void> {
  await server.client('1').heard(() => server.violations.some(violation => violation.rule === rule));
}
