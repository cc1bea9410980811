/** Control: what a test may do in the loopback Telegram, and what it can see there. Nothing here is visible to the bot except through the Bot API. */
import type { AnyPayload, ChatMember, InlineButton, MediaKind, Message, MessageEntity, Update, User } from './wire.ts';

/** Milliseconds; test/support/manual-time.ts fits. */
export interface Clock {
  now(): number;
  /** Calls back after the delay; the returned function cancels. */
  schedule(delayMs: number, callback: () => void): () => void;
}

export interface TelegramServerOptions {
  /** Runs dates, limits, actions, the age of callback queries, long polls and webhook retries. Default: real time. */
  readonly clock?: Clock;
  /** Limits on sending as the real service has them. Default: off. */
  readonly limits?: boolean;
  /** Default: on, as BotFather sets it. Off: the bot sees every message in groups. */
  readonly privacyMode?: boolean;
  readonly botUsername?: string;
}

export interface PersonOptions {
  readonly firstName: string;
  readonly lastName?: string;
  readonly username?: string;
  readonly languageCode?: string;
  readonly isPremium?: boolean;
  /** Only premium people can: voice notes and video notes to them are refused with VOICE_MESSAGES_FORBIDDEN. */
  readonly refusesVoices?: boolean;
}

export interface GroupOptions {
  readonly title: string;
  /** Default: supergroup. */
  readonly kind?: 'group' | 'supergroup';
  readonly forum?: boolean;
  readonly username?: string;
  /** The first one created the group. */
  readonly members: readonly Person[];
  /** Default: member. The bot is told of being added. */
  readonly bot?: 'member' | 'administrator' | 'absent';
}

export interface SendOptions {
  readonly replyTo?: ShownMessage;
  /** A part of the message replied to. */
  readonly quote?: string;
  /** Forum topic, as made by group.createTopic. */
  readonly threadId?: number;
  /** Formats the person chose in the client; commands, mentions, links are found without. */
  readonly entities?: readonly MessageEntity[];
  /** anonymous: an administrator in the name of the group. channel: in the name of one of the person's channels. The bot cannot tell who it is. */
  readonly as?: 'anonymous' | 'channel';
}

export interface MediaToSend {
  readonly kind: MediaKind;
  readonly bytes: Uint8Array;
  readonly durationSeconds?: number;
  readonly mimeType?: string;
  readonly fileName?: string;
  readonly caption?: string;
  /** What the update says; default the length of `bytes`. */
  readonly announcedBytes?: number;
}

export interface Person {
  readonly user: User;
  readonly id: number;
  /** The chat with the bot; empty until somebody writes there. */
  readonly privateChat: ChatControl;
  /** Presses START, by a deep link with its payload if there is one. */
  start(payload?: string): ShownMessage;
  /** Opens t.me/<bot>?startgroup=payload for a group: adds the bot if absent, then sends /start@bot payload. */
  startInGroup(group: GroupControl, payload?: string): ShownMessage;
  send(chat: ChatControl, text: string, options?: SendOptions): ShownMessage;
  sendMedia(chat: ChatControl, media: MediaToSend, options?: SendOptions): ShownMessage;
  /** Forwards one's own or somebody else's message; with hidden: the author does not let others link to the account. */
  forward(
    message: ShownMessage,
    to: ChatControl,
    options?: { readonly hidden?: boolean; readonly threadId?: number },
  ): ShownMessage;
  edit(message: ShownMessage, text: string): ShownMessage;
  /** For everybody. */
  deleteMessage(message: ShownMessage): void;
  /** Presses the button with this label; throws if the message does not show it now. */
  press(message: ShownMessage, label: string): Press;
  blockBot(): void;
  unblockBot(): void;
  setRefusesVoices(refuses: boolean): void;
}

export interface Press {
  readonly queryId: string;
  /** What the bot answered; rejects at the deadline. */
  answered(deadlineMs?: number): Promise<CallbackAnswer>;
}

export interface CallbackAnswer {
  readonly text?: string;
  readonly showAlert: boolean;
  readonly url?: string;
}

export interface ChatControl {
  readonly id: number;
  /** What stands there now, in order: deleted messages are gone, edited ones changed. */
  readonly messages: readonly ShownMessage[];
  /** What people see at the top of the chat at this moment, such as record_voice; newest last. */
  readonly activeActions: readonly ShownAction[];
  /** Every action there ever was. */
  readonly actions: readonly ShownAction[];
  /** The message as it is now; undefined when deleted. */
  current(message: ShownMessage | number): ShownMessage | undefined;
  /** The next message of the bot that was not given out by this method before, in order of sending; deleted ones are passed over. */
  nextFromBot(deadlineMs?: number): Promise<ShownMessage>;
  /** The first message, present or coming, for which the test is true; looked at again whenever one changes. */
  waitFor(test: (message: ShownMessage) => boolean, deadlineMs?: number): Promise<ShownMessage>;
  waitForAction(action: string, deadlineMs?: number): Promise<ShownAction>;
}

export interface GroupControl extends ChatControl {
  readonly title: string;
  readonly isForum: boolean;
  add(person: Person, by?: Person): void;
  remove(person: Person, by?: Person): void;
  addBot(by: Person, as?: 'member' | 'administrator'): void;
  removeBot(by: Person): void;
  promote(who: Person | 'bot', rights?: Readonly<Record<string, boolean>>): void;
  demote(who: Person | 'bot'): void;
  /** Takes permissions away, such as { can_send_voice_notes: false }. */
  restrict(who: Person | 'bot', permissions: Readonly<Record<string, boolean>>): void;
  /** What ordinary members may do, the bot among them unless it is an administrator. */
  setPermissions(permissions: Readonly<Record<string, boolean>>): void;
  /** Returns the thread id. */
  createTopic(name: string, by: Person): number;
  closeTopic(threadId: number, by: Person): void;
  reopenTopic(threadId: number, by: Person): void;
  deleteTopic(threadId: number): void;
  /** Makes a supergroup of a group: a new id, the old one answers with migrate_to_chat_id. */
  upgrade(by: Person): GroupControl;
  member(who: Person | 'bot'): ChatMember;
}

