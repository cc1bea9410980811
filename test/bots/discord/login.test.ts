/** Login: what is wrong with the settings is said at the start, in words, and nothing of the token with it. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { createDiscordBot } from '../../../src/bots/discord/create-discord-bot.ts';
import { examineDiscord } from '../../../src/bots/discord/examine.ts';
import { permissionBits } from '../../../src/bots/discord/invite.ts';
import { endedFor } from '../../../src/bots/discord/login.ts';
import { createMemoryLog, dispatcherFor, type LogLine } from '../../commands/requests.ts';
import { refusal } from '../../engine/support.ts';
import { createDiscordServer, type DiscordServer } from '../../servers/discord/discord-server.ts';

async function discordFor(context: TestContext): Promise<DiscordServer> {
  const discord = await createDiscordServer();
  context.after(() => discord.close());
  discord.createGuild().addBot();
  return discord;
}

function botFor(apiUrl: string, token: string, lines: LogLine[] = []) {
  return createDiscordBot(
    { apiUrl, token, mediaHosts: [], idleMinutes: 5 },
    {
      dispatcher: dispatcherFor([]),
      commands: [],
      places: { left: async () => {}, joined: async () => {} },
      memory: { get: async () => undefined, set: async () => {} },
      log: createMemoryLog(lines),
      onFatal: () => {},
    },
  );
}

describe('a bot does not start', () => {
  test('with a token that Discord does not know, of any form', async context => {
    const { apiUrl, app } = await discordFor(context);
    for (const token of [`${app.token}x`, 'nonsense', 'a b\nc', app.token.split('.').slice(0, 2).join('.')]) {
      const lines: LogLine[] = [];
      await assert.rejects(botFor(apiUrl, token, lines).start(), error => {
        assert.ok(!`${(error as Error).stack}${JSON.stringify(lines)}`.includes(token));
        return refusal('discord-token')(error);
      });
    }
  });

  test('where there is no Discord, or one in trouble', async context => {
    const { apiUrl, app, faults } = await discordFor(context);
    await assert.rejects(botFor('http://127.0.0.1:9/api', app.token).start(), refusal('discord-unreachable'));
    faults.fail({ route: '/gateway/bot' }, { status: 500, times: 9 });
    await assert.rejects(botFor(apiUrl, app.token).start(), refusal('discord-unreachable'));
  });

  test('but it starts, with the commands that are there, when these cannot be changed now', async context => {
    const { apiUrl, app, faults } = await discordFor(context);
    faults.fail({ method: 'PUT', route: '/applications/{application.id}/commands' }, { status: 500, times: 9 });
    const lines: LogLine[] = [];
    const bot = botFor(apiUrl, app.token, lines);
    await bot.start();
    assert.deepEqual(
      lines.filter(({ event }) => event === 'register').map(({ facts }) => facts.code),
      ['500'],
    );
    await bot.stop();
  });

  for (const [code, wanted] of [
    [4004, 'discord-token'],
    [4010, 'discord-sharding'],
    [4011, 'discord-sharding'],
    [4012, 'discord-closed'],
    [4013, 'discord-intents'],
    [4014, 'discord-intents'],
  ] as const) {
    test(`${code} of the gateway is ${wanted}`, () => assert.equal(endedFor(code).code, wanted));
  }
});

test('it asks for nothing privileged, and has the permissions that the invitation asks for', async context => {
  const { apiUrl, app, gateway } = await discordFor(context);
  const bot = botFor(apiUrl, app.token);
  await bot.start();
  assert.deepEqual(
    gateway.connections.map(({ intents }) => intents),
    [1 | (1 << 7)],
  );
  await bot.stop();
  await bot.stop();
});

describe('doctor', () => {
  test('knows the bot, and how to invite it', async context => {
    const { apiUrl, app } = await discordFor(context);
    const findings = await examineDiscord({ token: app.token, apiUrl }, AbortSignal.timeout(20_000));
    const found = Object.fromEntries(findings.map(({ id, found }) => [id, found]));
    assert.match(found.discord!, new RegExp(`\\(${app.id}\\), in about 1 servers, .* starts left today, 1 process recommended$`));
    const invite = new URL(found['discord-invite']!);
    assert.equal(`${invite.origin}${invite.pathname}`, 'https://discord.com/oauth2/authorize');
    assert.deepEqual(Object.fromEntries(invite.searchParams), {
      client_id: app.id,
      integration_type: '0',
      scope: 'bot applications.commands',
      permissions: String(permissionBits),
    });
    assert.equal(new URL(found['discord-install']!).searchParams.get('integration_type'), '1');
    assert.ok(
      findings.every(({ state }) => state === 'good'),
      JSON.stringify(findings),
    );
  });

  test('says what is wrong with the token, and what to do', async context => {
    const { apiUrl } = await discordFor(context);
    const [finding, ...more] = await examineDiscord({ token: 'not.a.token', apiUrl }, AbortSignal.timeout(20_000));
    assert.deepEqual([finding!.state, finding!.found, more], ['missing', 'the bot cannot start', []]);
    assert.match(finding!.next!, /^Discord does not know this token\. Make a new one at /);
  });
});
