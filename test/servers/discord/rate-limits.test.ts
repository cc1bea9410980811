import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Routes, type TextChannel } from 'discord.js';
import { logIn, startServer } from './logged-in.ts';

const route = { method: 'POST', route: '/channels/{channel.id}/messages' };

async function scene(t: TestContext, options = {}) {
  const server = await startServer(t, options);
  const guild = server.createGuild();
  const channel = guild.createTextChannel();
  guild.addBot();
  const client = await logIn(server);
  return { server, guild, channel, client, text: client.channels.cache.get(channel.id) as TextChannel };
}

test('a 429 is waited out by the client, and the request carried out once', async t => {
  const { server, channel, text } = await scene(t);
  for (const scope of ['user', 'shared', 'global'] as const) server.faults.limit(route, { retryAfterSeconds: 0, scope });
  await text.send('patience');
  assert.deepEqual(
    server.requests.filter(({ method, route: at }) => method === 'POST' && at === route.route).map(({ status }) => status),
    [429, 429, 429, 200],
  );
  assert.equal(channel.messages().length, 1);
  assert.equal(server.invalidRequests, 2);
  assert.deepEqual(server.violations, []);
});

test('a client that reads the headers never meets the limit of a route', async t => {
  const { server, channel, text } = await scene(t);
  server.faults.setLimit(`POST ${route.route}`, { requests: 2, perMs: 200 });
  await Promise.all([1, 2, 3, 4, 5].map(number => text.send(`${number}`)));
  assert.equal(channel.messages().length, 5);
  assert.equal(server.invalidRequests, 0);
});

test('a client that does not is limited, per channel', async t => {
  const { server, guild, channel, client } = await scene(t);
  server.faults.setLimit(`POST ${route.route}`, { requests: 2, perMs: 60_000 });
  const other = guild.createTextChannel();
  const send = (id: string) =>
    fetch(`${server.apiUrl}/v10${Routes.channelMessages(id)}`, {
      method: 'POST',
      body: JSON.stringify({ content: 'a' }),
      headers: { authorization: `Bot ${client.token}`, 'content-type': 'application/json', 'user-agent': 'DiscordBot (none, 1)' },
    });
  const statuses = [await send(channel.id), await send(channel.id), await send(channel.id), await send(other.id)];
  assert.deepEqual(
    statuses.map(({ status }) => status),
    [200, 200, 429, 200],
  );
  const { headers } = statuses[2];
  assert.deepEqual([headers.get('x-ratelimit-remaining'), headers.get('x-ratelimit-scope')], ['0', 'user']);
  const body = (await statuses[2].json()) as { retry_after: number; global: boolean };
  assert.equal(body.global, false);
  assert.ok(body.retry_after > 0 && body.retry_after <= 60);
});

test('so many requests a second for a bot in all, and so many invalid ones', async t => {
  const { server, client } = await scene(t, { globalRequestsPerSecond: 1, invalidRequestLimit: 2 });
  const get = (token: string) =>
    fetch(`${server.apiUrl}/v10/users/@me`, { headers: { authorization: `Bot ${token}`, 'user-agent': 'DiscordBot (none, 1)' } });
  const answers = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => get(client.token)));
  const limited = answers.filter(({ status }) => status === 429);
  assert.ok(limited.length >= 2, `${limited.length} of 8 were limited`);
  assert.equal(limited[0].headers.get('x-ratelimit-global'), 'true');
  const banned = await get(client.token);
  assert.deepEqual([banned.status, banned.headers.get('x-ratelimit-global')], [429, null]);
});

test('failures, and connections that are cut before or after the work is done', async t => {
  const { server, channel, client } = await scene(t);
  const send = () => client.rest.post(Routes.channelMessages(channel.id), { body: { content: 'a' } });
  server.faults.fail(route, { status: 500, times: 2 });
  await send();
  server.faults.fail(route, { status: 403, code: 50013, message: 'Missing Permissions' });
  await assert.rejects(send(), { code: 50013 });
  assert.equal(channel.messages().length, 1);
  const before = channel.messages().length;
  server.faults.drop(route, { when: 'after', times: 1 });
  await send().catch(() => {});
  assert.ok(channel.messages().length > before);
  const release = server.faults.hold(route);
  const held = send();
  await server.seen(() => server.requests.at(-1)?.status === undefined && server.requests.at(-1)?.body);
  release();
  await held;
});

test('a request without a proper agent or token is refused', async t => {
  const { server, client } = await scene(t);
  const get = async (headers: Record<string, string>, path = '/users/@me') => {
    const answer = await fetch(`${server.apiUrl}/v10${path}`, { headers });
    return [answer.status, ((await answer.json()) as { code: number }).code];
  };
  const agent = { 'user-agent': 'DiscordBot (none, 1)' };
  assert.deepEqual(await get({ authorization: `Bot ${client.token}` }), [403, 40333]);
  assert.deepEqual(await get(agent), [401, 0]);
  assert.deepEqual(await get({ ...agent, authorization: `Bot ${client.token}` }, '/nowhere'), [404, 0]);
  assert.deepEqual(await get({ ...agent, authorization: `Bot ${client.token}` }, '/users/me'), [400, 50035]);
});
