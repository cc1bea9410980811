import type { AnyCommand } from '../../../commands/command.ts';
import { type Place, privatePlaceOf, type Request } from '../../../commands/request.ts';
import type { Api } from '../api/api.ts';
import type { Downloads } from '../api/download.ts';
import { patiently } from '../api/patiently.ts';
import type { Clock } from '../clock.ts';
import type { Groups } from '../groups.ts';
import { isGroup, personIdOf } from '../ids.ts';
import { nameOf, type People } from '../people.ts';
import { addressOf, type Where, whereOf } from '../where.ts';
import type { CallbackQuery, ChatMember, Message, User } from '../wire.ts';
import type { Intent } from './intent.ts';
import { asRichText, type Range, writtenIn } from './marked-text.ts';
import { optionsOf } from './options.ts';
import { voiceMessageIn } from './voice-message.ts';

/** Requests: what somebody wants, as the dispatcher takes it. May ask Telegram who manages the group; refuses with 'person-unseen'. */
export interface Requests {
  /** In the order of the update; `where` is the place that it is about. */
  ofMessage(message: Message, intent: MessageIntent, facts: RequestFacts): Promise<Request>;
  ofPress(query: CallbackQuery & { readonly data: string }, where: Where, facts: RequestFacts): Promise<Request>;
  placeOf(where: Where): Place;
}

export type MessageIntent = Extract<Intent, { kind: 'command' | 'sound' | 'text' }>;

export interface RequestFacts {
  /** Unique, also over restarts. */
  readonly id: string;
  readonly signal: AbortSignal;
}

export interface RequestParts {
  readonly api: Api;
  readonly clock: Clock;
  readonly downloads: Downloads;
  readonly commands: readonly AnyCommand[];
  readonly people: People;
  readonly groups: Groups;
  readonly me: Pick<User, 'id' | 'username'>;
}

/** What a voice message may last so that it has less than 1 MB; above that Telegram draws no waveform. */
const longestNoteSeconds = 200;

/** They do other things for those who manage the group. */
const asksForAdmins = new Set(['settings', 'report']);

export function createRequests(parts: RequestParts): Requests {
  const { api, clock, downloads, commands, people, groups, me } = parts;

  function placeOf({ chatId, userId }: Where): Place {
    const personId = personIdOf(userId);
    if (!isGroup(chatId)) return { id: privatePlaceOf(personId), kind: 'private', name: me.username ?? '' };
    const id = groups.placeOf(chatId);
    return { id, kind: 'group', name: people.directory.placeName(id) ?? '' };
  }

  /** Asked each time: whoever is no admin any more has no rights any more. */
  async function isAdmin({ chatId, userId }: Where, command: string, signal: AbortSignal): Promise<boolean> {
    if (!isGroup(chatId) || !asksForAdmins.has(command)) return !isGroup(chatId);
    try {
      const ask = () => api.call<ChatMember>('getChatMember', { chat_id: chatId, user_id: userId }, { signal });
      const { status } = await patiently(ask, { clock, signal });
      return status === 'creator' || status === 'administrator';
    } catch {
      signal.throwIfAborted();
      return false;
    }
  }

  async function base(user: User, where: Where, { command, ...facts }: RequestFacts & { readonly command: string }) {
    return {
      ...facts,
      person: {
        id: personIdOf(user.id),
        name: nameOf(user),
        roles: [],
        isAdmin: await isAdmin(where, command, facts.signal),
      },
      place: placeOf(where),
      locale: user.language_code ?? 'en',
      address: addressOf(where),
      longestNoteSeconds,
      canRetract: true,
      hints: isGroup(where.chatId) ? hints.group : hints.private,
      directory: people.directory,
    } as const;
  }

  function contentOf(message: Message, intent: MessageIntent): Pick<Request, 'command' | 'options' | 'message'> {
    const own = voiceMessageIn(message, downloads);
    if (intent.kind === 'sound') return { command: 'clone', options: {}, ...(own ? { message: own } : {}) };
    const sound = own ?? voiceMessageIn(message.reply_to_message, downloads);
    if (intent.kind === 'text') return { command: 'say', options: { text: asRichText(writtenIn(message), people.names) } };
    const { name, words } = intent as { readonly name: string; readonly words: Range };
    const command = commands.find(one => one.name === name);
    const options = optionsOf({ message, words, command, me, people });
    // In reply to a voice of the bot, somebody wants one of their own.
    const isOwnVoice = name === 'clone' && !own && message.reply_to_message?.from?.id === me.id;
    return { command: name, options, ...(sound && !isOwnVoice ? { message: sound } : {}) };
  }

  return {
    placeOf,
    async ofMessage(message, intent, facts) {
      const content = contentOf(message, intent);
      const where = whereOf(message, message.from!.id);
      return { ...(await base(message.from!, where, { ...facts, command: content.command })), ...content };
    },
    async ofPress({ from, data }, where, facts) {
      // What a button does stands in front; whether it is one of ours the dispatcher finds out.
      const command = data.split(':', 1)[0]!;
      return { ...(await base(from, where, { ...facts, command })), command, options: {}, action: data };
    },
  };
}

const hints = {
  private: ['telegram-hint-private', 'telegram-hint-groups'],
  group: ['telegram-hint-groups'],
} as const;
