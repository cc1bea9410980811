/** What people see: snapshots, which do not change when the message does. */
import type { APIAttachment, APIEmbed, APIMessageTopLevelComponent, APIModalInteractionResponseCallbackData } from 'discord.js';

export interface SeenMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly content: string;
  readonly flags: number;
  readonly isEphemeral: boolean;
  readonly isVoiceMessage: boolean;
  /** "... is thinking". */
  readonly isThinking: boolean;
  readonly isEdited: boolean;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIMessageTopLevelComponent[];
  /** Every text in it, content and text displays in their order, one a line. */
  readonly text: string;
  readonly buttons: readonly SeenButton[];
  readonly attachments: readonly SeenAttachment[];
  /** Of the message that it replies to. */
  readonly repliesTo?: string;
  /** Users who were pinged by it. */
  readonly pinged: readonly string[];
  /** Of the interaction whose answer it is. */
  readonly interactionId?: string;
}

export interface SeenButton {
  readonly customId?: string;
  readonly url?: string;
  readonly label: string;
  readonly style: number;
  readonly isDisabled: boolean;
}

export interface SeenAttachment extends APIAttachment {
  readonly bytes: Buffer;
}

export interface ShownModal {
  /** That was answered with it. */
  readonly interactionId: string;
  readonly personId: string;
  readonly channelId: string;
  readonly customId: string;
  readonly title: string;
  readonly data: APIModalInteractionResponseCallbackData;
  /** Every text display and label in it, one a line. */
  readonly text: string;
}
