/**
 * Telegram's formatting as rich text. Offsets and lengths count UTF-16 units, as Telegram and JavaScript do. Entities nest, touch or
 * (from a broken client) overlap and run out of the text: every letter is kept, and no letter of a spoiler is ever shown.
 */
import type { Node, RichText } from '../rich-text.ts';
import { splitName } from '../words.ts';
import { joinLeaves } from './leaves.ts';

/** The fields of the Bot API that matter here. */
export interface TelegramEntity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly user?: { readonly id: number; readonly first_name?: string };
}

export interface TelegramNames {
  person(id: string): string | undefined;
  /** Without "@". */
  username(name: string): string | undefined;
}

const MOST_ENTITIES = 500;

type Part = TelegramEntity & { readonly end: number };

export function parseTelegram(text: string, entities: readonly TelegramEntity[], names: TelegramNames): RichText {
  const parts = entities.slice(0, MOST_ENTITIES).flatMap(entity => clip(entity, text.length));
  return build({ text, names }, { start: 0, end: text.length }, parts);
}

function clip(entity: TelegramEntity, textLength: number): Part[] {
  if (!Number.isSafeInteger(entity.offset) || !Number.isSafeInteger(entity.length)) return [];
  const offset = Math.max(0, entity.offset);
  const end = Math.min(textLength, entity.offset + entity.length);
  return end > offset ? [{ ...entity, offset, end }] : [];
}

interface Source {
  readonly text: string;
  readonly names: TelegramNames;
}

function build(source: Source, range: { start: number; end: number }, parts: readonly Part[]): Node[] {
  const nodes: Node[] = [];
  const rest = [...parts].sort((a, b) => a.offset - b.offset || b.end - a.end || Number(isHidden(b)) - Number(isHidden(a)));
  let at = range.start;
  while (rest.length > 0) {
    const part = rest.shift()!;
    const inside: Part[] = [];
    while (rest.length > 0 && rest[0].offset < part.end) {
      const next = rest.shift()!;
      inside.push({ ...next, end: Math.min(next.end, part.end) });
      if (next.end > part.end) insertSorted(rest, { ...next, offset: part.end });
    }
    nodes.push({ kind: 'text', text: source.text.slice(at, part.offset) }, ...entityNodes(source, part, inside));
    at = part.end;
  }
  nodes.push({ kind: 'text', text: source.text.slice(at, range.end) });
  return joinLeaves(nodes);
}

/** What sticks out of its surroundings goes on behind them. */
function insertSorted(parts: Part[], part: Part): void {
  const at = parts.findIndex(other => other.offset > part.offset || (other.offset === part.offset && other.end < part.end));
  parts.splice(at < 0 ? parts.length : at, 0, part);
}

function isHidden(part: Part): boolean {
  return part.type === 'spoiler';
}

type Reader = (source: Source, part: Part, inside: readonly Part[]) => Node[];

const inner: Reader = (source, part, inside) => build(source, { start: part.offset, end: part.end }, inside);
const own = (source: Source, part: Part) => source.text.slice(part.offset, part.end);

/** What is not in the table (bold, hashtag, phone_number, e-mail ...) is read as it stands. */
const readers: Readonly<Record<string, Reader>> = {
  spoiler: () => [{ kind: 'spoiler' }],
  code: (_source, _part, inside) => secretOr(inside, { kind: 'code', block: false }),
  pre: (_source, _part, inside) => secretOr(inside, { kind: 'code', block: true }),
  blockquote: (source, part, inside) => [{ kind: 'span', block: true, children: inner(source, part, inside) }],
  expandable_blockquote: (source, part, inside) => [{ kind: 'span', block: true, children: inner(source, part, inside) }],
  text_link: (source, part, inside) => [{ kind: 'link', url: part.url ?? '', children: inner(source, part, inside) }],
  url: (source, part, inside) => secretOr(inside, { kind: 'link', url: own(source, part) }),
  mention: (source, part, inside) => secretOr(inside, mentionByUsername(source, part)),
  text_mention: (source, part, inside) => secretOr(inside, mentionById(source, part)),
  bot_command: (source, part, inside) => {
    const name = own(source, part).replace(/^\//u, '').split('@')[0];
    return secretOr(inside, { kind: 'mention', of: 'command', name: splitName(name) });
  },
  custom_emoji: (source, part, inside) => secretOr(inside, { kind: 'emoji', unicode: own(source, part) }),
};

function entityNodes(source: Source, part: Part, inside: readonly Part[]): Node[] {
  const reader = Object.hasOwn(readers, part.type) ? readers[part.type] : undefined;
  return reader ? reader(source, part, inside) : [{ kind: 'span', block: false, children: inner(source, part, inside) }];
}

function secretOr(inside: readonly Part[], node: Node): Node[] {
  return inside.some(isHidden) ? [{ kind: 'spoiler' }] : [node];
}

function mentionByUsername(source: Source, part: Part): Node {
  const username = own(source, part).replace(/^@/u, '');
  return { kind: 'mention', of: 'person', name: lookUp(() => source.names.username(username)) ?? splitName(username) };
}

function mentionById(source: Source, part: Part): Node {
  const { user } = part;
  const name = user && (lookUp(() => source.names.person(String(user.id))) ?? user.first_name);
  return { kind: 'mention', of: 'person', name: name || own(source, part) };
}

/** A look-up that fails costs a name, never the message. */
function lookUp(find: () => string | undefined): string | undefined {
  try {
    return find() || undefined;
  } catch {
    return undefined;
  }
}
