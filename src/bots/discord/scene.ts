import {
  type APIInteraction,
  ApplicationIntegrationType,
  ChannelType,
  PermissionFlagsBits as Flags,
  InteractionContextType,
} from 'discord.js';
import { languageFor, textsIn } from '../../commands/catalogues.ts';
import { type Person, type Place, privatePlaceOf } from '../../commands/request.ts';
import { channelPlace, guildPlace, personId } from './identity.ts';
import type { Names } from './names.ts';

/** Scene: who interacts, where, and what the bot may do there, as Discord vouches for it in the interaction itself. */
export interface Scene {
  readonly person: Person;
  readonly userId: string;
  readonly place: Place;
  readonly guildId?: string;
  readonly channelId: string;
  readonly locale: string;
  /** In the bot's own direct messages: nobody else sees them. */
  readonly isPrivate: boolean;
  /** Whether the bot is in the conversation; otherwise it is here for this person only, and can do no more than answer. */
  readonly isMember: boolean;
  /** Permissions that the bot lacks to post, of {@link posting}. */
  readonly lacks: (permissions: readonly Permission[]) => readonly Permission[];
  /** Of one file. */
  readonly maximumFileBytes: number;
}

export type Permission = keyof typeof permissionFlags;

const permissionFlags = {
  'view-channel': Flags.ViewChannel,
  'send-messages': Flags.SendMessages,
  'send-voice-messages': Flags.SendVoiceMessages,
  'read-message-history': Flags.ReadMessageHistory,
  'attach-files': Flags.AttachFiles,
} as const;

/** What it takes to post a message; one with a file; and a voice message that answers its label. */
export const posting = {
  text: ['view-channel', 'send-messages'],
  file: ['view-channel', 'send-messages', 'attach-files'],
  voice: ['view-channel', 'send-messages', 'send-voice-messages', 'read-message-history'],
} as const satisfies Record<string, readonly Permission[]>;

export function sceneOf(interaction: APIInteraction, names: Names): Scene {
  const { member, guild_id: guildId, locale = 'en-US' } = interaction as APIInteraction & { readonly locale?: string };
  const user = member?.user ?? interaction.user!;
  names.remember(user, guildId, member && (member.nick ?? null));
  const channelId = interaction.channel?.id ?? '';
  const isPrivate = interaction.context === InteractionContextType.BotDM;
  const isMember =
    isPrivate || interaction.authorizing_integration_owners?.[ApplicationIntegrationType.GuildInstall] !== undefined;
  const id = personId(user.id);
  return {
    userId: user.id,
    person: {
      id,
      name: member?.nick || user.global_name || user.username,
      // Everybody has the role of the server itself.
      roles: member && guildId ? [...member.roles, guildId] : [],
      isAdmin: member ? hasAny(member.permissions, Flags.ManageGuild | Flags.Administrator) : false,
    },
    place: placeOf({ guildId, channelId, isPrivate, locale, id }, names),
    ...(guildId ? { guildId } : {}),
    channelId,
    locale,
    isPrivate,
    isMember,
    lacks: permissions => (isPrivate ? [] : lacking(interaction, permissions)),
    maximumFileBytes: interaction.attachment_size_limit,
  };
}

interface PlaceFacts extends Pick<Scene, 'channelId' | 'isPrivate' | 'locale'> {
  readonly guildId?: string;
  readonly id: Person['id'];
}

function placeOf({ guildId, channelId, isPrivate, locale, id }: PlaceFacts, names: Names): Place {
  if (guildId) {
    const placeId = guildPlace(guildId);
    return { id: placeId, kind: 'group', name: names.directory(guildId).placeName(placeId) ?? '' };
  }
  if (!isPrivate) return { id: channelPlace(channelId), kind: 'group', name: '' };
  return { id: privatePlaceOf(id), kind: 'private', name: textsIn(languageFor(locale)).say('discord-private-place') };
}

function lacking({ app_permissions, channel }: APIInteraction, wanted: readonly Permission[]): Permission[] {
  const isThread =
    channel !== undefined &&
    [ChannelType.PublicThread, ChannelType.PrivateThread, ChannelType.AnnouncementThread].includes(channel.type);
  const has = (permission: Permission) => {
    const flag = permission === 'send-messages' && isThread ? Flags.SendMessagesInThreads : permissionFlags[permission];
    return hasAny(app_permissions, flag | Flags.Administrator);
  };
  return wanted.filter(permission => !has(permission));
}

function hasAny(permissions: string, flags: bigint): boolean {
  return (BigInt(permissions) & flags) !== 0n;
}
