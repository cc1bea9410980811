import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { type Client, Events, GatewayIntentBits as Intents } from 'discord.js';
import { WebSocket } from 'ws';
import { createManualTime } from '../../support/manual-time.ts';
import { createClient, logIn, startServer } from './logged-in.ts';

const messages = [Intents.Guilds, Intents.GuildMessages];

async function scene(t: TestContext, options = {}) {
  const server = await startServer(t, options);
  const guild = server.createGuild();
  const channel = guild.createTextChannel();
  guild.addBot();
  const client = await logIn(server, { intents: messages });
  const heard: string[] = [];
  client.on(Events.MessageCreate, message => void heard.push(message.id));
  return { server, guild, channel, client, heard };
}

const resumed = (client: Client) => new Promise(resolve => void client.once(Events.ShardResume, resolve));

test('a dropped connection is resumed, and what was missed is told', async t => {
  const { server, guild, channel, client, heard } = await scene(t);
  const done = resumed(client);
  server.gateway.dropAll();
  await server.seen(() => server.gateway.connections.length === 0);
  const missed = guild.owner.send(channel, { content: 'while you were out' });
  await done;
  assert.deepEqual(heard, [missed.id]);
  assert.deepEqual([server.gateway.identified, server.gateway.resumed], [1, 1]);
  assert.deepEqual(server.violations, []);
});

test('a client that is asked to reconnect resumes', async t => {
  const { server, client } = await scene(t);
  const done = resumed(client);
  server.gateway.askToReconnect();
  await done;
  assert.deepEqual([server.gateway.identified, server.gateway.resumed], [1, 1]);
});

test('after an invalid session the client identifies anew, or resumes where it may', async t => {
  const { server, client } = await scene(t);
  const done = resumed(client);
  server.gateway.invalidateSessions({ canResume: true });
  await done;
  const ready = once(client, Events.ShardReady);
  server.gateway.invalidateSessions({ canResume: false });
  await ready;
  assert.equal(server.gateway.identified, 2);
});

test('a session is forgotten after a few minutes', async t => {
  const time = createManualTime(Date.now());
  const { server, client } = await scene(t, { clock: time });
  const ready = once(client, Events.ShardReady);
  server.gateway.setAccepting(false);
  server.gateway.dropAll();
  await server.seen(() => server.gateway.connections.length === 0);
  time.advance(180_000);
  server.gateway.setAccepting(true);
  await ready;
  assert.deepEqual([server.gateway.identified, server.gateway.resumed], [2, 0]);
});

test('a token that was reset is refused, by the gateway and the API', async t => {
  const { server, client } = await scene(t);
  const disconnected = once(client, Events.ShardDisconnect);
  server.app.resetToken();
  const [{ code }] = await disconnected;
  assert.equal(code, 4004);
  await assert.rejects(client.rest.get('/users/@me'), { status: 401 });
});

test('intents decide which events come, and the one for content what is in them', async t => {
  const server = await startServer(t, { privilegedIntents: Intents.MessageContent });
  const guild = server.createGuild();
  const channel = guild.createTextChannel();
  guild.addBot();
  const contents: Record<string, string[]> = { with: [], without: [] };
  const listen = async (name: string, intents: Intents[]) => {
    const client = await logIn(server, { intents });
    client.on(Events.MessageCreate, message => void contents[name].push(message.content));
  };
  await listen('with', [...messages, Intents.MessageContent]);
  await listen('without', messages);
  await logIn(server, { intents: [Intents.Guilds] });
  const mention = `<@${server.app.botId}>`;
  guild.owner.send(channel, { content: 'secret' });
  guild.owner.send(channel, { content: mention });
  await server.seen(() => contents.with.length === 2 && contents.without.length === 2);
  assert.deepEqual(contents, { with: ['secret', mention], without: ['', mention] });
  const deaf = server.gateway.connections.find(({ intents }) => intents === Intents.Guilds);
  assert.deepEqual(deaf?.dispatched, ['READY', 'GUILD_CREATE']);
});

test('a bot hears nothing of channels that it cannot see', async t => {
  const { server, guild, channel, heard } = await scene(t);
  const hidden = guild.createTextChannel({ overwrites: [{ target: guild.everyone, deny: 1n << 10n }] });
  guild.owner.send(hidden, { content: 'psst' });
  const open = guild.owner.send(channel, { content: 'hello' });
  await server.seen(() => heard.length > 0);
  assert.deepEqual(heard, [open.id]);
});

