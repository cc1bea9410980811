import type { Directory } from '../../commands/request.ts';
import type { TelegramNames } from '../../text/markup/telegram.ts';
import type { Api } from './api/api.ts';
import { createBounded } from './bounded.ts';
import type { Groups } from './groups.ts';
import { chatIdOf, userIdOf } from './ids.ts';
import type { Chat, Message, User } from './wire.ts';

/**
 * People: names of people and groups, as they were last seen; in memory, bounded. Telegram tells a bot the number behind "@name" only by
 * showing it the person somewhere; names it has not seen since the start it can ask for.
 */
export interface People {
  /** Everybody and every chat that a message shows. */
  learn(message: Message): void;
  meet(user: User): void;
  /** By "@name" or "name". */
  userNamed(username: string): number | undefined;
  readonly names: TelegramNames;
  readonly directory: Directory;
}

export const peopleDefaults = { people: 20_000, groups: 5_000, askSeconds: 2, askedAtOnce: 20, missingMinutes: 10 } as const;

export function createPeople(api: Pick<Api, 'call'>, groups: Groups, now: () => number): People {
  const people = createBounded<number, string>({ maximum: peopleDefaults.people });
  const usernames = createBounded<string, number>({ maximum: peopleDefaults.people });
  const titles = createBounded<string, string>({ maximum: peopleDefaults.groups });
  /** What Telegram did not tell lately. */
  const missing = createBounded<string, true>({ maximum: 1000, lifetimeMs: peopleDefaults.missingMinutes * 60_000, now });

  function meet(user: User): void {
    if (user.is_bot) return;
    people.set(user.id, nameOf(user));
    if (user.username) usernames.set(user.username.toLowerCase(), user.id);
  }

  function see({ id, title }: Chat): void {
    if (title !== undefined) titles.set(groups.placeOf(id), title);
  }

  const personName = (id: string) => people.get(userIdOf(id) ?? 0);
  const placeName = (id: string) => titles.get(id);

  async function ask(id: string, signal: AbortSignal): Promise<void> {
    const place = chatIdOf(id);
    const chatId = userIdOf(id) ?? (place === undefined ? undefined : groups.currentOf(place));
    if (chatId === undefined || personName(id) !== undefined || placeName(id) !== undefined || missing.get(id)) return;
    missing.set(id, true);
    const chat = await api.call<Chat & Partial<User>>('getChat', { chat_id: chatId }, { signal });
    missing.delete(id);
    if (chat.type === 'private') meet({ is_bot: false, first_name: '', ...chat });
    else see({ ...chat, id: chatId });
  }

  return {
    meet,
    learn(message) {
      for (const user of usersIn(message)) meet(user);
      see(message.chat);
    },
    userNamed: username => usernames.get(username.replace(/^@/, '').toLowerCase()),
    names: {
      person: id => people.get(Number(id)),
      username: name => {
        const id = usernames.get(name.toLowerCase());
        return id === undefined ? undefined : people.get(id);
      },
    },
    directory: {
      personName,
      placeName,
      roleName: () => undefined,
      async know(ids) {
        const signal = AbortSignal.timeout(peopleDefaults.askSeconds * 1000);
        const wanted = [...new Set(ids)].slice(0, peopleDefaults.askedAtOnce);
        await Promise.allSettled(wanted.map(id => ask(id, signal)));
      },
    },
  };
}

export function nameOf({ first_name, last_name }: Pick<User, 'first_name' | 'last_name'>): string {
  return last_name ? `${first_name} ${last_name}` : first_name;
}

function usersIn({
  from,
  reply_to_message,
  new_chat_members = [],
  entities = [],
  caption_entities = [],
}: Message): readonly User[] {
  const mentioned = [...entities, ...caption_entities].flatMap(({ user }) => (user ? [user as User] : []));
  return [...[from, reply_to_message?.from].filter(user => user !== undefined), ...new_chat_members, ...mentioned];
}
