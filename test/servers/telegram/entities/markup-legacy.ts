/** Markdown of the first kind, which does not nest. https://core.telegram.org/bots/api#markdown-style */

import type { MessageEntity } from '../wire.ts';
import { byteOffset, cannotParse, type FindUser, type FormattedText, linkEntity } from './markup.ts';

const types: Readonly<Record<string, string>> = { _: 'italic', '*': 'bold', '`': 'code', '```': 'pre', '[': 'text_link' };

export function parseMarkdown(source: string, findUser: FindUser): FormattedText {
  const entities: MessageEntity[] = [];
  let text = '';
  let at = 0;
  while (at < source.length) {
    const plain = /^(?:[^_*`[\\]|\\(?![_*`[]))+/.exec(source.slice(at));
    if (plain) {
      text += plain[0];
      at += plain[0].length;
      continue;
    }
    if (source[at] === '\\') {
      text += source[at + 1];
      at += 2;
      continue;
    }
    const mark = source.startsWith('```', at) ? '```' : source[at];
    const language = mark === '```' ? (/^[^\s`]+(?=\s)/.exec(source.slice(at + 3))?.[0] ?? '') : '';
    let begin = at + mark.length + language.length;
    if (mark === '```') begin += /^(?:\r\n|\n\r|\r|\n)?/.exec(source.slice(begin))![0].length;
    const endMark = mark === '[' ? ']' : mark;
    const end = source.indexOf(endMark, begin);
    if (end < 0) throw cannotParse(`Can't find end of the entity starting at byte offset ${byteOffset(source, at)}`);
    const place = { offset: text.length, length: end - begin };
    text += source.slice(begin, end);
    at = end + endMark.length;
    const address = mark === '[' ? /^\(([^)]*)\)?/.exec(source.slice(at)) : null;
    at += address?.[0].length ?? 0;
    if (place.length === 0) continue;
    const link = mark === '[' ? linkEntity(address?.[1] ?? text.slice(place.offset), place, findUser) : undefined;
    if (mark !== '[') entities.push({ type: types[mark], ...place, ...(language !== '' && { language }) });
    else if (link) entities.push(link);
  }
  return { text, entities };
}