test('shards get the guilds that are theirs', async t => {
  const time = createManualTime(Date.now());
  const server = await startServer(t, { shards: 2, clock: time });
  const guilds = Array.from({ length: 4 }, () => {
    time.advance(1);
    return server.createGuild();
  });
  for (const guild of guilds) guild.addBot();
  const client = await logIn(server, { shards: 'auto' });
  assert.equal(client.ws.shards.size, 2);
  assert.equal(new Set(guilds.map(({ id }) => client.guilds.cache.get(id)?.shardId)).size, 2);
  for (const { id } of guilds) assert.equal(client.guilds.cache.get(id)?.shardId, Number((BigInt(id) >> 22n) % 2n));
});

/** Connects by hand, sends what it is given after HELLO, and says with which code the connection was closed. */
async function closeCode(url: string, payloads: readonly (object | string)[]): Promise<number> {
  const socket = new WebSocket(url);
  await once(socket, 'message');
  for (const payload of payloads) socket.send(typeof payload === 'string' ? payload : JSON.stringify(payload));
  const [code] = (await once(socket, 'close')) as [number];
  return code;
}

test('what is against the rules of the gateway closes the connection', async t => {
  const server = await startServer(t);
  const client = createClient(server);
  client.rest.setToken(server.app.token);
  const { url } = (await client.rest.get('/gateway/bot')) as { url: string };
  const identify = (data: object) => ({ op: 2, d: { token: server.app.token, properties: {}, intents: 1, ...data } });
  const cases: readonly [code: number, ...payloads: (object | string)[]][] = [
    [4001, { op: 99, d: null }],
    [4002, 'no JSON'],
    [4002, `"${'x'.repeat(4096)}"`],
    [4003, { op: 4, d: {} }],
    [4004, identify({ token: 'wrong' })],
    [4005, identify({}), identify({})],
    [4008, ...Array(121).fill({ op: 1, d: null })],
    [4010, identify({ shard: [2, 2] })],
    [4013, identify({ intents: -1 })],
    [4014, identify({ intents: Intents.GuildMembers })],
  ];
  const full = `${url}?v=10&encoding=json`;
  for (const [code, ...payloads] of cases) assert.equal(await closeCode(full, payloads), code);
  const refused = new WebSocket(`${url}?v=9&encoding=json`);
  assert.deepEqual((await once(refused, 'close'))[0], 4012);
  assert.deepEqual(
    server.violations.map(violation => violation.code),
    [...cases.map(([code]) => code), 4012],
  );
});

test('RESUME from the future is refused', async t => {
  const { server } = await scene(t);
  const [{ sessionId }] = server.gateway.connections;
  const url = `ws://${server.host}/gateway?v=10&encoding=json`;
  assert.equal(await closeCode(url, [{ op: 6, d: { token: server.app.token, session_id: sessionId, seq: 1000 } }]), 4007);
});

test('a connection without heartbeats is closed', async t => {
  const server = await startServer(t, { heartbeatIntervalMs: 10 });
  assert.equal(await closeCode(`ws://${server.host}/gateway?v=10&encoding=json`, []), 4009);
});

test('identifying too often gives an invalid session', async t => {
  const server = await startServer(t, { identifyIntervalMs: 60_000 });
  const answerTo = async (socket: WebSocket) => {
    await once(socket, 'message');
    socket.send(JSON.stringify({ op: 2, d: { token: server.app.token, properties: {}, intents: 1 } }));
    const [data] = await once(socket, 'message');
    return (JSON.parse(String(data)) as { op: number }).op;
  };
  const connect = () => new WebSocket(`ws://${server.host}/gateway?v=10&encoding=json`);
  assert.deepEqual([await answerTo(connect()), await answerTo(connect())], [0, 9]);
});

test('what a bot shows of itself is seen', async t => {
  const { server, client } = await scene(t);
  client.user!.setPresence({ status: 'idle', activities: [{ name: 'silence' }] });
  await server.seen(() => (server.gateway.connections[0]?.presence as { status?: string } | undefined)?.status === 'idle');
});
