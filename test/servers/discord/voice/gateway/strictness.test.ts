import assert from 'node:assert/strict';
import { test } from 'node:test';
import { described, identified, openRawClient, type RawClient, seatOf, selection } from '../raw-client.ts';
import { closeCodes, opcodes, startVoiceServer, type VoiceServer } from '../voice-server.ts';

const { identify, selectProtocol, heartbeat, speaking, resume, keyPackage, commitWelcome } = opcodes;

const beforeIdentify: readonly { what: string; code: number; act: (client: RawClient, server: VoiceServer) => void }[] = [
  { what: 'text that is no JSON', code: 4002, act: client => client.frame('hello') },
  { what: 'JSON without an opcode', code: 4002, act: client => client.frame('{"d":{}}') },
  { what: 'an opcode that does not exist', code: 4001, act: client => client.json(99, {}) },
  { what: 'an opcode that only the server sends', code: 4001, act: client => client.json(opcodes.ready, {}) },
  { what: 'a binary opcode that does not exist', code: 4001, act: client => client.frame(Buffer.of(99, 1)) },
  { what: 'an empty binary message', code: 4002, act: client => client.frame(Buffer.of()) },
  { what: 'a protocol before identify', code: 4003, act: client => client.json(selectProtocol, selection()) },
  { what: 'a key package before identify', code: 4003, act: client => client.frame(Buffer.of(keyPackage, 1)) },
  { what: 'a heartbeat of version 7', code: 4002, act: client => client.json(heartbeat, 1234) },
  { what: 'a heartbeat without seq_ack', code: 4002, act: client => client.json(heartbeat, { t: 1 }) },
  {
    what: 'identify without a token',
    code: 4002,
    act: (client, server) => client.json(identify, { ...seatOf(server, '1'), token: undefined }),
  },
  {
    what: 'another token',
    code: 4004,
    act: (client, server) => client.json(identify, { ...seatOf(server, '1'), token: seatOf(server, '2').token }),
  },
  {
    what: 'a token that a later one replaced',
    code: 4004,
    act(client, server) {
      const earlier = seatOf(server, '1');
      seatOf(server, '1');
      client.json(identify, earlier);
    },
  },
  {
    what: 'the token of a user who was taken out',
    code: 4004,
    act(client, server) {
      const seat = seatOf(server, '1');
      seatOf(server, '2');
      server.release({ guildId: seat.server_id, userId: '1' });
      client.json(identify, seat);
    },
  },
  {
    what: 'another user',
    code: 4004,
    act: (client, server) => client.json(identify, { ...seatOf(server, '1'), user_id: '2' }),
  },
  {
    what: 'another session',
    code: 4006,
    act: (client, server) => client.json(identify, { ...seatOf(server, '1'), session_id: 'another' }),
  },
  {
    what: 'a guild where nobody sits',
    code: 4011,
    act: (client, server) => client.json(identify, { ...seatOf(server, '1'), server_id: '5' }),
  },
  {
    what: 'no DAVE where it is required',
    code: 4017,
    act: (client, server) => client.json(identify, { ...seatOf(server, '1'), max_dave_protocol_version: 0 }),
  },
  {
    what: 'a resume of nothing',
    code: 4006,
    act: (client, server) => client.json(resume, { ...seatOf(server, '1'), seq_ack: -1 }),
  },
];

for (const { what, code, act } of beforeIdentify) {
  test(`${what} is closed with ${code}`, async context => {
    const server = await startVoiceServer();
    context.after(() => server.stop());
    const client = await openRawClient(context, server);
    act(client, server);
    assert.equal(await client.closed(), code);
    assert.deepEqual(
      server.violations.map(({ rule }) => rule),
      ['gateway'],
    );
  });
}

const afterIdentify: readonly { what: string; code: number; act: (client: RawClient, server: VoiceServer) => void }[] = [
  { what: 'a second identify', code: 4005, act: (client, server) => client.json(identify, seatOf(server, '1')) },
  {
    what: 'a protocol other than udp',
    code: 4012,
    act: client => client.json(selectProtocol, selection({ protocol: 'webrtc' })),
  },
  { what: 'a mode that does not exist', code: 4016, act: client => client.json(selectProtocol, selection({ mode: 'plain' })) },
  {
    what: 'a mode that was not offered',
    code: 4016,
    act(client, server) {
      server.faultsOf('1').modes = ['aead_xchacha20_poly1305_rtpsize'];
      client.json(selectProtocol, selection());
    },
  },
  { what: 'a protocol without an address', code: 4002, act: client => client.json(selectProtocol, { protocol: 'udp' }) },
  {
    what: 'speaking before a protocol',
    code: 4003,
    act: client => client.json(speaking, { speaking: 1, delay: 0, ssrc: 1 }),
  },
  { what: 'the acknowledgement of the future', code: 4002, act: client => client.json(heartbeat, { t: 1, seq_ack: 5000 }) },
];

