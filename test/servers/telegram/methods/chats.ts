/** getChat, getChatMember, getChatAdministrators, getChatMemberCount, leaveChat. */
import { badRequest } from '../api-error.ts';
import { memberObject, ordinaryMember, setMember } from '../world/members.ts';
import { everybodyMay } from '../world/world.ts';
import type { Method, Methods } from './method.ts';
import { findChat } from './targets.ts';

const present = (status: string) => status !== 'left' && status !== 'kicked';

const countMembers: Method = ({ world, parameters }) => {
  const chat = findChat(world, parameters, 'read');
  return chat.wire.type === 'private' ? 2 : [...chat.members.values()].filter(({ status }) => present(status)).length;
};

export const chatMethods: Methods = {
  getchat({ world, parameters }) {
    const chat = findChat(world, parameters, 'read');
    const person = world.people.get(chat.wire.id);
    const common = {
      ...chat.wire,
      accent_color_id: chat.wire.id % 7 < 0 ? -(chat.wire.id % 7) : chat.wire.id % 7,
      max_reaction_count: 11,
    };
    if (person) return { ...common, ...(person.refusesVoices && { has_restricted_voice_and_video_messages: true }) };
    return { ...common, permissions: { ...everybodyMay, ...chat.permissions } };
  },
  getchatmember({ world, parameters }) {
    const chat = findChat(world, parameters, 'read');
    const id = parameters.integer('user_id', { max: Number.MAX_SAFE_INTEGER });
    if (id <= 0) throw badRequest('invalid user_id specified');
    const user = id === world.bot.id ? world.bot : world.people.get(id)?.user;
    if (!user) throw badRequest('user not found');
    if (chat.wire.type === 'private') {
      if (id !== world.bot.id && id !== chat.wire.id) throw badRequest('member not found');
      return memberObject(user, ordinaryMember);
    }
    return memberObject(user, chat.members.get(id));
  },
  getchatadministrators({ world, parameters }) {
    const chat = findChat(world, parameters, 'read');
    if (chat.wire.type === 'private') throw badRequest('there are no administrators in the private chat');
    return [...chat.members]
      .filter(([, { status }]) => status === 'creator' || status === 'administrator')
      .map(([id, member]) => memberObject(id === world.bot.id ? world.bot : world.people.get(id)!.user, member));
  },
  getchatmembercount: countMembers,
  /** Its name before 2021, still taken. */
  getchatmemberscount: countMembers,
  leavechat({ world, parameters }) {
    const chat = findChat(world, parameters, 'read');
    if (chat.wire.type === 'private') throw badRequest("chat member status can't be changed in private chats");
    setMember(world, chat, { userId: world.bot.id, byId: world.bot.id, member: { ...ordinaryMember, status: 'left' } });
    return true;
  },
};
