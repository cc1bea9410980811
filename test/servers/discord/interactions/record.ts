/** InteractionRecord: one interaction, from the moment a person did something until its token is forgotten. */
import type { APIApplicationCommandOptionChoice, APIModalInteractionResponseCallbackData, InteractionType } from 'discord.js';
import type { AppRecord, MessageInteractionRecord, MessageRecord } from '../world/records.ts';

export interface InteractionRecord {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly app: AppRecord;
  readonly userId: string;
  readonly channelId: string;
  readonly guildId?: string;
  /** Components, and modals that were opened from one: the message it was on. */
  readonly message?: MessageRecord;
  /** As it stands on messages that answer it. */
  readonly metadata: MessageInteractionRecord;
  /** The app may answer only for this person's eyes: a user app where external apps are not allowed. */
  readonly isHushed: boolean;
  readonly startedAtMs: number;
  response?: ResponseRecord;
  /** 3 seconds passed without a response. */
  readonly hasFailed: boolean;
  /** 15 minutes passed. */
  readonly hasExpired: boolean;
  readonly followUpIds: string[];
}

export interface ResponseRecord {
  /** Callback type. */
  readonly type: number;
  readonly atMs: number;
  /** The original response, "@original". */
  readonly messageId?: string;
  readonly modal?: APIModalInteractionResponseCallbackData;
  readonly choices?: readonly APIApplicationCommandOptionChoice[];
  /** Deferred, and nothing came yet: a follow-up is taken for the response. */
  isLoading: boolean;
}