for (const { what, code, act } of afterIdentify) {
  test(`${what} is closed with ${code}`, async context => {
    const server = await startVoiceServer();
    context.after(() => server.stop());
    const client = await identified(context, server, seatOf(server, '1'));
    act(client, server);
    assert.equal(await client.closed(), code);
    assert.equal(server.violations.length, 1);
  });
}

const afterDescription: readonly { what: string; code: number; act: (client: RawClient) => void }[] = [
  { what: 'the ssrc of another', code: 4020, act: client => client.json(speaking, { speaking: 1, delay: 0, ssrc: 1 }) },
  { what: 'speaking without flags', code: 4002, act: client => client.json(speaking, { ssrc: 1, delay: 0 }) },
  { what: 'a second protocol', code: 4020, act: client => client.json(selectProtocol, selection()) },
  { what: 'a key package of noise', code: 4002, act: client => client.frame(Buffer.of(keyPackage, 0, 1, 0, 2, 5, 5)) },
  { what: 'a commit of noise', code: 4002, act: client => client.frame(Buffer.of(commitWelcome, 0, 1, 0, 1, 8)) },
];

for (const { what, code, act } of afterDescription) {
  test(`${what} is closed with ${code}`, async context => {
    const server = await startVoiceServer();
    context.after(() => server.stop());
    const client = await described(context, server, seatOf(server, '1'));
    act(client);
    assert.equal(await client.closed(), code);
    assert.equal(server.client('1').attempts[0].closeCode, code);
    assert.deepEqual(
      server.violations.map(({ rule }) => rule),
      ['address', 'gateway'], // the first one for the discovery that was left out
    );
  });
}

test('another version of the gateway is closed with 4020', async context => {
  const server = await startVoiceServer();
  context.after(() => server.stop());
  const client = await openRawClient(context, server, '?v=4');
  assert.equal(await client.closed(), closeCodes.badRequest);
});

test('without heartbeats a client is closed with 4009, with them it stays', async context => {
  const server = await startVoiceServer({ heartbeatIntervalMs: 100 });
  context.after(() => server.stop());
  const [silent, lively] = [await openRawClient(context, server), await identified(context, server, seatOf(server, '1'))];
  assert.equal((await silent.next(opcodes.hello)).d.heartbeat_interval, 100);
  const timer = setInterval(() => lively.json(heartbeat, { t: 7, seq_ack: -1 }), 50);
  context.after(() => clearInterval(timer));
  assert.equal(await silent.closed(), closeCodes.sessionTimedOut);
  assert.deepEqual((await lively.next(opcodes.heartbeatAcknowledged)).d, { t: 7 });
  assert.equal(lively.closeCode, undefined);
});

test('a stage is not encrypted, and takes clients without DAVE', async context => {
  const server = await startVoiceServer();
  context.after(() => server.stop());
  const seat = seatOf(server, '1', { channelId: '300', kind: 'stage' });
  const client = await described(context, server, { ...seat, max_dave_protocol_version: 0 });
  assert.equal((await client.next(opcodes.sessionDescription)).d.dave_protocol_version, 0);
});

test('numbered messages count up from one, JSON and binary together', async context => {
  const server = await startVoiceServer();
  context.after(() => server.stop());
  const first = await described(context, server, seatOf(server, '1'));
  await described(context, server, seatOf(server, '2'));
  await first.next(opcodes.externalSender);
  await first.next(opcodes.clientsConnect);
  await first.next(opcodes.speaking);
  const numbers = first.received.map(({ seq }) => seq).filter(seq => seq !== undefined);
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => index + 1),
  );
  assert.deepEqual(first.received.map(({ op }) => op).slice(0, 4), [
    opcodes.hello,
    opcodes.ready,
    opcodes.sessionDescription,
    opcodes.externalSender,
  ]);
});
