/** World: everything the loopback Telegram knows, and how one part finds another. Changed only by what stands in this folder and by methods/. */
import { randomBytes } from 'node:crypto';
import type { Changes } from '../changes.ts';
import type { ApiCall, BotCommand, CallbackAnswer, Clock, ShownAction } from '../control.ts';
import type { FloodWatch } from '../flood-watch.ts';
import type { Limits } from '../limits.ts';
import type { UpdateQueue } from '../update-queue.ts';
import type { Webhook } from '../webhook.ts';
import type { Chat, MemberStatus, Message, User } from '../wire.ts';
import type { FileStore } from './files.ts';

export interface PersonState {
  user: User;
  /** The bot may write to them: they pressed START or wrote, and did not block it. */
  hasStarted: boolean;
  blocksBot: boolean;
  refusesVoices: boolean;
  /** The bot was told of them in some update: it knows the id. */
  isKnown: boolean;
}

export interface MemberState {
  status: MemberStatus;
  /** Of an administrator: can_post..., can_promote_members, ... */
  rights: Readonly<Record<string, boolean>>;
  /** Of a restricted member. */
  permissions: Readonly<Record<string, boolean>>;
}

export interface TopicState {
  readonly name: string;
  readonly created: Message;
  isClosed: boolean;
}

export interface StoredMessage {
  /** As the bot gets it, replies one level deep. */
  wire: Message;
  readonly isFromBot: boolean;
  readonly isSilent: boolean;
  fileId?: string;
}

export interface ChatState {
  wire: Chat;
  readonly messages: Map<number, StoredMessage>;
  /** Messages of the bot that nextFromBot has not given out yet. */
  readonly untaken: StoredMessage[];
  readonly actions: ShownAction[];
  /** So many of the actions a message of the bot has cleared. */
  clearedActions: number;
  /** By user id; the bot has a row too. Private chats have none. */
  readonly members: Map<number, MemberState>;
  /** By thread id. */
  readonly topics: Map<number, TopicState>;
  /** What ordinary members may do. */
  permissions: Readonly<Record<string, boolean>>;
  migratedTo?: number;
  /** Of supergroups; private chats and basic groups share the bot's own row of ids. */
  nextMessageId: number;
}

export interface CallbackState {
  readonly userId: number;
  readonly askedMs: number;
  answer?: CallbackAnswer;
}

export interface World {
  readonly clock: Clock;
  readonly changes: Changes;
  readonly bot: User;
  readonly token: string;
  readonly floodWatch: FloodWatch;
  privacyMode: boolean;
  readonly people: Map<number, PersonState>;
  readonly chats: Map<number, ChatState>;
  readonly files: FileStore;
  readonly updates: UpdateQueue;
  readonly webhook: Webhook;
  readonly callbacks: Map<string, CallbackState>;
  readonly limits: Limits;
  /** By menuKey. */
  readonly menus: Map<string, readonly BotCommand[]>;
  /** "description/de" -> text. */
  readonly profile: Map<string, string>;
  readonly session: { readonly startedMs: number; isLoggedOut: boolean; isRevoked: boolean };
  readonly calls: ApiCall[];
  readonly violations: string[];
  nextId: number;
  nextMessageId: number;
}

export const unixSeconds = (world: World) => Math.floor(world.clock.now() / 1000);

/** Above 2^32, as real ids are by now: who keeps them in 32 bits loses them. */
export function nextUserId(world: World): number {
  return 5_000_000_000 + world.nextId++;
}

export function nextMessageId(world: World, chat: ChatState): number {
  return chat.wire.type === 'supergroup' ? chat.nextMessageId++ : world.nextMessageId++;
}

export const everybodyMay: Readonly<Record<string, boolean>> = {
  can_send_messages: true,
  can_send_audios: true,
  can_send_documents: true,
  can_send_photos: true,
  can_send_videos: true,
  can_send_video_notes: true,
  can_send_voice_notes: true,
  can_send_polls: true,
  can_send_other_messages: true,
  can_add_web_page_previews: true,
  can_change_info: false,
  can_invite_users: true,
  can_pin_messages: false,
  can_manage_topics: false,
};

export function createChat(world: World, wire: Chat): ChatState {
  const chat: ChatState = {
    wire: defined(wire),
    messages: new Map(),
    untaken: [],
    actions: [],
    clearedActions: 0,
    members: new Map(),
    topics: new Map(),
    permissions: everybodyMay,
    nextMessageId: 2,
  };
  world.chats.set(wire.id, chat);
  return chat;
}

/** Without fields that are undefined: on the wire there are none. */
export function defined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Value;
}

/** [A-Za-z0-9_-]; for tokens and ids of files, made anew in each run. */
export const randomText = (bytes: number) => randomBytes(bytes).toString('base64url');
