/** LoggedIn: real discord.js clients on a loopback Discord, for the tests of that. */
import type { TestContext } from 'node:test';
import { Client, type ClientOptions, Events, GatewayIntentBits } from 'discord.js';
import { createManualTime } from '../../support/manual-time.ts';
import { createDiscordServer, type DiscordServer, type DiscordServerOptions } from './discord-server.ts';

const clientsOf = new WeakMap<DiscordServer, Client[]>();

/** Time stands still unless a test brings its own, so that a slow machine misses no deadline of Discord's. */
export async function startServer(test: TestContext, options?: DiscordServerOptions): Promise<DiscordServer> {
  const server = await createDiscordServer({ clock: createManualTime(Date.now()), ...options });
  const clients: Client[] = [];
  clientsOf.set(server, clients);
  test.after(async () => {
    // Clients first: without their server they would try to connect again and again.
    await Promise.all(clients.map(client => client.destroy()));
    await server.close();
  });
  return server;
}

/** discord.js lets five seconds pass between identifications, which nobody asks for here. */
const unhurried = { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) };

export function createClient(server: DiscordServer, options: Partial<ClientOptions> = {}): Client {
  const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates];
  const client = new Client({ intents, rest: { api: server.apiUrl, cdn: server.cdnUrl }, ws: unhurried, ...options });
  client.on(Events.Error, () => {});
  clientsOf.get(server)?.push(client);
  return client;
}

export async function logIn(server: DiscordServer, options: Partial<ClientOptions> = {}): Promise<Client<true>> {
  const client = createClient(server, options);
  const ready = new Promise<void>(resolve => void client.once(Events.ClientReady, () => resolve()));
  await client.login(server.app.token);
  await ready;
  return client as Client<true>;
}
