/** Menus: the lists of commands that clients offer. https://core.telegram.org/bots/api#determining-list-of-commands */
import type { BotCommand } from '../control.ts';
import type { ChatState, World } from './world.ts';

/** A scope as in "chat_member -100123 5000", and "" or a language. */
export const menuKey = (scope: string, language: string) => `${scope}/${language}`;

/** A private chat nobody has opened yet. */
export const privateChat = (id: number): MenuPlace => ({ wire: { id, type: 'private' } });

interface MenuPlace extends Partial<Pick<ChatState, 'members'>> {
  readonly wire: Pick<ChatState['wire'], 'id' | 'type'>;
}

/** What this person is offered there: the narrowest scope that has any, in their language before the one for all languages. */
export function menuFor(world: World, userId: number, chat: MenuPlace): readonly BotCommand[] {
  const language = world.people.get(userId)?.user.language_code?.slice(0, 2) ?? '';
  for (const scope of scopesFor(userId, chat)) {
    const menu = world.menus.get(menuKey(scope, language)) ?? world.menus.get(menuKey(scope, ''));
    if (menu) return menu;
  }
  return [];
}

function scopesFor(userId: number, { wire: { id, type }, members }: MenuPlace): readonly string[] {
  if (type === 'private') return [`chat ${id}`, 'all_private_chats', 'default'];
  const status = members?.get(userId)?.status;
  const isAdministrator = status === 'creator' || status === 'administrator';
  return [
    `chat_member ${id} ${userId}`,
    ...(isAdministrator ? [`chat_administrators ${id}`] : []),
    `chat ${id}`,
    ...(isAdministrator ? ['all_chat_administrators'] : []),
    'all_group_chats',
    'default',
  ];
}
