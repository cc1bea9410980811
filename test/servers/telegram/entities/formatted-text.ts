/** Formatted text: what becomes of text, parse_mode and entities of a call. Checked and trimmed as tdlib/td does, MessageEntity.cpp, fix_formatted_text. */
import { ApiError, badRequest } from '../api-error.ts';
import { FieldError, type Fields, integerField, isObject, optionalTextField, reading, textField } from '../fields.ts';
import type { MessageEntity } from '../wire.ts';
import { findEntities, inOrder } from './found.ts';
import type { FindUser, FormattedText } from './markup.ts';
import { parseHtml, withoutCodeLanguages } from './markup-html.ts';
import { parseMarkdown } from './markup-legacy.ts';
import { parseMarkdownV2 } from './markup-markdown.ts';

export interface RawText {
  readonly text: string;
  readonly parseMode: string;
  /** As parsed from JSON. */
  readonly entities: unknown;
  readonly findUser: FindUser;
}

const MAX_SOURCE_BYTES = 1 << 15;
const MAX_OFFSET = 1_000_000;

const formats: readonly string[] = [
  'bold',
  'italic',
  'underline',
  'strikethrough',
  'spoiler',
  'code',
  'blockquote',
  'expandable_blockquote',
];
/** Found by the server itself; named by a bot they count for nothing. */
const foundTypes: readonly string[] = [
  'mention',
  'hashtag',
  'cashtag',
  'bot_command',
  'url',
  'email',
  'phone_number',
  'bank_card_number',
];

/** Text is "" if nothing but space is left. */
export function readFormattedText(raw: RawText): FormattedText {
  if (Buffer.byteLength(raw.text) > MAX_SOURCE_BYTES) throw badRequest('text is too long');
  const parsed = parse(raw);
  checkPlaces(parsed);
  const { text, entities } = trimmed(withoutControls(parsed));
  return { text, entities: inOrder([...entities, ...findEntities(text, entities)]) };
}

function parse({ text, parseMode, entities, findUser }: RawText): FormattedText {
  const mode = parseMode.toLowerCase();
  if (text === '' || mode === '' || mode === 'none') return { text, entities: readEntities(entities, findUser) };
  if (mode === 'markdown') return parseMarkdown(text, findUser);
  if (mode === 'markdownv2') return parseMarkdownV2(text, findUser);
  if (mode !== 'html') throw badRequest('unsupported parse_mode');
  const parsed = parseHtml(text, findUser);
  return { text: parsed.text, entities: withoutCodeLanguages(parsed.entities) };
}

function readEntities(given: unknown, findUser: FindUser): MessageEntity[] {
  if (!Array.isArray(given)) return [];
  return inOrder(given.flatMap(item => reading("can't parse MessageEntity", () => readEntity(item, findUser)) ?? []));
}

function readEntity(item: unknown, findUser: FindUser): MessageEntity | undefined {
  if (!isObject(item)) throw new FieldError('expected an Object');
  const place = { offset: integerField(item, 'offset'), length: integerField(item, 'length') };
  const type = textField(item, 'type');
  if (foundTypes.includes(type)) return undefined;
  if (formats.includes(type)) return { type, ...place };
  if (type === 'pre') {
    const language = optionalTextField(item, 'language');
    return { type, ...place, ...(language !== '' && { language }) };
  }
  if (type === 'text_link') return { type, ...place, url: textField(item, 'url') };
  if (type === 'custom_emoji') return { type, ...place, custom_emoji_id: textField(item, 'custom_emoji_id') };
  if (type !== 'text_mention') throw new FieldError('unsupported type specified');
  if (!isObject(item.user)) throw new FieldError('can\'t find field "user"');
  const user = findUser(integerField(item.user as Fields, 'id'));
  return user && { type, ...place, user };
}

function checkPlaces({ text, entities }: FormattedText): void {
  for (const { offset, length } of entities) {
    if (offset < 0 || offset > MAX_OFFSET) throw badRequest(`receive an entity with incorrect offset ${offset}`);
    if (length < 0 || length > MAX_OFFSET) throw badRequest(`receive an entity with incorrect length ${length}`);
    if (length === 0) continue;
    if (cutsPair(text, offset)) throw middleOfSymbol(text, offset, 'Entity begins');
    if (cutsPair(text, offset + length))
      throw middleOfSymbol(text, offset + length, `Entity beginning at UTF-16 offset ${offset} ends`);
  }
}

const cutsPair = (text: string, index: number) =>
  index > 0 && index < text.length && /^[\udc00-\udfff]/.test(text[index]) && /[\ud800-\udbff]$/.test(text[index - 1]);

const middleOfSymbol = (text: string, index: number, what: string) =>
  new ApiError(
    400,
    `Bad Request: ${what[0].toLowerCase()}${what.slice(1)} in a middle of a UTF-16 symbol at byte offset ${Buffer.byteLength(text.slice(0, index + 1))}`,
  );

/** Control characters become spaces, carriage returns vanish. */
function withoutControls({ text, entities }: FormattedText): FormattedText {
  const spaced = text.replaceAll(/(?![\n\r])\p{Cc}/gu, ' ');
  return spaced.includes('\r') ? cut({ text: spaced, entities }, index => spaced[index] === '\r') : { text: spaced, entities };
}

function cut({ text, entities }: FormattedText, isCut: (index: number) => boolean): FormattedText {
  const shifted = [0];
  for (let index = 0; index < text.length; index += 1) shifted.push(shifted[index] + (isCut(index) ? 0 : 1));
  const at = (index: number) => shifted[Math.min(index, text.length)];
  return {
    text: [...Array(text.length).keys()]
      .filter(index => !isCut(index))
      .map(index => text[index])
      .join(''),
    entities: entities.map(entity => ({
      ...entity,
      offset: at(entity.offset),
      length: at(entity.offset + entity.length) - at(entity.offset),
    })),
  };
}

/** Entities that lie outside the text or hold nothing but space vanish, as do spaces at both ends. */
function trimmed({ text, entities }: FormattedText): FormattedText {
  const end = text.trimEnd().length;
  const kept = entities
    .map(entity => ({ ...entity, length: Math.min(entity.length, end - entity.offset) }))
    .filter(
      ({ offset, length, type }) =>
        length > 0 && (type === 'pre' || type === 'code' || text.slice(offset, offset + length).trim() !== ''),
    );
  const firstEntity = Math.min(end, ...kept.map(({ offset }) => offset));
  const start = Math.min(firstEntity, text.length - text.replace(/^[ \n]+/, '').length);
  return { text: text.slice(start, end), entities: kept.map(entity => ({ ...entity, offset: entity.offset - start })) };
}
