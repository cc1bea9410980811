/** Scene: where and by whom something is done with the app, and with what right; the common part of all interactions. */
import {
  InteractionContextType as Context,
  PermissionFlagsBits as Flags,
  ApplicationIntegrationType as Install,
} from 'discord.js';
import { channelPermissions } from '../world/permissions.ts';
import type { AppRecord, ChannelRecord, GuildRecord } from '../world/records.ts';
import { channelWire, memberWire, userWire } from '../world/wire.ts';
import type { World } from '../world/world.ts';

export interface Scene {
  readonly world: World;
  readonly app: AppRecord;
  readonly userId: string;
  readonly channel: ChannelRecord;
  readonly guild: GuildRecord | undefined;
  readonly context: Context;
}

export function sceneOf(
  world: World,
  at: { readonly app: AppRecord; readonly userId: string; readonly channelId: string },
): Scene {
  const channel = world.channels.get(at.channelId);
  if (!channel) throw new Error(`there is no channel ${at.channelId}`);
  const guild = channel.guildId === undefined ? undefined : world.guilds.get(channel.guildId);
  const isWithBot = channel.recipientIds.includes(at.app.botId);
  const context = guild ? Context.Guild : isWithBot ? Context.BotDM : Context.PrivateChannel;
  return { world, channel, guild, context, app: at.app, userId: at.userId };
}

export type Owners = Readonly<Record<string, string>>;

/** Installations of the app that are good here; `supported` are those that the command is for. None: the command is not offered. */
export function ownersOf({ world, app, guild, userId, context }: Scene, supported: readonly Install[]): Owners {
  const isShared = [...world.guilds.values()].some(({ members }) => members.has(app.botId) && members.has(userId));
  const isGuildInstall = context === Context.Guild ? guild!.members.has(app.botId) : context === Context.BotDM && isShared;
  return {
    ...(isGuildInstall && supported.includes(Install.GuildInstall) ? { 0: guild?.id ?? '0' } : {}),
    ...(app.userInstalls.has(userId) && supported.includes(Install.UserInstall) ? { 1: userId } : {}),
  };
}

/** A user app, where the place does not let those speak in public. */
export function isHushed({ world, channel, userId, guild }: Scene, owners: Owners): boolean {
  return guild !== undefined && !('0' in owners) && !(channelPermissions(world, channel, userId) & Flags.UseExternalApps);
}

/** Bytes that this person may upload, and the app in answer to them. */
export function sizeLimitBytes(guild: GuildRecord | undefined): number {
  const mebibytes = guild?.premiumTier === 3 ? 100 : guild?.premiumTier === 2 ? 50 : 10;
  return mebibytes * 1024 * 1024;
}

/** Fields of INTERACTION_CREATE that say who, where and with what right. */
export function sceneWire(scene: Scene, owners: Owners): object {
  const { world, app, guild, channel, userId, context } = scene;
  const user = world.users.get(userId)!;
  const member = guild?.members.get(userId);
  const who = member
    ? { member: { ...memberWire(world, member), permissions: channelPermissions(world, channel, userId).toString() } }
    : { user: userWire(user) };
  return {
    ...who,
    ...(guild
      ? {
          guild_id: guild.id,
          guild: { id: guild.id, locale: guild.locale, features: guild.features },
          guild_locale: guild.locale,
        }
      : {}),
    channel_id: channel.id,
    channel: { ...channelWire(world, channel, app.botId), permissions: channelPermissions(world, channel, userId).toString() },
    locale: user.locale,
    app_permissions: appPermissions(scene, owners).toString(),
    authorizing_integration_owners: owners,
    context,
    entitlements: [],
    entitlement_sku_ids: [],
    attachment_size_limit: sizeLimitBytes(guild),
  };
}

const inOtherDirectMessages = Flags.AttachFiles | Flags.EmbedLinks | Flags.MentionEveryone;

/** What the app may do in that place; where it is no member, what its user lets it do. */
function appPermissions({ world, app, guild, channel, context, userId }: Scene, owners: Owners): bigint {
  if (context === Context.BotDM) return inOtherDirectMessages | Flags.UseExternalEmojis;
  if (context === Context.PrivateChannel) return inOtherDirectMessages;
  if (guild!.members.has(app.botId)) return channelPermissions(world, channel, app.botId);
  const external = inOtherDirectMessages | Flags.UseExternalEmojis | Flags.UseExternalApps;
  return '1' in owners ? channelPermissions(world, channel, userId) & external : 0n;
}

/** Whether an answer to this interaction may be a voice message. */
export function mayAppSendVoice(
  world: World,
  at: { readonly app: AppRecord; readonly userId: string; readonly channelId: string },
): boolean {
  const scene = sceneOf(world, at);
  if (!scene.guild) return true;
  const who = scene.guild.members.has(at.app.botId) ? at.app.botId : at.userId;
  return Boolean(channelPermissions(world, scene.channel, who) & Flags.SendVoiceMessages);
}
