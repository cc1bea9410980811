/**
 * Caches: what the main gateway tells a real discord.js client about servers and voice states, told without one. Events and adapters of the
 * client work as with a gateway; what it sends goes to the shard that is set here.
 */
import { ChannelType, type Client, type Guild, PermissionFlagsBits, type Status } from 'discord.js';

const { ViewChannel, Connect, Speak, RequestToSpeak } = PermissionFlagsBits;
export const usualPermissions = ViewChannel | Connect | Speak | RequestToSpeak;

export interface ServerOptions {
  readonly guildId: string;
  readonly botId: string;
  readonly channels: readonly (Record<string, unknown> & {
    readonly id: string;
    readonly name: string;
    readonly type?: ChannelType;
  })[];
  /** Of everybody. Default: to speak, also on stages. */
  readonly permissions?: bigint;
  readonly afkChannelId?: string;
  /** Of the bot. */
  readonly timeoutUntil?: string;
}

export interface VoiceStateRequest {
  readonly op: number;
  readonly d: { readonly guild_id: string; readonly channel_id: string | null };
}

export interface Shard {
  readonly status: Status;
  send(payload: VoiceStateRequest): void;
}

export interface VoiceStateChange {
  readonly guildId: string;
  readonly userId: string;
  readonly channelId: string | null;
  readonly sessionId: string;
  readonly isBot: boolean;
  /** Further members of VOICE_STATE_UPDATE, as mute. */
  readonly flags?: Readonly<Record<string, unknown>>;
}

interface Insides {
  readonly actions: Readonly<Record<string, { handle(data: unknown): void }>>;
  readonly ws: { readonly shards: Map<number, unknown> };
  readonly guilds: { _add(data: unknown): Guild };
  readonly users: { _add(data: unknown): unknown };
  readonly voice: { onVoiceServer(update: unknown): void };
  user: unknown;
}

const insidesOf = (client: Client) => client as unknown as Insides;
const joinedAt = new Date(0).toISOString();

export function setShard(client: Client, shard: Shard): void {
  insidesOf(client).ws.shards.set(0, shard);
}

/** GUILD_CREATE. */
export function addServer(client: Client, { guildId, botId, ...options }: ServerOptions): Guild {
  const insides = insidesOf(client);
  const bot = { id: botId, username: 'consonant', bot: true };
  insides.user ??= insides.users._add(bot);
  return insides.guilds._add({
    id: guildId,
    name: 'The server',
    owner_id: '1',
    shardId: 0,
    afk_channel_id: options.afkChannelId ?? null,
    roles: [{ id: guildId, name: '@everyone', permissions: String(options.permissions ?? usualPermissions), position: 0 }],
    channels: options.channels.map(channel => ({
      type: ChannelType.GuildVoice,
      guild_id: guildId,
      permission_overwrites: [],
      bitrate: 64_000,
      user_limit: 0,
      ...channel,
    })),
    members: [{ user: bot, roles: [], joined_at: joinedAt, communication_disabled_until: options.timeoutUntil ?? null }],
    voice_states: [],
  });
}

/** VOICE_STATE_UPDATE. */
export function tellVoiceState(client: Client, { guildId, userId, channelId, sessionId, isBot, flags }: VoiceStateChange): void {
  insidesOf(client).actions.VoiceStateUpdate.handle({
    mute: false,
    deaf: false,
    self_mute: false,
    self_deaf: false,
    suppress: false,
    ...flags,
    guild_id: guildId,
    user_id: userId,
    channel_id: channelId,
    session_id: sessionId,
    member: { user: { id: userId, username: `user-${userId}`, bot: isBot }, roles: [], joined_at: joinedAt },
  });
}

/** VOICE_SERVER_UPDATE. */
export function tellVoiceServer(
  client: Client,
  update: { readonly guildId: string; readonly token: string; readonly endpoint: string | null },
): void {
  insidesOf(client).voice.onVoiceServer({ guild_id: update.guildId, token: update.token, endpoint: update.endpoint });
}

/** CHANNEL_DELETE and GUILD_DELETE. */
export function tellDeleted(client: Client, what: 'ChannelDelete' | 'GuildDelete', id: string): void {
  insidesOf(client).actions[what].handle({ id });
}
