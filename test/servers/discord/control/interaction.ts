/** Interaction: something that a person did with the bot, and what came of it. */

import type { APIApplicationCommandOptionChoice } from 'discord.js';
import type { InteractionRecord } from '../interactions/record.ts';
import type { DiscordState } from '../state.ts';
import type { SeenMessage, ShownModal } from './seen.ts';
import { everyComponent, snapshot, textsOf } from './snapshot.ts';
import type { Waiting } from './waiting.ts';

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
  /** The follow-up with that number, from 0 on. */
  followUp(index: number, waiting?: Waiting): Promise<SeenMessage>;
  /** Original response and follow-ups as they are now, oldest first. */
  messages(): SeenMessage[];
  modal(waiting?: Waiting): Promise<ShownModal>;
  suggestions(waiting?: Waiting): Promise<APIApplicationCommandOptionChoice[]>;
}

export function interactionOf({ world, watch }: DiscordState, record: InteractionRecord): Interaction {
  const { id, token, channelId } = record;
  const what = `the answer to ${record.metadata.name ?? record.metadata.pressedMessageId ?? 'the interaction'}`;

  function seen<T>(look: () => T | undefined, waiting: Waiting | undefined): Promise<T> {
    return watch.seen(
      () => {
        const found = look();
        if (found === undefined && record.hasFailed) throw new Error(`${what} did not come within 3 seconds`);
        return found;
      },
      { what, ...waiting },
    );
  }

  const messageOf = (messageId: string | undefined) => {
    const message = messageId === undefined ? undefined : world.message(channelId, messageId);
    return message && snapshot(world, message);
  };

  return {
    id,
    token,
    channelId,
    get responseType() {
      return record.response?.type;
    },
    get responseMs() {
      return record.response && record.response.atMs - record.startedAtMs;
    },
    get hasFailed() {
      return record.hasFailed;
    },
    async acknowledged(waiting) {
      await seen(() => record.response, waiting);
    },
    reply: waiting =>
      seen(() => (record.response?.isLoading === false ? messageOf(record.response.messageId) : undefined), waiting),
    followUp: (index, waiting) => seen(() => messageOf(record.followUpIds[index]), waiting),
    messages: () => [record.response?.messageId, ...record.followUpIds].flatMap(messageId => messageOf(messageId) ?? []),
    modal: waiting => seen(() => shownModal(record), waiting),
    suggestions: waiting => seen(() => record.response?.choices && [...record.response.choices], waiting),
  };
}

function shownModal({ id, userId, channelId, response }: InteractionRecord): ShownModal | undefined {
  const data = response?.modal;
  if (!data) return undefined;
  const text = textsOf(everyComponent(data.components)).join('\n');
  return { interactionId: id, personId: userId, channelId, customId: data.custom_id, title: data.title, data, text };
}
