import type { Reply } from '../../../commands/reply.ts';
import type { Texts } from '../../../commands/texts.ts';
import { privateWhere, type Where } from '../where.ts';
import { challengeContents, fileContents, textContents } from './contents.ts';
import { inRows, keyboardOf } from './keyboard.ts';
import type { Links, Whisper } from './links.ts';
import type { Origins } from './origins.ts';
import { type Content, isGone, type Outbox } from './outbox.ts';
import type { Press } from './press.ts';
import type { Sounds } from './sounds.ts';

/**
 * Whispering: what only the asker shall see, though they asked in a group: said in the private chat; where the bot may not write to them yet,
 * a line in the group takes them there by a link, and what was to be said waits behind it.
 */
export interface Whispering {
  begin(asked: Asked): (reply: Whispered) => Promise<void>;
  /** Into the private chat. */
  say(whisper: Whisper, userId: number): Promise<void>;
}

export type Whispered = Extract<Reply, { kind: 'text' | 'challenge' | 'file' | 'note' }>;

export interface Asked {
  readonly where: Where;
  readonly press?: Press | undefined;
  texts(): Promise<Texts>;
}

export interface WhisperingParts {
  readonly outbox: Outbox;
  readonly sounds: Sounds;
  readonly signal: AbortSignal;
  readonly links: Links;
  readonly origins: Origins;
  /** Of the bot, for its links. */
  readonly username: string;
}

export function createWhispering({ outbox, sounds, signal, links, origins, username }: WhisperingParts): Whispering {
  async function say({ reply, origin }: Whisper, userId: number): Promise<void> {
    const where = privateWhere(userId);
    if (reply.kind === 'note') {
      const sound = { ...reply.speech, caption: reply.label, excuse: '', form: 'voice' } as const;
      await sounds.send(where, sound, signal);
      return;
    }
    for (const content of contentsOf(reply as Exclude<Whispered, { kind: 'note' }>)) {
      const message = await outbox.send(where, content);
      if (content.keyboard) origins.remember(message, origin);
    }
  }

  return {
    say,
    begin({ where, press, texts }) {
      /** What leads to the whispers that could not be said. */
      let payload: string | undefined;

      async function link(whisper: Whisper): Promise<void> {
        if (payload !== undefined && links.add(payload, whisper)) return;
        payload = links.make(where.userId);
        links.add(payload, whisper);
        const url = linkTo(username, payload);
        if (press?.answer({ url })) return;
        const { say: text } = await texts();
        const [content] = textContents(text('telegram-for-you-alone'), inRows([{ text: text('telegram-open'), url }]));
        await outbox.send(where, content!);
      }

      return async reply => {
        const whisper = { reply, origin: where };
        if (payload !== undefined) return link(whisper);
        try {
          await say(whisper, where.userId);
        } catch (error) {
          if (!isGone(error)) throw error;
          await link(whisper);
        }
      };
    },
  };
}

export function linkTo(username: string, payload?: string): string {
  return `https://t.me/${username}${payload === undefined ? '' : `?start=${payload}`}`;
}

function contentsOf(reply: Exclude<Whispered, { kind: 'note' }>): readonly Content[] {
  if (reply.kind === 'challenge') return challengeContents(reply);
  return reply.kind === 'file' ? fileContents(reply) : textContents(reply.text, keyboardOf(reply.buttons));
}
