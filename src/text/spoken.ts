/**
 * Spoken text: rich text as one line of words in a language. Markup is dropped; spoilers and code are announced, never read; what has
 * no words (links, mentions, emoji, timestamps) is worded. The result is sanitised, and numbers are still digits (normalize/).
 */
import { dropEmojiRemains } from './emoji.ts';
import { spokenHost } from './links.ts';
import type { Node, RichText } from './rich-text.ts';
import { sanitizeText } from './sanitize.ts';
import { emojiName } from './spoken/emoji-names.ts';
import { type Phrases, phrasesOf } from './spoken/phrases.ts';
import { type Clock, spokenTimestamp } from './spoken/timestamps.ts';
import { createWriter, type Points, type Writer } from './spoken/writer.ts';
import { baseLanguage, splitName } from './words.ts';

export const spokenDefaults = { namedEmoji: 3, timeZone: 'UTC' } as const;

export interface SpokenOptions {
  /** BCP 47, of the words that are added. */
  readonly language: string;
  /** For "five minutes ago"; left out: now. */
  readonly nowSeconds?: number;
  /** Left out: {@link spokenDefaults}.timeZone. */
  readonly timeZone?: string;
  /** Different emoji, custom ones included, that are named; later ones are left out. Left out: {@link spokenDefaults}.namedEmoji. */
  readonly namedEmoji?: number;
}

/** May be empty: nothing in the tree can be said. */
export function toSpokenText(tree: RichText, options: SpokenOptions): string {
  const { language, nowSeconds = Date.now() / 1000, timeZone = spokenDefaults.timeZone } = options;
  const points =
    baseLanguage(language) === 'zh' || baseLanguage(language) === 'ja' ? { comma: '，', stop: '。' } : { comma: ', ', stop: '.' };
  const speech: Speech = {
    points,
    writer: createWriter(points),
    phrases: phrasesOf(language),
    clock: { language, nowSeconds, timeZone },
    emojiLeft: options.namedEmoji ?? spokenDefaults.namedEmoji,
    named: new Set(),
  };
  readAll(tree, speech);
  return sanitizeText(dropEmojiRemains(speech.writer.finish()));
}

interface Speech {
  readonly points: Points;
  readonly writer: Writer;
  readonly phrases: Phrases;
  readonly clock: Clock;
  emojiLeft: number;
  readonly named: Set<string>;
}

function readAll(tree: RichText, speech: Speech): void {
  for (let at = 0; at < tree.length; at++) {
    const node = tree[at];
    if (isEmoji(node)) {
      const end = endOfEmojiRun(tree, at);
      readEmoji(tree.slice(at, end).filter(isEmoji), speech);
      at = end - 1;
    } else if (!(isAnnounced(node) && repeats(tree, at))) {
      (readers[node.kind] as (node: Node, speech: Speech) => void)(node, speech);
    }
  }
}

type Readers = { readonly [Kind in Node['kind']]: (node: Extract<Node, { kind: Kind }>, speech: Speech) => void };

const readers: Readers = {
  text: ({ text }, { writer }) => readLines(text, writer),
  span: ({ block, children }, speech) => {
    if (block) speech.writer.endSentence();
    readAll(children, speech);
    if (block) speech.writer.endSentence();
  },
  spoiler: (_node, { writer, phrases }) => writer.aside(phrases.spoiler),
  code: ({ block }, { writer, phrases }) => {
    if (!block) return writer.insert(phrases.code);
    writer.endSentence();
    writer.words(phrases.codeBlock);
    writer.endSentence();
  },
  mention: ({ of, name }, { writer, phrases }) => writer.insert(mentionWords(of, cleanName(name), phrases)),
  emoji: (node, speech) => readEmoji([node], speech),
  'custom-emoji': (node, speech) => readEmoji([node], speech),
  link: ({ url, children }, speech) => {
    const own = children?.length ? toSpokenChildren(children, speech) : '';
    if (own !== '' && URL.parse(own) === null) return readAll(children!, speech);
    const host = spokenHost(url);
    speech.writer.insert(host ? speech.phrases.linkTo(host) : speech.phrases.link);
  },
  timestamp: (node, { writer, clock }) => writer.insert(spokenTimestamp(node, clock)),
};

/** Words of a link's own text, to see whether there are any. */
function toSpokenChildren(children: RichText, speech: Speech): string {
  const writer = createWriter(speech.points);
  readAll(children, { ...speech, writer, named: new Set() });
  return sanitizeText(writer.finish());
}

/** A new line is a pause: a small one where the sentence goes on in small letters. */
function readLines(text: string, writer: Writer): void {
  const lines = text.split(/\r\n?|[\n\u2028\u2029]/u);
  for (const [index, line] of lines.entries()) {
    if (index > 0 && line.trim() !== '' && /^\s*\p{Ll}/u.test(line)) writer.pause();
    else if (index > 0) writer.endSentence();
    writer.words(line);
  }
}

function mentionWords(of: Extract<Node, { kind: 'mention' }>['of'], name: string, phrases: Phrases): string {
  if (of === 'everyone' || of === 'here') return phrases[of];
  if (of === 'command') return phrases.command(name);
  return name || phrases[of];
}

/** Names are typed by people as well: one line, no signs that end a sentence for nothing. */
function cleanName(name: string | undefined): string {
  return sanitizeText(dropEmojiRemains(name ?? '')).replace(/\s+/gu, ' ');
}

type Emoji = Extract<Node, { kind: 'emoji' | 'custom-emoji' }>;

function isEmoji(node: Node): node is Emoji {
  return node.kind === 'emoji' || node.kind === 'custom-emoji';
}

function isAnnounced(node: Node): boolean {
  return node.kind === 'spoiler' || (node.kind === 'code' && !node.block);
}

/** The same announcement stood just before: a spoiler that a parser cut in two is one. */
function repeats(tree: RichText, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && isBlank(tree[before])) before--;
  return before >= 0 && tree[before].kind === tree[at].kind && isAnnounced(tree[before]);
}

function isBlank(node: Node): boolean {
  return node.kind === 'text' && node.text.trim() === '';
}

/** Emoji with nothing but white space between them are one run. */
function endOfEmojiRun(tree: RichText, start: number): number {
  let end = start + 1;
  for (let at = end; at < tree.length && (isEmoji(tree[at]) || isBlank(tree[at])); at++) if (isEmoji(tree[at])) end = at + 1;
  return end;
}

/** Each once, with how often it stands there; never again later in the text. */
function readEmoji(run: readonly Emoji[], speech: Speech): void {
  const names = run.map(node =>
    node.kind === 'emoji' ? emojiName(node.unicode, speech.clock.language) : cleanName(splitName(node.name)),
  );
  for (const [name, same] of Map.groupBy(names, item => item)) {
    if (!name || speech.named.has(name) || speech.emojiLeft <= 0) continue;
    speech.named.add(name);
    speech.emojiLeft--;
    speech.writer.aside(same.length > 1 ? `${name}${speech.points.comma}${speech.phrases.times(same.length)}` : name);
  }
  speech.writer.words(' ');
}
