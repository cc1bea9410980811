/** Members: who is in a group and what they may do there; changes of the bot's own place reach it as my_chat_member. */
import type { ChatMember, User } from '../wire.ts';
import { publish } from './posting.ts';
import { type ChatState, everybodyMay, type MemberState, unixSeconds, type World } from './world.ts';

export type Member = MemberState;

export const ordinaryMember: Member = { status: 'member', rights: {}, permissions: {} };

export function memberObject(user: User, member: Member = { ...ordinaryMember, status: 'left' }): ChatMember {
  switch (member.status) {
    case 'creator':
      return { status: member.status, user, is_anonymous: false };
    case 'administrator':
      return { status: member.status, user, can_be_edited: false, is_anonymous: false, ...member.rights };
    case 'restricted':
      return { status: member.status, user, is_member: true, until_date: 0, ...member.permissions };
    case 'kicked':
      return { status: member.status, user, until_date: 0 };
    default:
      return { status: member.status, user };
  }
}

export interface MemberChange {
  readonly userId: number;
  readonly byId: number;
  readonly member: Partial<Member>;
}

export function setMember(world: World, chat: ChatState, { userId, byId, member }: MemberChange): void {
  const before = chat.members.get(userId);
  const after = { ...ordinaryMember, ...member };
  chat.members.set(userId, after);
  const user = userId === world.bot.id ? world.bot : world.people.get(userId)!.user;
  const change = {
    chat: chat.wire,
    from: byId === world.bot.id ? world.bot : world.people.get(byId)!.user,
    date: unixSeconds(world),
    old_chat_member: memberObject(user, before),
    new_chat_member: memberObject(user, after),
  };
  if (userId === world.bot.id) publish(world, { my_chat_member: change });
  // Of others only administrators are told, and only those that ask for it.
  else if (chat.members.get(world.bot.id)?.status === 'administrator') publish(world, { chat_member: change });
  world.changes.notify();
}

/** What this user may do: everything as an administrator, what is left as a restricted one. */
export function may(chat: ChatState, userId: number, permission: string): boolean {
  const member = chat.members.get(userId);
  if (!member || member.status === 'left' || member.status === 'kicked') return false;
  if (member.status === 'creator' || member.status === 'administrator') return true;
  const permissions = member.status === 'restricted' ? member.permissions : chat.permissions;
  return { ...everybodyMay, ...permissions }[permission] !== false;
}
