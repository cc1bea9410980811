/** Records: what the loopback Discord knows. Mutable; `world.ts` holds them. Ids are snowflakes, times milliseconds since 1970. */
import type {
  APIApplicationCommand,
  APIEmbed,
  APIMessageTopLevelComponent,
  ChannelType,
  GuildFeature,
  InteractionType,
  MessageReferenceType,
  MessageType,
  OverwriteType,
} from 'discord.js';

export interface UserRecord {
  readonly id: string;
  readonly username: string;
  readonly displayName: string | null;
  readonly isBot: boolean;
  locale: string;
  acceptsDirectMessages: boolean;
}

export interface AppRecord {
  readonly id: string;
  readonly botId: string;
  readonly name: string;
  readonly ownerId: string;
  token: string;
  readonly commands: Map<string, APIApplicationCommand>;
  /** Users who installed it for themselves. */
  readonly userInstalls: Set<string>;
  /** New commands, global or of a guild: there may be so many a day. */
  readonly commandCreates: { readonly guildId: string | undefined; readonly atMs: number }[];
}

export interface RoleRecord {
  readonly id: string;
  readonly guildId: string;
  name: string;
  permissions: bigint;
  position: number;
  /** Bot whose role it is. */
  readonly botId?: string;
}

export interface OverwriteRecord {
  readonly id: string;
  readonly type: OverwriteType;
  readonly allow: bigint;
  readonly deny: bigint;
}

export type GuildChannelType = ChannelType.GuildText | ChannelType.GuildVoice | ChannelType.GuildStageVoice;

export interface ChannelRecord {
  readonly id: string;
  readonly type: GuildChannelType | ChannelType.DM;
  /** Absent in direct messages. */
  readonly guildId?: string;
  readonly name: string;
  readonly position: number;
  readonly overwrites: Map<string, OverwriteRecord>;
  userLimit: number;
  readonly bitrate: number;
  /** Direct messages: both. */
  readonly recipientIds: readonly string[];
  /** By id, oldest first; ephemeral ones as well. */
  readonly messages: Map<string, MessageRecord>;
}

export interface MemberRecord {
  readonly userId: string;
  nickname: string | null;
  readonly roleIds: Set<string>;
  readonly joinedAtMs: number;
  isMuted: boolean;
  isDeafened: boolean;
}

export interface VoiceStateRecord {
  readonly userId: string;
  readonly guildId: string;
  channelId: string;
  readonly sessionId: string;
  isSelfMuted: boolean;
  isSelfDeafened: boolean;
  isSuppressed: boolean;
  askedToSpeakAtMs: number | null;
}

export interface GuildRecord {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly locale: string;
  readonly premiumTier: number;
  readonly features: readonly GuildFeature[];
  readonly roles: Map<string, RoleRecord>;
  readonly channels: Map<string, ChannelRecord>;
  readonly members: Map<string, MemberRecord>;
  readonly voiceStates: Map<string, VoiceStateRecord>;
  isAvailable: boolean;
}

export interface AttachmentRecord {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly durationSeconds?: number;
  readonly waveform?: string;
  title?: string;
  description?: string;
}

export interface MessageRecord {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly type: MessageType;
  content: string;
  flags: number;
  embeds: APIEmbed[];
  components: APIMessageTopLevelComponent[];
  attachments: AttachmentRecord[];
  /** Users who are mentioned, and of them whoever was pinged. */
  mentionedIds: string[];
  pingedIds: string[];
  readonly createdAtMs: number;
  editedAtMs: number | null;
  readonly reference?: MessageReferenceRecord;
  readonly nonce?: string | number;
  /** Only this user sees it. */
  readonly ephemeralTo?: string;
  readonly interaction?: MessageInteractionRecord;
  /** App that sent it, and through what. */
  readonly applicationId?: string;
  readonly webhookId?: string;
}

export interface MessageReferenceRecord {
  readonly type: MessageReferenceType;
  readonly messageId: string;
  readonly channelId: string;
  readonly guildId?: string;
  /** Forwards: the message as it was. */
  readonly snapshot?: MessageRecord;
}

export interface MessageInteractionRecord {
  readonly id: string;
  readonly type: InteractionType;
  readonly userId: string;
  /** Of a command. */
  readonly name?: string;
  readonly commandType?: number;
  readonly owners: Readonly<Record<string, string>>;
  /** Follow-ups: the original response. */
  readonly originalId?: string;
  /** Context menus: the message that the command was used on. */
  readonly targetMessageId?: string;
  /** Components: the message that they were on. */
  readonly pressedMessageId?: string;
}
