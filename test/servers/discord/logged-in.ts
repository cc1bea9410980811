/** LoggedIn: a real discord.js client on a loopback Discord, for the tests of that. */
import type { TestContext } from 'node:test';
import { Client, type ClientOptions, Events, GatewayIntentBits } from 'discord.js';
import { createDiscordServer, type DiscordServer, type DiscordServerOptions } from './discord-server.ts';

export interface LoggedIn {
  readonly server: DiscordServer;
  readonly client: Client<true>;
}

export async function startServer(test: TestContext, options?: DiscordServerOptions): Promise<DiscordServer> {
  const server = await createDiscordServer(options);
  test.after(() => server.close());
  return server;
}

export function createClient(test: TestContext, server: DiscordServer, options: Partial<ClientOptions> = {}): Client {
  const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates];
  const client = new Client({ intents, rest: { api: server.apiUrl, cdn: server.cdnUrl }, ...options });
  client.on(Events.Error, () => {});
  test.after(() => client.destroy());
  return client;
}

export async function logIn(
  test: TestContext,
  server: DiscordServer,
  options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
  const client = createClient(test, server, options);
  const ready = new Promise<void>(resolve => void client.once(Events.ClientReady, () => resolve()));
  await client.login(server.app.token);
  await ready;
  return client as Client<true>;
}
