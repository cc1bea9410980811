/** Sessions: those that are connected, and those that can still be resumed; what a client may ask the gateway for. */
import { randomBytes } from 'node:crypto';
import { ChannelType, GatewayIntentBits } from 'discord.js';
import type { Voice } from '../world/voice.ts';
import { guildCreateWire, memberWire, userWire } from '../world/wire.ts';
import type { World, WorldEvent } from '../world/world.ts';
import { closeCodes, GatewayClose } from './close-codes.ts';
import type { Identify } from './identify.ts';
import { createSession, type Session } from './session.ts';

export interface Sessions {
  readonly rules: { readonly world: World; readonly allowedPrivileged: number };
  readonly identified: number;
  readonly resumedCount: number;
  /** undefined: too many identify at once. */
  start(identify: Identify): Session | undefined;
  /** READY and the guilds. */
  greet(session: Session): void;
  /** For RESUME. Throws on a wrong token; undefined: there is no such session any more. */
  take(sessionId: string, token: string): Session | undefined;
  resumed(session: Session): void;
  disconnected(session: Session, options: { readonly isOver: boolean }): void;
  end(session: Session): void;
  offer(event: WorldEvent): void;
  updateVoice(session: Session, data: Record<string, unknown>): void;
  sendMembers(session: Session, data: Record<string, unknown>): void;
}

export interface SessionsOptions {
  readonly world: World;
  readonly voice: Voice;
  readonly allowedPrivileged: number;
  readonly resumeUrl: () => string;
  readonly maxConcurrency: number;
  readonly identifyIntervalMs: number;
}

/** How long a session waits for its client: "a few minutes". */
const resumableMs = 180_000;

export function createSessions({ world, voice, ...options }: SessionsOptions): Sessions {
  const sessions = new Map<string, { readonly session: Session; forget: () => void }>();
  const lastIdentifyAtMs = new Map<string, number>();
  let identified = 0;
  let resumedCount = 0;

  function end(session: Session): void {
    sessions.get(session.id)?.forget();
    sessions.delete(session.id);
    voice.endSession(session.id);
  }

  const guildsOf = (session: Session) =>
    [...world.guilds.values()].filter(({ id, members }) => members.has(session.app.botId) && session.covers(id));

  return {
    rules: { world, allowedPrivileged: options.allowedPrivileged },
    get identified() {
      return identified;
    },
    get resumedCount() {
      return resumedCount;
    },
    end,
    start({ app, intents, shard }) {
      const key = `${app.id} ${shard[0] % options.maxConcurrency}`;
      const nowMs = Date.now();
      const isTooSoon = nowMs - (lastIdentifyAtMs.get(key) ?? Number.NEGATIVE_INFINITY) < options.identifyIntervalMs;
      if (isTooSoon) return undefined;
      lastIdentifyAtMs.set(key, nowMs);
      identified += 1;
      const session = createSession(world, { id: randomBytes(16).toString('hex'), app, intents, shard });
      sessions.set(session.id, { session, forget: () => {} });
      return session;
    },
    greet(session) {
      const guilds = guildsOf(session);
      session.dispatch('READY', {
        v: 10,
        user: { ...userWire(world.users.get(session.app.botId)!), verified: true, mfa_enabled: true, email: null },
        user_settings: {},
        session_type: 'normal',
        session_id: session.id,
        resume_gateway_url: options.resumeUrl(),
        relationships: [],
        private_channels: [],
        presences: [],
        guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
        guild_join_requests: [],
        geo_ordered_rtc_regions: [],
        auth: {},
        shard: session.shard,
        application: { id: session.app.id, flags: 0, flags_new: '0' },
        _trace: ['loopback'],
      });
      if (!(session.intents & GatewayIntentBits.Guilds)) return;
      for (const guild of guilds) {
        if (guild.isAvailable) session.dispatch('GUILD_CREATE', guildCreateWire(world, guild, session.app.botId));
      }
    },
    take(sessionId, token) {
      const found = sessions.get(sessionId);
      const app = world.apps.values().find(one => one.token === token.replace(/^Bot /, ''));
      if (!app) throw new GatewayClose(closeCodes.authenticationFailed, 'RESUME with a wrong token');
      if (found?.session.app !== app) return undefined;
      found.forget();
      return found.session;
    },
    resumed: () => {
      resumedCount += 1;
    },
    disconnected(session, { isOver }) {
      const found = sessions.get(session.id);
      if (!found) return;
      if (isOver) return end(session);
      found.forget = world.clock.schedule(resumableMs, () => end(session));
    },
    offer(event) {
      for (const { session } of sessions.values()) session.offer(event);
    },
    updateVoice(session, { guild_id, channel_id, self_mute, self_deaf }) {
      const isRight = typeof guild_id === 'string' && (channel_id === null || typeof channel_id === 'string');
      if (!isRight || typeof self_mute !== 'boolean' || typeof self_deaf !== 'boolean') {
        throw new GatewayClose(closeCodes.decodeError, 'a voice state needs guild_id, channel_id, self_mute and self_deaf');
      }
      const guild = world.guilds.get(guild_id);
      if (!guild?.members.has(session.app.botId)) return;
      if (channel_id === null) return voice.leave(guild, session.app.botId, 'left');
      const channel = guild.channels.get(channel_id as string);
      if (channel?.type !== ChannelType.GuildVoice && channel?.type !== ChannelType.GuildStageVoice) return;
      const isSelf = { isSelfMuted: self_mute, isSelfDeafened: self_deaf };
      voice.join({ guild, channel, userId: session.app.botId, sessionId: session.id, ...isSelf });
    },
    sendMembers(session, data) {
      const guild = world.guilds.get(String(data.guild_id));
      const userIds = data.user_ids === undefined ? undefined : [data.user_ids].flat();
      if (!guild || (typeof data.query === 'string') === (userIds !== undefined)) {
        throw new GatewayClose(closeCodes.decodeError, 'members are asked for with guild_id and either query or user_ids');
      }
      const isEverybody = data.query === '' && data.limit === 0;
      if (isEverybody && !(session.intents & GatewayIntentBits.GuildMembers)) {
        throw new GatewayClose(closeCodes.disallowedIntents, 'the whole list of members needs the intent for it');
      }
      const all = [...guild.members.values()].map(member => memberWire(world, member));
      const isAsked = (user: { id: string; username: string }) =>
        userIds ? userIds.includes(user.id) : user.username.startsWith(data.query as string);
      const found = all.filter(({ user }) => isAsked(user)).slice(0, isEverybody ? undefined : 100);
      const missing = userIds?.filter(id => !guild.members.has(String(id)));
      session.dispatch('GUILD_MEMBERS_CHUNK', {
        guild_id: guild.id,
        members: found,
        chunk_index: 0,
        chunk_count: 1,
        ...(missing?.length ? { not_found: missing } : {}),
        ...(typeof data.nonce === 'string' && Buffer.byteLength(data.nonce) <= 32 ? { nonce: data.nonce } : {}),
      });
    },
  };
}
