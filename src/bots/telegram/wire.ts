import type { TelegramEntity } from '../../text/markup/telegram.ts';

/**
 * Wire: the fields of the Bot API that are read here, as they come; nothing in them is sure but what the API promises.
 * https://core.telegram.org/bots/api#available-types
 */
export interface User {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
}

export interface Chat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup' | 'channel';
  readonly title?: string;
}

export interface Media {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly file_size?: number;
  readonly mime_type?: string;
  readonly file_name?: string;
}

export interface Message {
  readonly message_id: number;
  readonly message_thread_id?: number;
  readonly is_topic_message?: boolean;
  readonly from?: User;
  /** A group or channel that speaks for itself: anonymous admins, linked channels. */
  readonly sender_chat?: Chat;
  /** Seconds since 1970; 0 for a message that cannot be reached any more. */
  readonly date: number;
  readonly chat: Chat;
  readonly forward_origin?: unknown;
  readonly is_automatic_forward?: boolean;
  readonly reply_to_message?: Message;
  readonly quote?: { readonly text: string; readonly entities?: readonly TelegramEntity[] };
  readonly text?: string;
  readonly entities?: readonly TelegramEntity[];
  readonly caption?: string;
  readonly caption_entities?: readonly TelegramEntity[];
  readonly voice?: Media;
  readonly audio?: Media;
  readonly video_note?: Media;
  readonly document?: Media;
  readonly migrate_to_chat_id?: number;
  readonly migrate_from_chat_id?: number;
  readonly new_chat_members?: readonly User[];
}

export interface CallbackQuery {
  readonly id: string;
  readonly from: User;
  readonly message?: Message;
  readonly data?: string;
}

export interface ChatMemberUpdated {
  readonly chat: Chat;
  readonly from: User;
  readonly old_chat_member: ChatMember;
  readonly new_chat_member: ChatMember;
}

export interface ChatMember {
  readonly status: string;
  readonly user: User;
  /** Of a restricted one. */
  readonly is_member?: boolean;
}

export interface Update {
  readonly update_id: number;
  readonly message?: Message;
  readonly callback_query?: CallbackQuery;
  readonly my_chat_member?: ChatMemberUpdated;
}

/** What is asked for, and nothing else. */
export const allowedUpdates = ['message', 'callback_query', 'my_chat_member'] as const;
