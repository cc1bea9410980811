/** Stage API: PATCH /guilds/{guild}/voice-states/@me, with which a bot asks to speak on a stage, or makes itself a speaker. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface StageApi {
  /** For `rest.api` of discord.js. */
  readonly url: string;
  /** What the bot has asked for. */
  readonly asked: readonly Record<string, unknown>[];
  /** Members of a request that are forbidden. */
  refuses: readonly string[];
  close(): void;
}

export async function startStageApi(guildId: string, onSpeaker: (channelId: string) => void): Promise<StageApi> {
  const asked: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as Record<string, unknown>;
    assert.equal(`${request.method} ${decodeURIComponent(request.url!)}`, `PATCH /api/v10/guilds/${guildId}/voice-states/@me`);
    if (api.refuses.some(name => name in body)) {
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ code: 50013, message: 'Missing Permissions' }));
      return;
    }
    asked.push(body);
    response.writeHead(204).end();
    if (body.suppress === false) onSpeaker(String(body.channel_id));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const api: StageApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    asked,
    refuses: [],
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return api;
}
