import { parseTelegram, type TelegramEntity, type TelegramNames } from '../../../text/markup/telegram.ts';
import type { RichText } from '../../../text/rich-text.ts';
import type { Message } from '../wire.ts';

/** MarkedText: a text with its entities, of which parts can be taken; all offsets count UTF-16 units. */
export interface MarkedText {
  readonly text: string;
  readonly entities: readonly TelegramEntity[];
}

/** Start and end (behind the last unit). */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What somebody wrote: the text, or the caption of what they sent. */
export function writtenIn(message: Message): MarkedText {
  if (message.text !== undefined) return { text: message.text, entities: message.entities ?? [] };
  return { text: message.caption ?? '', entities: message.caption_entities ?? [] };
}

/** Entities that reach over a border are cut there. */
export function partOf({ text, entities }: MarkedText, { start, end }: Range): MarkedText {
  const inside = entities.flatMap(entity => {
    const from = Math.max(entity.offset, start);
    const to = Math.min(entity.offset + entity.length, end);
    return to > from ? [{ ...entity, offset: from - start, length: to - from }] : [];
  });
  return { text: text.slice(start, end), entities: inside };
}

/** Without the blanks around it. */
export function trimmed({ text }: Pick<MarkedText, 'text'>, { start, end }: Range): Range {
  const part = text.slice(start, end);
  const from = start + (part.length - part.trimStart().length);
  return { start: from, end: Math.max(from, start + part.trimEnd().length) };
}

export function asRichText({ text, entities }: MarkedText, names: TelegramNames): RichText {
  return parseTelegram(text, entities, names);
}
