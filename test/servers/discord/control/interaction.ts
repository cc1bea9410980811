/** Interaction: something that a person did with the bot, and what came of it. */
import type { APIApplicationCommandOptionChoice } from 'discord.js';
import type { SeenMessage, ShownModal } from './seen.ts';
import type { Waiting } from './waiting.ts';

/** Something that a person did, and what came of it. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly channelId: string;
  /** Type of the first response; undefined as long as there is none. */
  readonly responseType: number | undefined;
  /** Server time between the dispatch and the first response. */
  readonly responseMs: number | undefined;
  /** "The application did not respond": 3 seconds passed. */
  readonly hasFailed: boolean;
  /** The reply as its person sees it, as soon as it is more than "thinking". */
  reply(waiting?: Waiting): Promise<SeenMessage>;
  /** The first response, whatever it is. */
  acknowledged(waiting?: Waiting): Promise<void>;
  /** Original response and follow-ups as they are now, oldest first. */
  messages(): SeenMessage[];
  modal(waiting?: Waiting): Promise<ShownModal>;
  suggestions(waiting?: Waiting): Promise<APIApplicationCommandOptionChoice[]>;
}
