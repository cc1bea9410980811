import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { CHANNEL, opusPackets, placesOf, startRealClients } from './real-clients.ts';
import { opcodes } from './voice-server.ts';

/** Anna speaks, Ben listens, both in one group, and ten packets were said. */
async function speaking(
  context: TestContext,
  { packetCount, transitionZero = false }: { packetCount: number; transitionZero?: boolean },
) {
  const { server, join } = await startRealClients(context);
  server.faults.usesTransitionZero = transitionZero;
  const [anna, ben] = [join('1'), join('2')];
  await Promise.all([server.ready('1'), server.ready('2')]);
  const channel = server.channel(CHANNEL);
  await channel.settled();
  const packets = opusPackets(packetCount);
  const heard = ben.listen('1');
  const client = server.client('1');
  anna.play(packets);
  await client.heard(({ packets: sent }) => sent.length > 10);
  /** Until everything was said and Ben has heard the end of it. */
  const finished = () => client.heard(({ wire }) => wire.endsWith('S4') && heard.at(-1)?.equals(packets.at(-1)!) === true);
  return { server, channel, client, ben, packets, heard, finished };
}

/** That `heard` is `packets` in order, with some missing. */
function assertInOrder(heard: readonly Buffer[], packets: readonly Buffer[]): void {
  const places = placesOf(heard, packets);
  assert.ok(!places.includes(-1), 'something was heard that nobody said');
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
}

test('transition 0 is made at once, without asking who is ready', async context => {
  const { server, channel, packets, heard, finished } = await speaking(context, { packetCount: 25, transitionZero: true });
  server.ghost(CHANNEL, '3');
  await channel.settled();
  await finished();
  assert.equal(channel.epoch, 2);
  assertInOrder(heard, packets);
  assert.ok(heard.length >= packets.length - 3, `${packets.length - heard.length} lost`);
  assert.deepEqual(server.violations, []);
});

test('downgraded, what is said is plain; upgraded, it is encrypted again', async context => {
  const { server, channel, client, packets, heard, finished } = await speaking(context, { packetCount: 90 });
  channel.downgrade();
  await client.heard(({ wire }) => /P2\d/.test(wire));
  assert.equal(channel.daveVersion, 0);
  channel.upgrade();
  await finished();
  assert.match(client.wire, /^(S\d )?E\d+ P\d+ E\d+ S4$/);
  assert.equal(channel.daveVersion, 1);
  assert.ok(heard.length >= packets.length - 3, `${packets.length - heard.length} lost`);
  assertInOrder(heard, packets);
  assert.deepEqual(server.violations, []);
});

test('a group that is begun anew goes on', async context => {
  const { server, channel, client, packets, heard, finished } = await speaking(context, { packetCount: 60 });
  channel.recreate();
  await channel.settled();
  assert.equal(channel.epoch, 1);
  await finished();
  assert.match(client.wire, /E\d+ S4$/);
  assert.ok(heard.length >= packets.length - 3, `${packets.length - heard.length} lost`);
  assert.deepEqual(server.violations, []);
});

test('a commit that comes late costs its receiver what was said meanwhile', async context => {
  const { server, channel, packets, heard, finished } = await speaking(context, { packetCount: 75 });
  server.faultsOf('2').delaysMs = { [opcodes.announceCommit]: 300 };
  server.ghost(CHANNEL, '3');
  await channel.settled();
  await finished();
  assert.ok(heard.length < packets.length, 'nothing was lost');
  assertInOrder(heard, packets);
  assert.deepEqual(channel.recoveries, []);
  assert.deepEqual(server.violations, []);
});

test('a member that misses a commit asks to be added again, and is', async context => {
  const { server, channel, packets, heard, finished } = await speaking(context, { packetCount: 110 });
  server.faultsOf('2').withheld = [opcodes.announceCommit];
  server.ghost(CHANNEL, '3');
  await finished();
  await channel.settled();
  assert.deepEqual(
    channel.recoveries.map(({ userId }) => userId),
    ['2'],
  );
  assert.ok(heard.length < packets.length - 30, `only ${packets.length - heard.length} lost`);
  assertInOrder(heard, packets);
  assert.deepEqual(server.violations, []);
});

test('a member that cannot read its welcome asks for another', async context => {
  const { server, join } = await startRealClients(context);
  server.faultsOf('1').garbled = [opcodes.welcome];
  join('1');
  await server.ready('1');
  const ghost = server.ghost(CHANNEL, '2');
  const channel = server.channel(CHANNEL);
  await server.client('1').heard(() => channel.recoveries.length > 0);
  server.faultsOf('1').garbled = [];
  await channel.settled();
  assert.deepEqual(
    channel.recoveries.map(({ userId }) => userId),
    ['1'],
  );
  assert.equal(ghost.voicePrivacyCode.length, 30);
  assert.deepEqual(server.violations, []);
});
