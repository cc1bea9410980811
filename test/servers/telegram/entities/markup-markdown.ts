/** MarkdownV2, as https://core.telegram.org/bots/api#markdownv2-style has it. */

import type { MessageEntity } from '../wire.ts';
import { inOrder } from './found.ts';
import { byteOffset, cannotParse, type FindUser, type FormattedText, linkEntity } from './markup.ts';

const reserved = /[_*[\]()~`>#+\-=|{}.!]/;

/** Longer marks first. What ends an entity is what begins it, but for links. */
const marks: readonly { readonly mark: string; readonly type: string; readonly end?: string }[] = [
  { mark: '```', type: 'pre' },
  { mark: '`', type: 'code' },
  { mark: '__', type: 'underline' },
  { mark: '_', type: 'italic' },
  { mark: '*', type: 'bold' },
  { mark: '~', type: 'strikethrough' },
  { mark: '||', type: 'spoiler' },
  { mark: '![', type: 'custom_emoji', end: ']' },
  { mark: '[', type: 'text_link', end: ']' },
];

/** How the errors call them. */
const typeNames: Readonly<Record<string, string>> = {
  pre: 'Pre',
  code: 'Code',
  underline: 'Underline',
  italic: 'Italic',
  bold: 'Bold',
  strikethrough: 'Strikethrough',
  spoiler: 'Spoiler',
  custom_emoji: 'CustomEmoji',
  text_link: 'TextUrl',
};

interface OpenMark {
  readonly type: string;
  readonly end: string;
  readonly offset: number;
  readonly begin: number;
  readonly language: string;
}

export function parseMarkdownV2(source: string, findUser: FindUser): FormattedText {
  const entities: MessageEntity[] = [];
  const open: OpenMark[] = [];
  let quote: number | undefined;
  let text = '';
  let at = 0;
  while (at < source.length) {
    const inner = open.at(-1);
    const isCode = inner?.type === 'code' || inner?.type === 'pre';
    if (source[at] === '\\' && /[ -~]/.test(source[at + 1] ?? '')) {
      text += source[at + 1];
      at += 2;
    } else if (inner && source.startsWith(inner.end, at) && !(inner.end === '_' && source[at + 1] === '_')) {
      open.pop();
      at = close(inner, at + inner.end.length);
    } else if (!isCode && source[at] === '>' && (text === '' || text.endsWith('\n'))) {
      quote ??= text.length;
      at += 1;
    } else if (quote !== undefined && source[at] === '\n' && source[at + 1] !== '>') {
      endQuote();
      text += source[at++];
    } else if (isCode ? source[at] === '`' : reserved.test(source[at])) {
      at = begin(at);
    } else {
      text += source[at++];
    }
  }
  if (quote !== undefined) endQuote();
  const unfinished = open.at(-1);
  if (unfinished) {
    throw cannotParse(
      `Can't find end of ${typeNames[unfinished.type]} entity at byte offset ${byteOffset(source, unfinished.begin)}`,
    );
  }
  return { text, entities: inOrder(entities) };

  function begin(index: number): number {
    const found = marks.find(({ mark }) => source.startsWith(mark, index));
    if (!found) throw cannotParse(`Character '${source[index]}' is reserved and must be escaped with the preceding '\\'`);
    let after = index + found.mark.length;
    let language = '';
    if (found.type === 'pre') {
      language = /^[^\s`]+(?=\s)/.exec(source.slice(after))?.[0] ?? '';
      after += language.length;
      after += /^(?:\r\n|\n\r|\r|\n)?/.exec(source.slice(after))![0].length;
    }
    open.push({ type: found.type, end: found.end ?? found.mark, offset: text.length, begin: index, language });
    return after;
  }

  function close({ type, offset, language }: OpenMark, index: number): number {
    const place = { offset, length: text.length - offset };
    const isLink = type === 'text_link' || type === 'custom_emoji';
    const address = isLink && source[index] === '(' ? readAddress(index + 1) : undefined;
    if (type === 'custom_emoji') {
      if (!address) throw cannotParse('The entity must contain a tg://emoji or tg://time URL');
      const id = /^tg:\/\/emoji\?id=(\d+)$/.exec(address.url)?.[1];
      if (id === undefined) throw cannotParse('Invalid tg://emoji or tg://time URL specified');
      if (place.length > 0) entities.push({ type, ...place, custom_emoji_id: id });
    } else if (type === 'text_link') {
      const link = linkEntity(address?.url ?? text.slice(offset), place, findUser);
      if (link && place.length > 0) entities.push(link);
    } else if (place.length > 0) {
      entities.push({ type, ...place, ...(language !== '' && { language }) });
    }
    return address?.end ?? index;
  }

  function readAddress(index: number): { url: string; end: number } {
    const match = /^((?:\\[ -~]|[^)\\]|\\(?![ -~]))*)\)/.exec(source.slice(index));
    if (!match) throw cannotParse(`Can't find end of a URL at byte offset ${byteOffset(source, index)}`);
    return { url: match[1].replaceAll(/\\([ -~])/g, '$1'), end: index + match[0].length };
  }

  /** A quote that ends in || is an expandable one. */
  function endQuote(): void {
    const last = open.at(-1);
    const isExpandable = last?.type === 'spoiler' && last.offset === text.length;
    if (isExpandable) open.pop();
    const unclosed = open.find(({ offset }) => offset >= quote!);
    if (unclosed)
      throw cannotParse(
        `Can't find end of ${typeNames[unclosed.type]} entity at byte offset ${byteOffset(source, unclosed.begin)}`,
      );
    const place = { offset: quote!, length: text.length - quote! };
    if (place.length > 0) entities.push({ type: isExpandable ? 'expandable_blockquote' : 'blockquote', ...place });
    quote = undefined;
  }
}
