/** Markup: what the parsers of HTML and Markdown have in common. Texts of errors as tdlib/td, td/telegram/MessageEntity.cpp. */
import { badRequest } from '../api-error.ts';
import type { MessageEntity, User } from '../wire.ts';

export interface FormattedText {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}

/** Who a link tg://user?id=... names; undefined for somebody unknown. */
export type FindUser = (userId: number) => User | undefined;

export const cannotParse = (what: string) => badRequest(`can't parse entities: ${what}`);

/** Errors count bytes of UTF-8. */
export const byteOffset = (source: string, index: number) => Buffer.byteLength(source.slice(0, index));

/** A link, a mention of somebody, or nothing for a broken address. */
export function linkEntity(
  url: string,
  place: { offset: number; length: number },
  findUser: FindUser,
): MessageEntity | undefined {
  const userId = /^tg:(?:\/\/)?user\/?\?(?:.*&)?id=(\d+)/i.exec(url)?.[1];
  if (userId !== undefined) {
    const user = findUser(Number(userId));
    return user && { type: 'text_mention', ...place, user };
  }
  const address = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`;
  const parsed = URL.parse(address);
  if (
    !parsed ||
    !/^(?:https?|tg|ton|tonsite):$/.test(parsed.protocol) ||
    !/\./.test(`${parsed.host}${parsed.protocol.startsWith('http') ? '' : '.'}`)
  )
    return undefined;
  return { type: 'text_link', ...place, url: parsed.protocol.startsWith('http') ? parsed.href : address };
}
