/** Targets: finds the chat a call names, and whether the bot may write there. As tdlib/telegram-bot-api, Client::check_chat and check_chat_access. */
import { badRequest, forbidden, migrated } from '../api-error.ts';
import type { Parameters } from '../parameters.ts';
import { openPrivateChat } from '../world/person.ts';
import type { ChatState, World } from '../world/world.ts';

/** read: look at it. edit: change what is there. write: send there. */
export function findChat(world: World, parameters: Pick<Parameters, 'text'>, access: 'read' | 'edit' | 'write'): ChatState {
  const named = parameters.text('chat_id');
  if (named === '') throw badRequest('chat_id is empty');
  const chat = named.startsWith('@') ? chatByName(world, named.slice(1)) : chatById(world, named);
  if (!chat) throw badRequest('chat not found');
  if (chat.wire.type === 'private') return chat;
  if (access === 'write' && chat.migratedTo !== undefined) throw migrated(chat.migratedTo);
  const kind = chat.wire.type === 'group' ? 'group' : 'supergroup';
  const status = chat.members.get(world.bot.id)?.status ?? 'left';
  if (status === 'kicked') throw forbidden(`bot was kicked from the ${kind} chat`);
  if (status === 'left' && (access !== 'read' || !chat.wire.username)) throw forbidden(`bot is not a member of the ${kind} chat`);
  return chat;
}

function chatByName(world: World, name: string): ChatState | undefined {
  return [...world.chats.values()].find(
    ({ wire }) => wire.type !== 'private' && wire.username?.toLowerCase() === name.toLowerCase(),
  );
}

/** A person is found once the bot has seen them somewhere. */
function chatById(world: World, text: string): ChatState | undefined {
  const id = Number(/^-?\d+/.exec(text)?.[0] ?? 0);
  const person = world.people.get(id);
  if (person) return person.isKnown ? openPrivateChat(world, person) : undefined;
  const chat = world.chats.get(id);
  // A chat that the bot was never in does not exist for it.
  return chat?.wire.type === 'private' || chat?.members.get(world.bot.id) ? chat : undefined;
}

/** What a private chat says to a message of the bot. */
export function checkPerson(world: World, chat: ChatState): void {
  const person = world.people.get(chat.wire.id);
  if (!person) return;
  if (person.blocksBot) throw forbidden('bot was blocked by the user');
  if (!person.hasStarted) throw forbidden("bot can't initiate conversation with a user");
}
