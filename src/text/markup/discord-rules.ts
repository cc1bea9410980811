/**
 * The rules of Discord's markup: those of discord-markdown-parser, made safe for hostile text (bounded nesting, no slow patterns) and
 * completed by lists, guild navigation and underscores inside words. Spoilers and code end the parsing: what is in them stays in them.
 */
import parser from 'discord-markdown-parser';

const { SimpleMarkdown, rulesExtended } = parser;

type Rules = Parameters<typeof SimpleMarkdown.parserFor>[0];
type Rule = Rules[string];
type Match = (source: string, state: ParserState, before: string) => RegExpMatchArray | null;
interface ParserState {
  readonly depth?: number;
  readonly [key: string]: unknown;
}
export type DiscordNode = ReturnType<ReturnType<typeof SimpleMarkdown.parserFor>>[number];

const DEEPEST = 16;

function rule(order: number, match: Match, parse: Rule['parse']): Rule {
  return { order, match: match as Rule['match'], parse };
}

/** A rule whose content is parsed again; below {@link DEEPEST} its signs are text. `atStart`: the content starts a line. */
function nesting(base: Rule, { atStart = false, match = base.match as Match } = {}): Rule {
  return {
    ...base,
    match: ((source, state, before) => {
      const capture = (state.depth ?? 0) >= DEEPEST ? null : match(source, state, before);
      return capture && !tearsSpoiler(capture[0]) ? capture : null;
    }) as Rule['match'],
    parse: (capture, parse, state) => {
      const depth = ((state as ParserState).depth ?? 0) + 1;
      return base.parse(capture, parse, {
        ...state,
        depth,
        prevCapture: atStart ? null : (capture.slice(0, 0).concat('x') as never),
      });
    },
  };
}

/** Half of a spoiler within would leave the other half readable: then it is no style, no list, no quote. */
const tearsSpoiler = (text: string) => text.split('||').length % 2 === 0;
const endsInWord = (text: string) => /[\p{L}\p{N}_]$/u.test(text);
const startsLine = (before: string) => before === '' || before.endsWith('\n');

/** "snake_case_name" has no italics in it. */
const emphasis: Match = (source, state, before) =>
  source.startsWith('_') && endsInWord(before) ? null : (rulesExtended.em.match as Match)(source, state, before);

const LINK =
  /^\[((?:[^[\]\\\n]|\\.|\[[^[\]\n]{0,100}\]){1,400})\]\(\s{0,5}<?(https?:\/\/[^\s<>()]{1,2000}(?:\([^\s<>()]{0,200}\)[^\s<>()]{0,200})?)>?(?:\s{1,5}"[^"\n]{0,200}")?\s{0,5}\)/u;
const LIST_ITEM = /^ {0,20}(?:[-*]|(\d{1,4}\.)) +([^\n]+)(?:\n|$)/u;
const NAVIGATION = /^<id:(customize|browse|guide|home|linked-roles)(?::\d{1,20})?>/u;
/** One sign, then all that starts no other rule: those start at a sign of markup, at a line, or with "http". */
const TEXT = /^[\s\S][^\n\\`*_~|<@[¯h]*/u;

const { text, emoticon, br, newline, autolink, url, inlineCode, codeBlock } = rulesExtended;
const { user, role, channel, emoji, everyone, here, timestamp, slashCommand, guildNavigation } = rulesExtended;
const unlessInWord = (base: Rule): Rule => ({
  ...base,
  match: ((source, state, before) => (endsInWord(before) ? null : (base.match as Match)(source, state, before))) as Rule['match'],
});

const rules: Rules = {
  newline,
  escape: rulesExtended.escape,
  autolink,
  url: unlessInWord(url),
  inlineCode,
  codeBlock,
  emoticon,
  br,
  user,
  role,
  channel,
  emoji,
  timestamp,
  slashCommand,
  guildNavigation,
  everyone: unlessInWord(everyone),
  here: unlessInWord(here),
  em: nesting(rulesExtended.em, { match: emphasis }),
  strong: nesting(rulesExtended.strong),
  underline: nesting(rulesExtended.underline),
  strikethrough: nesting(rulesExtended.strikethrough),
  heading: nesting(rulesExtended.heading),
  subtext: nesting(rulesExtended.subtext),
  blockQuote: nesting(rulesExtended.blockQuote, { atStart: true }),
  link: nesting(
    rule(
      rulesExtended.link.order,
      source => LINK.exec(source),
      (capture, parse, state) => ({ content: parse(capture[1], state), target: capture[2] }),
    ),
  ),
  listItem: nesting(
    rule(
      0,
      (source, _state, before) => (startsLine(before) ? LIST_ITEM.exec(source) : null),
      (capture, parse, state) => ({ number: capture[1], content: parse(capture[2], state) }),
    ),
  ),
  navigation: rule(
    rulesExtended.guildNavigation.order,
    source => NAVIGATION.exec(source),
    capture => ({ type: 'guildNavigation', navigation: capture[1] }),
  ),
  spoiler: { ...rulesExtended.spoiler, parse: () => ({}) },
  text: { ...text, match: ((source: string) => TEXT.exec(source)) as Rule['match'] },
};

const parse = SimpleMarkdown.parserFor(rules);

export function parseDiscordMarkup(source: string): DiscordNode[] {
  return parse(source, { inline: true });
}
