import type { Answerable, Api } from '../api.ts';
import { isDiscordFault, isExpired, isMessageGone } from '../faults.ts';
import type { Message } from '../message.ts';
import { escaped } from './escaped.ts';
import { createProgressLine } from './progress-line.ts';

/** PrivateLine: what only one person gets to see. */
export interface PrivateLine {
  tell(message: Message): Promise<void>;
  /** Shown until something is told; of several in a row the newest, not too often. Never throws. */
  progress(text: string): void;
  /** For everyone, where the bot is only a guest: as an answer to that person. Throws where that cannot be any more. */
  tellEveryone(message: Message): Promise<void>;
  /** Everything was said: an answer that was announced and did not come disappears. Never throws. */
  close(): Promise<void>;
}

export interface AnswerLineOptions {
  readonly api: Api;
  readonly interaction: Answerable;
  /** What there is to be filled: an answer that was announced, the question whose button was pressed, or nothing. */
  readonly original: 'announced' | 'question' | 'none';
  /** In direct messages nothing needs to be hidden, and what is not hidden stays. */
  readonly isEphemeral: boolean;
  /** How else to reach the person. */
  readonly otherwise: (message: Message) => Promise<void>;
  readonly progressMs: number;
}

export interface AnswerLine extends PrivateLine {
  /** Discord does not take the answer: it came too late. */
  expire(): void;
}

/** By the token of an interaction, which is over after 15 minutes; from then on, or when Discord takes it not, `otherwise`. */
export function createAnswerLine(options: AnswerLineOptions): AnswerLine {
  const { api, interaction, isEphemeral, otherwise } = options;
  let original: AnswerLineOptions['original'] | 'told' = options.original;
  let isOver = false;
  const progress = createProgressLine(text => api.editOriginal(interaction, { content: escaped(text) }), options.progressMs);

  async function answer(message: Message): Promise<void> {
    const isOpen = original === 'announced' || original === 'question';
    original = 'told';
    try {
      if (isOpen) return await api.editOriginal(interaction, message);
    } catch (error) {
      if (!isMessageGone(error)) throw error;
    }
    await api.followUp(interaction, message, { isEphemeral });
  }

  function noteEnd(error: unknown): void {
    if (isExpired(error)) isOver = true;
    else if (!isDiscordFault(error)) throw error;
  }

  return {
    async tell(message) {
      await progress.stop();
      try {
        if (!isOver) return await answer(message);
      } catch (error) {
        noteEnd(error);
      }
      await otherwise(message);
    },
    progress(text) {
      if (original === 'announced' && !isOver) progress.show(text);
    },
    async tellEveryone(message) {
      await progress.stop();
      // Discord would fill the announced answer with the next message, which then only that person would see.
      if (original === 'announced') await api.deleteOriginal(interaction);
      original = 'told';
      await api.followUp(interaction, message, {});
    },
    async close() {
      await progress.stop();
      if (original !== 'announced' || isOver) return;
      original = 'told';
      // Left over, it says that the bot is thinking, for 15 minutes.
      await api.deleteOriginal(interaction).catch(() => {});
    },
    expire() {
      isOver = true;
    },
  };
}

/** Without an interaction: what was owed from before a restart. */
export function createDirectLine(otherwise: (message: Message) => Promise<void>): PrivateLine {
  return {
    tell: otherwise,
    progress() {},
    tellEveryone: otherwise,
    async close() {},
  };
}
