/** Discord's markup as rich text. Survives whatever people write; a name that cannot be looked up is left out and worded later. */
import type { Node, RichText } from '../rich-text.ts';
import { splitName } from '../words.ts';
import { type DiscordNode, parseDiscordMarkup } from './discord-rules.ts';
import { joinLeaves } from './leaves.ts';

/** Look-ups by id in what the bot knows already; undefined for what it does not. */
export interface DiscordNames {
  person(id: string): string | undefined;
  role(id: string): string | undefined;
  channel(id: string): string | undefined;
}

export function parseDiscord(source: string, names: DiscordNames): RichText {
  return toNodes(parseDiscordMarkup(source), names);
}

function toNodes(content: readonly DiscordNode[], names: DiscordNames): Node[] {
  return joinLeaves(content.flatMap(item => (Object.hasOwn(readers, item.type) ? readers[item.type](item, names) : [])));
}

type Reader = (item: DiscordNode, names: DiscordNames) => Node[];

const span: Reader = (item, names) => [{ kind: 'span', block: false, children: toNodes(item.content, names) }];
const block: Reader = (item, names) => [{ kind: 'span', block: true, children: toNodes(item.content, names) }];

const readers: Readonly<Record<string, Reader>> = {
  text: item => [{ kind: 'text', text: item.content }],
  newline: () => [{ kind: 'text', text: '\n' }],
  br: () => [{ kind: 'text', text: '\n' }],
  em: span,
  strong: span,
  underline: span,
  strikethrough: span,
  heading: block,
  subtext: block,
  blockQuote: block,
  listItem: (item, names) => [
    { kind: 'span', block: true, children: [...(item.number ? [numbered(item.number)] : []), ...toNodes(item.content, names)] },
  ],
  spoiler: () => [{ kind: 'spoiler' }],
  inlineCode: () => [{ kind: 'code', block: false }],
  codeBlock: () => [{ kind: 'code', block: true }],
  url: item => bareLink(item.target),
  autolink: item => [{ kind: 'link', url: item.target }],
  link: (item, names) => [{ kind: 'link', url: item.target, children: toNodes(item.content, names) }],
  user: (item, names) => [{ kind: 'mention', of: 'person', name: lookUp(id => names.person(id), item.id) }],
  role: (item, names) => [{ kind: 'mention', of: 'role', name: lookUp(id => names.role(id), item.id) }],
  channel: (item, names) => [{ kind: 'mention', of: 'channel', name: channelName(lookUp(id => names.channel(id), item.id)) }],
  everyone: () => [{ kind: 'mention', of: 'everyone' }],
  here: () => [{ kind: 'mention', of: 'here' }],
  slashCommand: item => [{ kind: 'mention', of: 'command', name: splitName(item.fullName) }],
  guildNavigation: item => [{ kind: 'mention', of: 'channel', name: navigation[item.navigation] }],
  emoji: item => [{ kind: 'custom-emoji', name: item.name }],
  timestamp: item => timestampNode(item.timestamp, item.format),
};

/** The points at its end belong to the sentence. */
function bareLink(target: string): Node[] {
  const url = target.replace(/[!?.,;:…]+$/u, '');
  return [
    { kind: 'link', url },
    { kind: 'text', text: target.slice(url.length) },
  ];
}

/** As Discord's own client calls its pages. */
const navigation: Readonly<Record<string, string>> = {
  customize: 'Channels & Roles',
  browse: 'Browse Channels',
  guide: 'Server Guide',
  home: 'Server Guide',
  'linked-roles': 'Linked Roles',
};

/** The point after it would end a sentence. */
function numbered(number: string): Node {
  return { kind: 'text', text: `${number.slice(0, -1)}: ` };
}

function channelName(name: string | undefined): string | undefined {
  return name === undefined ? undefined : splitName(name) || undefined;
}

/** A date that no calendar has is left out. */
function timestampNode(seconds: string, style: string | undefined): Node[] {
  const epochSeconds = Number(seconds);
  if (Number.isNaN(new Date(epochSeconds * 1000).getTime())) return [];
  return [{ kind: 'timestamp', epochSeconds, style: (style ?? 'f') as 'f' }];
}

/** A look-up that fails costs a name, never the message. */
function lookUp(find: (id: string) => string | undefined, id: string): string | undefined {
  try {
    return find(id) || undefined;
  } catch {
    return undefined;
  }
}
