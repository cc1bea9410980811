/**
 * Discord for tests, on loopback: REST v10, the main gateway v10 and the media server, as strict as the documentation says the real
 * ones are. It knows one app at first, and whatever people, guilds and channels a test makes. Not here: threads, reactions, pins, polls,
 * stickers, invites, group direct messages, bans, interactions over HTTP, compression. Voice servers come from the `voice` option.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { GatewayIntentBits } from 'discord.js';
import { realClock } from './clock.ts';
import { createMaker } from './control/maker.ts';
import type { DiscordServer, DiscordServerOptions } from './control/server.ts';
import type { Violation } from './control/trouble.ts';
import { createWatch } from './control/waiting.ts';
import { createGateway, gatewayPath } from './gateway/gateway.ts';
import { createSessions } from './gateway/sessions.ts';
import { createInteractions } from './interactions/store.ts';
import { createLinks } from './media/links.ts';
import { createMedia } from './media/media.ts';
import { apiPath, createApi } from './rest/api.ts';
import { HungUp } from './rest/body.ts';
import { createFaults } from './rest/faults.ts';
import { createRateLimits } from './rest/rate-limits.ts';
import { routes } from './rest/routes/routes.ts';
import type { DiscordState } from './state.ts';
import { removeMember } from './world/leaving.ts';
import { createVoice } from './world/voice.ts';
import { createWorld } from './world/world.ts';

export type { Clock } from './clock.ts';
export type * from './control/draft.ts';
export type * from './control/interaction.ts';
export type * from './control/seen.ts';
export type * from './control/server.ts';
export type * from './control/trouble.ts';
export type { Waiting } from './control/waiting.ts';
export type * from './control/world.ts';

export async function createDiscordServer(options: DiscordServerOptions = {}): Promise<DiscordServer> {
  const watch = createWatch();
  const violations: Violation[] = [];
  const violated = (violation: Violation) => void violations.push(violation);
  const server = createServer();
  const sockets = new Set<Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gatewayUrl = () => `ws://${host}${gatewayPath}`;

  const clock = options.clock ?? realClock;
  const world = createWorld({ clock, links: createLinks(`http://${host}`, clock.now) });
  const voice = createVoice(world, options.voice);
  const maxConcurrency = options.maxConcurrency ?? 16;
  const sessions = createSessions({
    world,
    voice,
    maxConcurrency,
    allowedPrivileged: options.privilegedIntents ?? 0,
    identifyIntervalMs: options.identifyIntervalMs ?? 0,
    resumeUrl: gatewayUrl,
  });
  const interactions = createInteractions(world, options.responseDeadlineMs);
  const allowedPrivileged = options.privilegedIntents ?? 0;
  const state: DiscordState = {
    world,
    voice,
    sessions,
    interactions,
    watch,
    gatewayUrl,
    maxConcurrency,
    shards: options.shards ?? 1,
    allowedPrivileged,
    seesContent: Boolean(allowedPrivileged & GatewayIntentBits.MessageContent),
    removeMember: (guild, userId) => removeMember({ world, voice }, guild, userId),
  };
  const limits = createRateLimits({
    requestsPerSecond: options.globalRequestsPerSecond ?? 50,
    invalidLimit: options.invalidRequestLimit ?? 10_000,
  });
  const faults = createFaults(limits);
  const api = createApi({ state, routes, faults, limits, violated, changed: watch.changed });
  const heartbeatIntervalMs = options.heartbeatIntervalMs ?? 41_250;
  const gateway = createGateway({ server, world, sessions, heartbeatIntervalMs, violated, changed: watch.changed });
  const maker = createMaker(state, { refuse: gateway.refuse });

  const media = createMedia(world, watch.changed);

  server.on('request', (request, response) => {
    if (media.handle(request, response)) return;
    api.handle(request, response).catch((error: unknown) => {
      if (error instanceof HungUp) return;
      // A mistake in here: the test shall see it rather than wait.
      violated({ where: 'rest', what: 'failure', code: 0, message: String(error), details: error });
      response.destroy();
      watch.changed();
    });
  });

  return {
    apiUrl: `http://${host}${apiPath}`,
    cdnUrl: `http://${host}`,
    host,
    ...maker,
    gateway: gateway.control,
    faults: faults.control,
    media: media.control,
    requests: api.requests,
    violations,
    get invalidRequests() {
      return limits.invalid;
    },
    seen: watch.seen,
    async close() {
      faults.control.clear();
      gateway.close();
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