export interface ShownMedia {
  readonly kind: MediaKind;
  readonly bytes: Uint8Array;
  readonly fileId: string;
  readonly fileName?: string;
  readonly mimeType?: string;
  readonly durationSeconds?: number;
}

/** A snapshot: what people read when it was taken. */
export interface ShownMessage {
  readonly chatId: number;
  readonly id: number;
  readonly from?: User;
  readonly isFromBot: boolean;
  /** The text or the caption; empty if there is neither. */
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  readonly media?: ShownMedia;
  readonly buttons: readonly (readonly InlineButton[])[];
  readonly replyToId?: number;
  readonly quote?: string;
  readonly threadId?: number;
  readonly isEdited: boolean;
  readonly isSilent: boolean;
  readonly isProtected: boolean;
  /** As the Bot API shows it to the bot. */
  readonly wire: Message;
}

export interface ShownAction {
  readonly action: string;
  readonly threadId?: number;
  readonly atMs: number;
}

export interface ApiCall {
  readonly method: string;
  /** As received, before anything was read out of them; files by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, { readonly fileName?: string; readonly mimeType: string; readonly bytes: number }>>;
  readonly contentType: string;
  /** Its body has been read. */
  readonly hasArrived: boolean;
  /** undefined while it is being answered, 0 when the connection was dropped. */
  readonly status?: number;
  readonly description?: string;
  readonly startedMs: number;
  readonly endedMs?: number;
  /** The result, when it was accepted. */
  readonly result?: unknown;
  /** In the body of an answered webhook. */
  readonly isWebhookReply: boolean;
}

export type Fault =
  /** Answered so, not executed. */
  | {
      readonly kind: 'error';
      readonly code: number;
      readonly description: string;
      readonly parameters?: Readonly<Record<string, unknown>>;
    }
  /** An HTML page as a front end answers when nothing is behind it; not executed. */
  | { readonly kind: 'page'; readonly code: number }
  /** before: not executed. upload: cut after the first bytes of the body. answer: executed, then cut. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'upload' | 'answer' }
  /** Answered when the promise resolves; executed before or after that. */
  | { readonly kind: 'hold'; readonly until: Promise<void>; readonly execute: 'before' | 'after' };

export interface BotCommand {
  readonly command: string;
  readonly description: string;
}

export interface Faults {
  /** The next `times` calls of this method, or of any method for "*" (getUpdates excluded), fail so. "download" is the download of a file. */
  add(method: string, fault: Fault, times?: number): void;
  clear(): void;
  /** Faults that nobody ran into. */
  readonly pending: number;
}

export interface TelegramServer extends AsyncDisposable {
  /** http://127.0.0.1:port */
  readonly apiRoot: string;
  readonly token: string;
  readonly bot: User;
  person(options: PersonOptions): Person;
  group(options: GroupOptions): GroupControl;
  readonly faults: Faults;
  /** All calls, in order of arrival. */
  readonly calls: readonly ApiCall[];
  callsOf(method: string): readonly ApiCall[];
  /** The first call, past or coming, that was answered and fits. */
  waitForCall(method: string, test?: (call: ApiCall) => boolean, deadlineMs?: number): Promise<ApiCall>;
  /** The same for a call that has arrived whole, answered or not. */
  waitForArrival(method: string, test?: (call: ApiCall) => boolean, deadlineMs?: number): Promise<ApiCall>;
  /** Resolves at the next answer of the bot's own server that was no success. */
  waitForWebhookError(deadlineMs?: number): Promise<void>;
  /** Resolves when no update is left that the bot has not confirmed: by a later poll, or as its webhook. */
  waitUntilDelivered(deadlineMs?: number): Promise<void>;
  /** Resolves when a long poll waits. */
  waitUntilPolling(deadlineMs?: number): Promise<void>;
  /** What the bot did that the real service allows and that is wrong all the same, one sentence each. */
  readonly violations: readonly string[];
  /** Delivers an update again under its old id, as after a crash before its offset was confirmed. */
  redeliver(update: Update): void;
  /** Every update there was, delivered or not. */
  readonly updates: readonly Update[];
  /** Puts in an update that nothing in this world makes. */
  inject(payload: AnyPayload): Update;
  /** Another program polls with the same token, once: it ends the poll under way, or the next one, with 409. */
  pollFromElsewhere(): Promise<void>;
  /** The token stops working: 401 from now on. */
  revokeToken(): void;
  /** What the person's client offers in this chat, by scope and language; default the private chat. */
  menu(person: Person, chat?: ChatControl): readonly BotCommand[];
  /** What people see of the bot before they start it, in this language. */
  profile(language?: string): { readonly description: string; readonly shortDescription: string };
  /** The file of this message cannot be had any more: getFile refuses. */
  vanish(message: ShownMessage): void;
  /** The old files are gone from the server, as an hour after getFile. */
  expireFiles(): void;
  /** Drops the calls, updates and messages that were kept to be looked at, so that memory can be measured. */
  forget(): void;
  setLimits(on: boolean): void;
  setPrivacyMode(on: boolean): void;
  close(): Promise<void>;
}
