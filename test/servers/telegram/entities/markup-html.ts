/** HTML, as https://core.telegram.org/bots/api#html-style has it. */

import type { MessageEntity } from '../wire.ts';
import { inOrder } from './found.ts';
import { byteOffset, cannotParse, type FindUser, type FormattedText, linkEntity } from './markup.ts';

const simpleTags: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
};
const otherTags: readonly string[] = ['a', 'tg-emoji', 'pre', 'code', 'blockquote'];

interface OpenTag {
  readonly name: string;
  readonly argument: string;
  readonly offset: number;
}

export function parseHtml(source: string, findUser: FindUser): FormattedText {
  const entities: MessageEntity[] = [];
  const open: OpenTag[] = [];
  let text = '';
  let at = 0;
  while (at < source.length) {
    const next = /[<&]/.exec(source.slice(at));
    text += source.slice(at, next ? at + next.index : undefined);
    if (!next) break;
    at += next.index;
    if (source[at] === '&') {
      const character = readCharacter(source.slice(at));
      text += character?.text ?? '&';
      at += character?.length ?? 1;
    } else if (source[at + 1] === '/') {
      at = closeTag(at);
    } else {
      const tag = readTag(source, at);
      open.push({ ...tag, offset: text.length });
      at = tag.end;
    }
  }
  if (open.length > 0) throw cannotParse(`Can't find end tag corresponding to start tag "${open.at(-1)!.name}"`);
  return { text, entities: inOrder(entities) };

  /** Returns the index behind the tag. */
  function closeTag(begin: number): number {
    const tag = open.pop();
    const where = byteOffset(source, begin);
    if (!tag) throw cannotParse(`Unexpected end tag at byte offset ${where}`);
    const match = /^<\/([^\s>]*)\s*>/.exec(source.slice(begin));
    if (!match) throw cannotParse(`Unclosed end tag at byte offset ${where}`);
    const name = match[1].toLowerCase();
    if (name !== '' && name !== tag.name) {
      throw cannotParse(`Unmatched end tag at byte offset ${where}, expected "</${tag.name}>", found "</${name}>"`);
    }
    const place = { offset: tag.offset, length: text.length - tag.offset };
    if (place.length > 0) addEntity(tag, place);
    return begin + match[0].length;
  }

  function addEntity({ name, argument }: OpenTag, place: { offset: number; length: number }): void {
    const inner = entities.at(-1);
    const isWhole = inner?.offset === place.offset && inner.length === place.length;
    if (simpleTags[name]) entities.push({ type: simpleTags[name], ...place });
    else if (name === 'blockquote') entities.push({ type: argument === '' ? 'blockquote' : 'expandable_blockquote', ...place });
    else if (name === 'tg-emoji') {
      if (!/^[1-9]\d*$/.test(argument)) throw cannotParse('Invalid custom emoji identifier specified');
      entities.push({ type: 'custom_emoji', ...place, custom_emoji_id: argument });
    } else if (name === 'a') {
      const link = linkEntity(argument || text.slice(place.offset), place, findUser);
      if (link) entities.push(link);
    } else if (name === 'pre' && isWhole && inner.type === 'code' && inner.language) {
      entities[entities.length - 1] = { type: 'pre', ...place, language: inner.language };
    } else if (name === 'pre') entities.push({ type: 'pre', ...place });
    else entities.push({ type: 'code', ...place, ...(argument !== '' && { language: argument }) });
  }
}

/** The languages of code that is not in pre are dropped. */
export const withoutCodeLanguages = (entities: readonly MessageEntity[]) =>
  entities.map(entity => (entity.type === 'code' ? { type: 'code', offset: entity.offset, length: entity.length } : entity));

const namedCharacters: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

function readCharacter(source: string): { text: string; length: number } | undefined {
  const match = /^&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot)(?![a-z]));?/i.exec(source);
  if (!match) return undefined;
  if (match[3]) return namedCharacters[match[3]] ? { text: namedCharacters[match[3]], length: match[0].length } : undefined;
  const code = match[1] ? Number.parseInt(match[1], 16) : Number(match[2]);
  if (code === 0 || code >= 0x10ffff) return undefined;
  return { text: String.fromCodePoint(code), length: match[0].length };
}

const decoded = (value: string) =>
  value.replaceAll(/&(?:#x?[0-9a-f]+|[a-z]+);?/gi, whole => {
    const character = readCharacter(whole);
    return character && character.length === whole.length ? character.text : whole;
  });

function readTag(source: string, begin: number): { name: string; argument: string; end: number } {
  const where = byteOffset(source, begin);
  const start = /^<([^\s>]*)(?=[\s>])/.exec(source.slice(begin));
  if (!start) throw cannotParse(`Unclosed start tag at byte offset ${where}`);
  const name = start[1].toLowerCase();
  if (!simpleTags[name] && !otherTags.includes(name))
    throw cannotParse(`Unsupported start tag "${name}" at byte offset ${where}`);
  let at = begin + start[0].length;
  let argument = '';
  for (;;) {
    at += /^\s*/.exec(source.slice(at))![0].length;
    if (source[at] === '>') break;
    const attribute = /^([^\s=>/"']+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([a-z0-9.-]*)(?=[\s>])))?/i.exec(source.slice(at));
    if (at >= source.length) throw cannotParse(`Unclosed start tag "${name}" at byte offset ${where}`);
    if (!attribute) throw cannotParse(`Empty attribute name in the tag "${name}" at byte offset ${where}`);
    at += attribute[0].length;
    if (at >= source.length) throw cannotParse(`Unclosed start tag at byte offset ${where}`);
    argument = argumentOf(name, attribute[1], attribute[2] ?? attribute[3] ?? attribute[4]) ?? argument;
  }
  if (name === 'span' && argument !== 'spoiler')
    throw cannotParse(`Tag "span" must have class "tg-spoiler" at byte offset ${where}`);
  return { name, argument, end: at + 1 };
}

function argumentOf(tag: string, attribute: string, raw: string | undefined): string | undefined {
  const value = decoded(raw ?? '');
  if (tag === 'a' && attribute === 'href') return value;
  if (tag === 'code' && attribute === 'class' && value.startsWith('language-')) return value.slice('language-'.length);
  if (tag === 'span' && attribute === 'class' && value.startsWith('tg-')) return value.slice('tg-'.length);
  if (tag === 'tg-emoji' && attribute === 'emoji-id') return value;
  return tag === 'blockquote' && attribute === 'expandable' ? '1' : undefined;
}
