import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entersState, VoiceConnectionStatus } from '@discordjs/voice';
import { described, identified, openRawClient, seatOf } from '../raw-client.ts';
import { CHANNEL, GUILD, opusPackets, placesOf, type RealClients, startRealClients } from '../real-clients.ts';
import { closeCodes, opcodes, startVoiceServer } from '../voice-server.ts';

const endings: readonly { what: string; act: (server: RealClients['server']) => void; closeCode: number }[] = [
  { what: 'the voice server crashed (4015)', act: server => server.client('1').close(4015), closeCode: 4015 },
  { what: 'the connection dropped', act: server => server.client('1').drop(), closeCode: 1006 },
];

for (const { what, act, closeCode } of endings) {
  test(`speech goes on in the same session after ${what}`, async context => {
    const { server, join } = await startRealClients(context);
    const anna = join('1');
    const client = await server.ready('1');
    const ghost = server.ghost(CHANNEL, '2');
    await server.channel(CHANNEL).settled();
    const packets = opusPackets(40);
    anna.play(packets);
    await client.heard(({ packets: sent }) => sent.length > 10);
    act(server);
    await client.heard(({ wire }) => wire.endsWith('S4'));
    assert.deepEqual(
      client.attempts.map(({ kind, closeCode: code }) => [kind, code]),
      [
        ['identify', closeCode],
        ['resume', undefined],
      ],
    );
    const opus = ghost.heard.map(packet => packet.opus);
    assert.deepEqual(placesOf(opus, packets), [...packets.keys()]);
    assert.equal(new Set(client.packets.map(({ ssrc }) => ssrc)).size, 1);
    assert.deepEqual(server.violations, []);
  });
}

test('a resume is told what it missed, and nothing else', async context => {
  const server = await startVoiceServer({ daveVersion: 0 });
  context.after(() => server.stop());
  const { clientsConnect, clientDisconnect, resumed, resume } = opcodes;
  const seat = seatOf(server, '1');
  const first = await identified(context, server, seat);
  first.json(opcodes.selectProtocol, {
    protocol: 'udp',
    data: { address: '127.0.0.1', port: 9, mode: 'aead_aes256_gcm_rtpsize' },
  });
  await first.next(opcodes.sessionDescription);
  const ghost = server.ghost(CHANNEL, '2');
  const { seq } = await first.next(clientsConnect);
  first.drop();
  await server.client('1').heard(({ attempts }) => attempts[0].closeCode !== undefined);
  ghost.leave();
  server.ghost(CHANNEL, '3');
  const second = await openRawClient(context, server);
  second.json(resume, { ...seat, seq_ack: seq });
  await second.next(clientsConnect);
  assert.deepEqual(second.received.map(({ op, d, seq: number }) => ({ op, d, number })).slice(1), [
    { op: resumed, d: null, number: undefined },
    { op: clientDisconnect, d: { user_id: '2' }, number: seq! + 1 },
    { op: clientsConnect, d: { user_ids: ['3'] }, number: seq! + 2 },
  ]);
});

test('a session that nobody resumes ends, and the others are told', async context => {
  const { server, join } = await startRealClients(context, { resumeWindowMs: 50 });
  join('1');
  await server.ready('1');
  const channel = server.channel(CHANNEL);
  const ghost = server.ghost(CHANNEL, '2');
  const another = server.ghost(CHANNEL, '3');
  await channel.settled();
  server.faultsOf('1').closesAt = { resume: closeCodes.sessionNotValid, identify: closeCodes.callTerminated };
  const client = server.client('1');
  client.drop();
  await client.heard(({ isReady }) => !isReady);
  await channel.settled();
  assert.deepEqual([...channel.groupUserIds].sort(), ['2', '3']);
  assert.equal(ghost.voicePrivacyCode, another.voicePrivacyCode);
});

test('whoever says goodbye is gone at once, whoever drops may resume', async context => {
  const server = await startVoiceServer({ daveVersion: 0, resumeWindowMs: 600_000 });
  context.after(() => server.stop());
  for (const [userId, end] of [
    ['1', 'close'],
    ['2', 'drop'],
  ] as const) {
    const raw = await described(context, server, seatOf(server, userId));
    const client = server.client(userId);
    assert.equal(client.isReady, true);
    if (end === 'close') raw.close(1000);
    else raw.drop();
    await client.heard(({ attempts }) => attempts[0].closeCode !== undefined);
    assert.equal(client.isReady, end === 'drop');
  }
});

