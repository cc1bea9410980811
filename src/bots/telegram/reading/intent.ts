import type { Message, User } from '../wire.ts';
import { type Range, writtenIn } from './marked-text.ts';
import { soundIn } from './sound.ts';

/** Intent: what somebody wants with a message; undefined where it is none of the bot's business. */
export type Intent =
  | { readonly kind: 'start'; readonly payload: string }
  /** `words`: what stands behind the command. */
  | { readonly kind: 'command'; readonly name: string; readonly words: Range }
  /** A recording: the answer to a challenge. */
  | { readonly kind: 'sound' }
  /** Text without a command, in a private chat: to be spoken. */
  | { readonly kind: 'text' }
  /** Somebody who does not show who they are wants something. */
  | { readonly kind: 'anonymous' }
  /** In a private chat, and nothing that the bot can do something with. */
  | { readonly kind: 'other' };

export interface IntentFacts {
  readonly me: Pick<User, 'id' | 'username'>;
  /** In groups, a command that is not in the table and names no bot may be meant for another one. */
  isCommand(name: string): boolean;
}

export function intentOf(message: Message, facts: IntentFacts): Intent | undefined {
  const { chat, from } = message;
  if (chat.type === 'channel' || message.is_automatic_forward || from?.id === facts.me.id) return undefined;
  const isPrivate = chat.type === 'private';
  const command = commandIn(message);
  const plain = () => (isPrivate ? plainIn(message) : answerIn(message, facts));
  const found = command ? meaningOf(command, facts, isPrivate) : plain();
  if (!found) return undefined;
  const isAnonymous = from === undefined || from.is_bot || message.sender_chat !== undefined;
  return isAnonymous && found.kind !== 'other' ? { kind: 'anonymous' } : found;
}

interface TypedCommand {
  readonly name: string;
  /** The bot that it names. */
  readonly suffix: string | undefined;
  readonly words: Range;
  readonly rest: string;
}

/** A forwarded command is what somebody else wanted. */
function commandIn(message: Message): TypedCommand | undefined {
  const { text, entities } = writtenIn(message);
  const entity = entities.find(({ type, offset }) => type === 'bot_command' && offset === 0);
  if (!entity || message.forward_origin !== undefined) return undefined;
  const [name = '', suffix] = text.slice(1, entity.length).toLowerCase().split('@');
  const words = { start: entity.length, end: text.length };
  return { name, suffix, words, rest: text.slice(words.start).trim() };
}

/** Undefined: it is meant for another bot, or may be. */
function meaningOf(
  { name, suffix, words, rest }: TypedCommand,
  { me, isCommand }: IntentFacts,
  isPrivate: boolean,
): Intent | undefined {
  if (suffix !== undefined && suffix !== me.username?.toLowerCase()) return undefined;
  if (name === 'start') return { kind: 'start', payload: rest };
  return isPrivate || suffix !== undefined || isCommand(name) ? { kind: 'command', name, words } : undefined;
}

function plainIn(message: Message): Intent | undefined {
  if (soundIn(message)) return { kind: 'sound' };
  if (message.text !== undefined) return { kind: 'text' };
  return isSent(message) ? { kind: 'other' } : undefined;
}

/** In groups, a recording in reply to something that the bot wrote; in reply to its voice messages people talk to each other. */
function answerIn(message: Message, { me }: IntentFacts): Intent | undefined {
  const { reply_to_message: original } = message;
  if (original?.from?.id !== me.id || original.text === undefined) return undefined;
  return soundIn(message) ? { kind: 'sound' } : undefined;
}

const sentKinds = ['photo', 'sticker', 'animation', 'document', 'video', 'location', 'contact', 'poll', 'dice', 'venue', 'story'];

/** Something that a person sent, rather than news of the chat itself. */
function isSent(message: Message): boolean {
  return sentKinds.some(kind => Object.hasOwn(message, kind));
}
