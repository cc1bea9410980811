import type { AnyCommand } from '../../../commands/command.ts';
import type { OptionSpec } from '../../../commands/options.ts';
import type { OptionValue, Request } from '../../../commands/request.ts';
import { Refusal } from '../../../errors.ts';
import { personIdOf } from '../ids.ts';
import type { People } from '../people.ts';
import type { Message, User } from '../wire.ts';
import { asRichText, type MarkedText, partOf, type Range, writtenIn } from './marked-text.ts';
import { soundIn } from './sound.ts';
import { readWords } from './words.ts';

/**
 * Options: what a message gives a command: its words, and what it replies to: the text to be spoken, the person that is meant. Refuses with
 * 'person-unseen' whoever the bot cannot know.
 */
export interface OptionsOf {
  readonly message: Message;
  readonly words: Range;
  readonly command: AnyCommand | undefined;
  readonly me: Pick<User, 'id'>;
  readonly people: People;
}

export function optionsOf({ message, words, command, me, people }: OptionsOf): Request['options'] {
  const table: Readonly<Record<string, OptionSpec>> = command?.options ?? {};
  const written = writtenIn(message);
  const { ranges, flags } = readWords(written, words, table);
  const options: Record<string, OptionValue> = {};
  for (const [name, range] of ranges) options[name] = asOption(partOf(written, range), table[name], people);
  for (const name of flags) options[name] = true;
  return { ...fromReply(message, { command, me, people, options }), ...options };
}

function asOption(part: MarkedText, spec: OptionSpec | undefined, people: People): OptionValue {
  if (spec?.kind === 'rich-text') return asRichText(part, people.names);
  if (spec?.kind === 'person') return { kind: 'person', id: personIdOf(userIn(part, people)) };
  return part.text.replace(/\s+/g, ' ').trim();
}

function userIn(part: MarkedText, people: People): number {
  const linked = part.entities.find(({ type }) => type === 'text_mention')?.user?.id;
  const found = linked ?? people.userNamed(part.text.trim());
  if (found !== undefined) return found;
  const name = part.text.trim().slice(0, 40);
  throw new Refusal(
    'person-unseen',
    `I do not know who ${name} is: Telegram tells me about people only when I meet them. Use the command in a reply to a message of theirs.`,
    { values: { name } },
  );
}

type Known = Omit<OptionsOf, 'message' | 'words'> & { readonly options: Readonly<Record<string, OptionValue>> };

/** Whatever the words name goes before it. */
function fromReply(message: Message, { command, me, people, options }: Known): Request['options'] {
  const found: Record<string, OptionValue> = {};
  for (const [name, spec] of Object.entries((command?.options ?? {}) as Readonly<Record<string, OptionSpec>>)) {
    if (Object.hasOwn(options, name)) continue;
    const text = spec.kind === 'rich-text' && spec.required ? quotedIn(message) : undefined;
    if (text) found[name] = asRichText(text, people.names);
    const author = spec.kind === 'person' ? authorOf(message, me) : undefined;
    if (author !== undefined && meansAuthor(message, command!.name, options))
      found[name] = { kind: 'person', id: personIdOf(author) };
  }
  return found;
}

/** The part that was marked when replying, or all of it. */
function quotedIn({ quote, reply_to_message: original }: Message): MarkedText | undefined {
  if (quote) return { text: quote.text, entities: quote.entities ?? [] };
  const written = original && writtenIn(original);
  return written && written.text !== '' ? written : undefined;
}

function authorOf({ reply_to_message: original }: Message, me: Pick<User, 'id'>): number | undefined {
  const author = original?.from;
  return author && author.id !== me.id && !author.is_bot && original.sender_chat === undefined ? author.id : undefined;
}

/** Options that say already who or what is meant, so that the author of the message replied to is not. */
const instead: Readonly<Record<string, readonly string[]>> = {
  consent: ['role', 'everyone', 'rule'],
  settings: ['voice'],
  report: ['voice'],
};

/** A report in reply to a recording is about the voice in it. */
function meansAuthor(message: Message, command: string, options: Readonly<Record<string, OptionValue>>): boolean {
  if (instead[command]?.some(name => Object.hasOwn(options, name))) return false;
  return !(command === 'report' && message.reply_to_message && soundIn(message.reply_to_message));
}