test('a session cannot be resumed with a later token', async context => {
  const server = await startVoiceServer({ daveVersion: 0 });
  context.after(() => server.stop());
  const first = await described(context, server, seatOf(server, '1'));
  first.drop();
  await server.client('1').heard(({ attempts }) => attempts[0].closeCode !== undefined);
  const { guildId } = server.client('1');
  let token = '';
  server.onServerUpdate(move => {
    token = move.token;
  });
  server.move({ guildId, userId: '1' });
  const second = await openRawClient(context, server);
  second.json(opcodes.resume, { server_id: guildId, session_id: 'session-of-1', token, seq_ack: -1 });
  assert.equal(await second.closed(), closeCodes.sessionNotValid);
});

test('without acknowledgements of its heartbeats a client resumes', async context => {
  const { server, join } = await startRealClients(context, { heartbeatIntervalMs: 60 });
  join('1');
  const client = await server.ready('1');
  server.faults.acknowledgesHeartbeats = false;
  await client.heard(({ attempts }) => attempts.length > 1);
  server.faults.acknowledgesHeartbeats = true;
  assert.equal(client.attempts[1].kind, 'resume');
});

test('a session that is no longer valid (4006) is followed by a new one', async context => {
  const { server, join } = await startRealClients(context);
  const anna = join('1');
  const client = await server.ready('1');
  client.close(closeCodes.sessionNotValid);
  await client.heard(({ attempts, isReady }) => isReady && attempts.length === 2);
  assert.deepEqual(
    client.attempts.map(({ kind }) => kind),
    ['identify', 'identify'],
  );
  const ghost = server.ghost(CHANNEL, '2');
  await server.channel(CHANNEL).settled();
  assert.equal(anna.connection.voicePrivacyCode, ghost.voicePrivacyCode);
  assert.deepEqual(server.violations, []);
});

test('a client is closed as often as it comes while the fault lasts', async context => {
  const { server, join } = await startRealClients(context);
  server.faults.closesAt = { identify: closeCodes.callTerminated };
  const { connection } = join('1');
  await new Promise<void>(resolve => {
    connection.on('stateChange', () => connection.rejoinAttempts >= 3 && setImmediate(resolve));
  });
  connection.destroy();
  assert.ok(server.client('1').attempts.length >= 3);
  assert.ok(server.client('1').attempts.every(({ closeCode }) => closeCode === 4022));
  assert.deepEqual(server.violations, []);
});

test('whoever is taken out is closed with 4014 and may not come back', async context => {
  const { server, join } = await startRealClients(context);
  const { connection } = join('1');
  const client = await server.ready('1');
  server.release({ guildId: GUILD, userId: '1' });
  await entersState(connection, VoiceConnectionStatus.Disconnected, 60_000);
  await client.heard(({ attempts }) => attempts[0].closeCode !== undefined);
  assert.equal(client.attempts[0].closeCode, closeCodes.disconnected);
  assert.equal(client.isReady, false);
  assert.deepEqual(server.violations, []);
});

test('a wrong token is refused', async context => {
  const { server, join } = await startRealClients(context);
  const { connection } = join('1', { change: update => ({ ...update, token: 'wrong' }) });
  await new Promise<void>(resolve => {
    connection.on('stateChange', () => connection.rejoinAttempts >= 1 && setImmediate(resolve));
  });
  connection.destroy();
  assert.match(server.violations[0].detail, /^4004/);
  assert.deepEqual(server.client('1').attempts, []);
});

test('a client moves to another endpoint', async context => {
  const { server, join } = await startRealClients(context);
  const anna = join('1');
  const client = await server.ready('1');
  const ghost = server.ghost(CHANNEL, '2');
  await server.channel(CHANNEL).settled();
  server.move({ guildId: GUILD, userId: '1' });
  await client.heard(({ attempts, isReady }) => isReady && attempts.length === 2);
  await server.channel(CHANNEL).settled();
  const packets = opusPackets(10);
  anna.play(packets);
  await client.heard(({ wire }) => wire.endsWith('S4'));
  assert.deepEqual(
    placesOf(
      ghost.heard.map(({ opus }) => opus),
      packets,
    ),
    [...packets.keys()],
  );
  assert.deepEqual(server.violations, []);
});

test('a client without an endpoint disconnects until it is told another one', async context => {
  const { server, join } = await startRealClients(context);
  const { connection } = join('1');
  const client = await server.ready('1');
  server.withdraw({ guildId: GUILD, userId: '1' });
  assert.equal(connection.state.status, 'disconnected');
  server.move({ guildId: GUILD, userId: '1' });
  await client.heard(({ attempts, isReady }) => isReady && attempts.length === 2);
  assert.deepEqual(server.violations, []);
});
