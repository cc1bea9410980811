/** Wire: the objects of the Bot API that the loopback Telegram speaks, with the fields it fills. https://core.telegram.org/bots/api#available-types */

export interface User {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
  readonly is_premium?: true;
}

export interface Chat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup' | 'channel';
  readonly title?: string;
  readonly username?: string;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly is_forum?: true;
}

/** Offsets and lengths count UTF-16 code units. */
export interface MessageEntity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly user?: User;
  readonly language?: string;
  readonly custom_emoji_id?: string;
}

export interface InlineButton {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
  readonly [other: string]: unknown;
}

export interface InlineKeyboard {
  readonly inline_keyboard: readonly (readonly InlineButton[])[];
}

/** What voice, audio, document, video_note have in common. */
export interface Media {
  readonly file_id: string;
  readonly file_unique_id: string;
  readonly file_size?: number;
  readonly mime_type?: string;
  readonly file_name?: string;
  /** Whole seconds. */
  readonly duration?: number;
  readonly title?: string;
  readonly performer?: string;
  readonly length?: number;
  readonly width?: number;
  readonly height?: number;
}

export const mediaKinds = ['voice', 'audio', 'video_note', 'document', 'video'] as const;
export type MediaKind = (typeof mediaKinds)[number] | 'photo';

export type MessageOrigin =
  | { readonly type: 'user'; readonly date: number; readonly sender_user: User }
  | { readonly type: 'hidden_user'; readonly date: number; readonly sender_user_name: string }
  | { readonly type: 'chat'; readonly date: number; readonly sender_chat: Chat };

export interface Message {
  readonly message_id: number;
  readonly message_thread_id?: number;
  readonly is_topic_message?: true;
  readonly from?: User;
  readonly sender_chat?: Chat;
  /** Unix time in seconds. */
  readonly date: number;
  readonly edit_date?: number;
  readonly chat: Chat;
  readonly forward_origin?: MessageOrigin;
  readonly reply_to_message?: Message;
  readonly quote?: {
    readonly text: string;
    readonly position: number;
    readonly is_manual?: true;
    readonly entities?: readonly MessageEntity[];
  };
  readonly has_protected_content?: true;
  readonly text?: string;
  readonly entities?: readonly MessageEntity[];
  readonly caption?: string;
  readonly caption_entities?: readonly MessageEntity[];
  readonly link_preview_options?: unknown;
  readonly voice?: Media;
  readonly audio?: Media;
  readonly document?: Media;
  readonly video?: Media;
  readonly video_note?: Media;
  readonly photo?: readonly Media[];
  readonly reply_markup?: InlineKeyboard;
  readonly new_chat_members?: readonly User[];
  readonly left_chat_member?: User;
  readonly new_chat_title?: string;
  readonly migrate_to_chat_id?: number;
  readonly migrate_from_chat_id?: number;
  readonly forum_topic_created?: { readonly name: string; readonly icon_color: number };
  readonly forum_topic_closed?: Record<string, never>;
  readonly forum_topic_reopened?: Record<string, never>;
  readonly group_chat_created?: true;
  readonly supergroup_chat_created?: true;
}

export type ChatMember = { readonly status: MemberStatus; readonly user: User } & Readonly<Record<string, unknown>>;
export type MemberStatus = 'creator' | 'administrator' | 'member' | 'restricted' | 'left' | 'kicked';

export interface CallbackQuery {
  readonly id: string;
  readonly from: User;
  readonly message?: Message;
  readonly chat_instance: string;
  readonly data?: string;
}

export interface ChatMemberUpdated {
  readonly chat: Chat;
  readonly from: User;
  readonly date: number;
  readonly old_chat_member: ChatMember;
  readonly new_chat_member: ChatMember;
}

export interface UpdatePayload {
  readonly message?: Message;
  readonly edited_message?: Message;
  readonly callback_query?: CallbackQuery;
  readonly my_chat_member?: ChatMemberUpdated;
  readonly chat_member?: ChatMemberUpdated;
}

export type Update = UpdatePayload & { readonly update_id: number };
/** Also of a kind that nothing in this world makes; the first field is the kind. */
export type AnyPayload = UpdatePayload | Readonly<Record<string, unknown>>;
