/** Found entities: commands, mentions, links and so on that clients and the server find in plain text. After tdlib, td/telegram/MessageEntity.cpp, in short. */
import type { MessageEntity } from '../wire.ts';

/** Where two of them meet, the earlier row wins. */
const patterns: readonly { readonly type: string; readonly pattern: RegExp }[] = [
  {
    type: 'url',
    pattern:
      /(?<![\w.@/])(?:https?:\/\/[^\s<>"]+|(?:[a-z0-9-]+\.)+(?:com|org|net|io|me|dev|app|de|fr|ru|info)(?![\w@])(?:[/?#][^\s<>"]*)?)/giu,
  },
  { type: 'email', pattern: /(?<![\w.+-])[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?!\w)/giu },
  { type: 'bot_command', pattern: /(?<![\p{L}\p{N}_/<>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\p{L}\p{N}_/<>@])/gu },
  { type: 'mention', pattern: /(?<![\p{L}\p{N}_@])@[A-Za-z0-9_]{2,32}(?![\p{L}\p{N}_@])/gu },
  { type: 'hashtag', pattern: /(?<![\p{L}\p{N}_#])#(?=[\p{L}\p{N}_]*\p{L})[\p{L}\p{N}_]{1,256}/gu },
  { type: 'cashtag', pattern: /(?<![\p{L}\p{N}_$])\$[A-Z]{1,8}(?![\p{L}\p{N}_])/gu },
];

/** Punctuation that ends a sentence is no part of a link. */
const trailing = /[.,;:!?'")\]}]+$/u;

/** In order of offset, none crossing another or one of `given`. Inside code nothing is found. */
export function findEntities(text: string, given: readonly MessageEntity[] = []): MessageEntity[] {
  const found: MessageEntity[] = [];
  const isFree = (entity: MessageEntity) => ![...found, ...given.filter(isOpaque)].some(other => meets(entity, other));
  for (const { type, pattern } of patterns) {
    for (const match of text.matchAll(pattern)) {
      const length = type === 'url' ? match[0].replace(trailing, '').length : match[0].length;
      const entity = { type, offset: match.index, length };
      if (length > 0 && isFree(entity)) found.push(entity);
    }
  }
  return found.sort((one, other) => one.offset - other.offset);
}

const isOpaque = (entity: MessageEntity) =>
  ['code', 'pre', 'text_link', 'text_mention', 'mention', 'custom_emoji'].includes(entity.type);

const meets = (one: MessageEntity, other: MessageEntity) =>
  one.offset < other.offset + other.length && other.offset < one.offset + one.length;

/** Outer before inner, as the Bot API lists them. */
export function inOrder(entities: readonly MessageEntity[]): MessageEntity[] {
  return entities.toSorted((one, other) => one.offset - other.offset || other.length - one.length);
}
