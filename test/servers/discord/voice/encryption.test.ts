import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHANNEL, opusPackets, placesOf, startRealClients } from './real-clients.ts';
import { opcodes } from './voice-server.ts';

function assertSame(heard: readonly Buffer[], said: readonly Buffer[]): void {
  assert.deepEqual(placesOf(heard, said), [...said.keys()]);
}

test('two clients and a ghost are one group, and hear byte for byte what is said', async context => {
  const { server, join } = await startRealClients(context);
  const [anna, ben] = [join('1'), join('2')];
  await Promise.all([server.ready('1'), server.ready('2')]);
  const ghost = server.ghost(CHANNEL, '3');
  await server.channel(CHANNEL).settled();
  assert.deepEqual([...server.channel(CHANNEL).groupUserIds].sort(), ['1', '2', '3']);
  assert.match(ghost.voicePrivacyCode, /^\d{30}$/);
  assert.equal(anna.connection.voicePrivacyCode, ghost.voicePrivacyCode);
  assert.equal(ben.connection.voicePrivacyCode, ghost.voicePrivacyCode);

  const packets = opusPackets(50);
  const heard = ben.listen('1');
  anna.play(packets);
  const client = server.client('1');
  await client.heard(({ wire }) => /E50 S4$/.test(wire));
  await client.heard(() => heard.length === packets.length);
  assertSame(heard, packets);
  assertSame(
    ghost.heard.map(({ opus }) => opus),
    packets,
  );
  assert.equal(ghost.failures, 0);
  const onTheWire = Buffer.concat(client.packets.map(({ payload }) => payload));
  assert.ok(packets.every(packet => !onTheWire.includes(packet.subarray(0, 8))));
  assert.deepEqual(server.violations, []);
  assert.deepEqual([...anna.errors, ...ben.errors], []);
});

test('a client makes the commit when the ghost does not', async context => {
  const { server, join } = await startRealClients(context);
  const anna = join('1');
  await server.ready('1');
  const ghost = server.ghost(CHANNEL, '2', { commits: false });
  await server.channel(CHANNEL).settled();
  assert.equal(server.channel(CHANNEL).groupUserIds[0], '1');
  assert.equal(anna.connection.voicePrivacyCode, ghost.voicePrivacyCode);
  assert.deepEqual(server.violations, []);
});

test('nothing is lost while others come and go', async context => {
  const { server, join } = await startRealClients(context);
  const [anna, ben] = [join('1'), join('2')];
  await Promise.all([server.ready('1'), server.ready('2')]);
  const channel = server.channel(CHANNEL);
  await channel.settled();
  const packets = opusPackets(75);
  const heard = ben.listen('1');
  const client = server.client('1');
  anna.play(packets);
  await client.heard(({ packets: sent }) => sent.length > 5);
  while (client.packets.length < 70) {
    const ghost = server.ghost(CHANNEL, '3');
    await channel.settled();
    ghost.leave();
    await channel.settled();
  }
  assert.ok(channel.epoch! > 10, `only ${channel.epoch} epochs`);
  await client.heard(({ wire }) => wire.endsWith('S4') && heard.length >= packets.length);
  assert.match(client.wire, /^(S\d )?E75 S4$/);
  assertSame(heard, packets);
  assert.deepEqual(server.violations, []);
});

test('alone there is no group: what is said then is plain', async context => {
  const { server, join } = await startRealClients(context);
  const anna = join('1');
  const client = await server.ready('1');
  const channel = server.channel(CHANNEL);
  anna.play(opusPackets(75));
  await client.heard(({ wire }) => /P1\d/.test(wire));
  assert.equal(channel.epoch, undefined);
  const ghost = server.ghost(CHANNEL, '2');
  await client.heard(({ wire }) => /E1\d/.test(wire));
  ghost.leave();
  await client.heard(({ wire }) => wire.endsWith('S4'));
  assert.match(client.wire, /^(S\d )?P\d+ E\d+ P\d+ S4$/);
  assert.deepEqual(server.violations, []);
});

test('without a handshake there is no group, and what is heard was plain', async context => {
  const { server, join } = await startRealClients(context);
  server.faults.withheld = [opcodes.externalSender, opcodes.proposals];
  const [anna, ben] = [join('1'), join('2')];
  await Promise.all([server.ready('1'), server.ready('2')]);
  const packets = opusPackets(10);
  const heard = ben.listen('1');
  anna.play(packets);
  await server.client('1').heard(({ wire }) => /P10 S4$/.test(wire) && heard.length === packets.length);
  assertSame(heard, packets);
  assert.ok(!anna.connection.voicePrivacyCode);
});
