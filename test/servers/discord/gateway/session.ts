/**
 * Session: what a gateway connection that identified stands for. It outlives the connection: events that were missed, or that
 * may have been lost with it, are replayed when the client resumes.
 */

import { PermissionFlagsBits as Flags, GatewayIntentBits } from 'discord.js';
import { shardOf } from '../world/ids.ts';
import { channelPermissions } from '../world/permissions.ts';
import type { AppRecord } from '../world/records.ts';
import type { World, WorldEvent } from '../world/world.ts';
import { isWanted } from './intents.ts';

export interface Payload {
  readonly op: number;
  readonly d: unknown;
  readonly s?: number | null;
  readonly t?: string | null;
}

export interface Link {
  send(payload: Payload): void;
  drop(): void;
}

export interface Session {
  readonly id: string;
  readonly app: AppRecord;
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  readonly dispatched: readonly string[];
  /** Number of the last event. */
  readonly sequence: number;
  /** Where events go from now on. A link that was there before is dropped. */
  connect(link: Link): void;
  /** False: another link has taken its place. */
  disconnect(link: Link): boolean;
  /** An event of the world, if this session is to get it. */
  offer(event: WorldEvent): void;
  dispatch(name: string, data: unknown): void;
  /** Sends everything after that event again. False: it cannot, since so much is not kept. */
  replay(afterSequence: number): boolean;
  /** Guilds whose events come here. */
  covers(guildId: string | undefined): boolean;
}

const keptEvents = 2000;

export interface SessionOptions {
  readonly id: string;
  readonly app: AppRecord;
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
}

export function createSession(world: World, options: SessionOptions): Session {
  const { id, app, intents, shard } = options;
  const kept: Payload[] = [];
  const dispatched: string[] = [];
  let sequence = 0;
  let link: Link | undefined;

  const covers = (guildId: string | undefined) => (guildId === undefined ? 0 : shardOf(guildId, shard[1])) === shard[0];

  function isForUs(event: WorldEvent): boolean {
    if (event.botId !== undefined && event.botId !== app.botId) return false;
    if (!covers(event.guildId) || !isWanted(event, intents)) return false;
    if (event.botId !== undefined) return true;
    if (event.guildId !== undefined && !world.guilds.get(event.guildId)?.members.has(app.botId)) return false;
    const channel = event.channelId === undefined ? undefined : world.channels.get(event.channelId);
    return !channel || Boolean(channelPermissions(world, channel, app.botId) & Flags.ViewChannel);
  }

  function dispatch(name: string, data: unknown): void {
    sequence += 1;
    const payload = { op: 0, d: data, s: sequence, t: name };
    kept.push(payload);
    if (kept.length > keptEvents) kept.shift();
    dispatched.push(name);
    link?.send(payload);
  }

  return {
    id,
    app,
    intents,
    shard,
    dispatched,
    get sequence() {
      return sequence;
    },
    covers,
    dispatch,
    connect(next) {
      const before = link;
      link = next;
      before?.drop();
    },
    disconnect(old) {
      const isOurs = link === old;
      if (isOurs) link = undefined;
      return isOurs;
    },
    offer(event) {
      if (isForUs(event))
        dispatch(event.name, event.data({ botId: app.botId, seesContent: Boolean(intents & GatewayIntentBits.MessageContent) }));
    },
    replay(afterSequence) {
      const missed = kept.filter(({ s }) => s! > afterSequence);
      if (missed.length !== sequence - afterSequence) return false;
      for (const payload of missed) link?.send(payload);
      return true;
    },
  };
}
