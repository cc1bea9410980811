/** Group: a group or supergroup, its members, topics, upgrade. */
import type { ChatControl, GroupControl, GroupOptions, Person } from '../control.ts';
import type { Chat, ChatMember } from '../wire.ts';
import { type Member, memberObject, ordinaryMember, setMember } from './members.ts';
import { type Content, post } from './posting.ts';
import { createChatControl } from './show.ts';
import { type ChatState, createChat, type World } from './world.ts';

export function createGroup(
  world: World,
  { title, kind = 'supergroup', forum = false, username, members, bot = 'member' }: GroupOptions,
): GroupControl {
  if (members.length === 0) throw new Error(`Somebody must create the group ${title}.`);
  if (kind === 'group' && (forum || username)) throw new Error('Topics and public names need a supergroup.');
  const id = kind === 'supergroup' ? supergroupId(world) : -(4_000_000_000 + world.nextId++);
  const chat = createChat(world, { id, type: kind, title, username, ...(forum ? { is_forum: true as const } : {}) });
  const [creator, ...others] = members;
  chat.members.set(creator.id, { ...ordinaryMember, status: 'creator' });
  for (const person of others) chat.members.set(person.id, ordinaryMember);
  const group = createGroupControl(world, chat);
  if (bot !== 'absent') group.addBot(creator, bot);
  return group;
}

const supergroupId = (world: World) => -(1_002_000_000_000 + world.nextId++);

const botRights = { can_manage_chat: true, can_delete_messages: true, can_invite_users: true, can_pin_messages: true };

function createGroupControl(world: World, chat: ChatState): GroupControl {
  const creatorId = () => [...chat.members].find(([, { status }]) => status === 'creator')![0];
  const say = (by: number, content: Content) => post(world, chat, { content: { from: world.people.get(by)!.user, ...content } });
  const idOf = (who: Person | 'bot') => (who === 'bot' ? world.bot.id : who.id);
  const userOf = (who: Person | 'bot') => (who === 'bot' ? world.bot : who.user);
  const change = (who: Person | 'bot', member: Partial<Member>, by?: Person) =>
    setMember(world, chat, { userId: idOf(who), byId: by?.id ?? creatorId(), member });
  const topicOf = (threadId: number) => {
    const topic = chat.topics.get(threadId);
    if (!topic) throw new Error(`There is no topic ${threadId}.`);
    return topic;
  };

  const group: Omit<GroupControl, keyof ChatControl> = {
    title: chat.wire.title!,
    isForum: chat.wire.is_forum === true,
    add(person, by) {
      change(person, ordinaryMember, by ?? person);
      say(by?.id ?? person.id, { new_chat_members: [person.user] });
    },
    remove(person, by) {
      say(by?.id ?? person.id, { left_chat_member: person.user });
      change(person, { ...ordinaryMember, status: by ? 'kicked' : 'left' }, by ?? person);
    },
    addBot(by, as = 'member') {
      change('bot', as === 'administrator' ? { status: as, rights: botRights, permissions: {} } : ordinaryMember, by);
      say(by.id, { new_chat_members: [world.bot] });
    },
    removeBot(by) {
      // A basic group shows the bot its own removal; a supergroup is closed to it by then.
      if (chat.wire.type === 'group') say(by.id, { left_chat_member: world.bot });
      change('bot', { ...ordinaryMember, status: 'kicked' }, by);
    },
    promote: (who, rights = botRights) => change(who, { status: 'administrator', rights, permissions: {} }),
    demote: who => change(who, ordinaryMember),
    restrict: (who, permissions) =>
      change(who, { status: 'restricted', rights: {}, permissions: { ...chat.permissions, ...permissions } }),
    setPermissions(permissions) {
      chat.permissions = { ...chat.permissions, ...permissions };
    },
    createTopic(name, by) {
      if (!chat.wire.is_forum) throw new Error(`${chat.wire.title} is no forum.`);
      const created = say(by.id, { is_topic_message: true, forum_topic_created: { name, icon_color: 7322096 } });
      const threadId = created.wire.message_id;
      created.wire = { ...created.wire, message_thread_id: threadId };
      chat.topics.set(threadId, { name, created: created.wire, isClosed: false });
      return threadId;
    },
    closeTopic(threadId, by) {
      topicOf(threadId).isClosed = true;
      say(by.id, { message_thread_id: threadId, is_topic_message: true, forum_topic_closed: {} });
    },
    reopenTopic(threadId, by) {
      topicOf(threadId).isClosed = false;
      say(by.id, { message_thread_id: threadId, is_topic_message: true, forum_topic_reopened: {} });
    },
    deleteTopic(threadId) {
      topicOf(threadId);
      chat.topics.delete(threadId);
      for (const [id, { wire }] of chat.messages) if (wire.message_thread_id === threadId) chat.messages.delete(id);
    },
    upgrade(by) {
      if (chat.wire.type !== 'group') throw new Error(`${chat.wire.title} is a supergroup already.`);
      const wire: Chat = { id: supergroupId(world), type: 'supergroup', title: chat.wire.title };
      const upgraded = createChat(world, wire);
      for (const [id, member] of chat.members) upgraded.members.set(id, member);
      say(by.id, { migrate_to_chat_id: wire.id });
      chat.migratedTo = wire.id;
      post(world, upgraded, { content: { from: by.user, migrate_from_chat_id: chat.wire.id } });
      return createGroupControl(world, upgraded);
    },
    member: (who): ChatMember => memberObject(userOf(who), chat.members.get(idOf(who))),
  };
  // A spread would read what the getters give now.
  const control = Object.getOwnPropertyDescriptors(createChatControl(world, () => chat, chat.wire.id));
  return Object.defineProperties(group, control) as GroupControl;
}
