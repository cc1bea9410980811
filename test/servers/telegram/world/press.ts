/** Press: a person presses an inline button, and waits for the bot to answer the callback query. */
import { randomInt } from 'node:crypto';
import type { Press, ShownMessage } from '../control.ts';
import { publish } from './posting.ts';
import type { PersonState, World } from './world.ts';

export function pressButton(
  world: World,
  person: PersonState,
  { message, label }: { message: ShownMessage; label: string },
): Press {
  const chat = world.chats.get(message.chatId);
  const stored = chat?.messages.get(message.id);
  const who = person.user.first_name;
  const isThere =
    chat?.wire.type === 'private' ? chat.wire.id === person.user.id : isMember(chat?.members.get(person.user.id)?.status);
  if (!stored || !isThere) throw new Error(`${who} does not see message ${message.id} of chat ${message.chatId}.`);
  const buttons = stored.wire.reply_markup?.inline_keyboard.flat() ?? [];
  const button = buttons.find(candidate => candidate.text === label);
  if (!button)
    throw new Error(
      `Message ${message.id} has no button "${label}", only: ${buttons.map(({ text }) => `"${text}"`).join(', ') || 'none'}.`,
    );
  if (button.callback_data === undefined) throw new Error(`"${label}" is a link, it asks the bot nothing.`);
  const queryId = `${randomInt(2 ** 46)}${randomInt(10 ** 6)}`;
  const state = { userId: person.user.id, askedMs: world.clock.now() };
  world.callbacks.set(queryId, state);
  publish(world, {
    callback_query: {
      id: queryId,
      from: person.user,
      message: stored.wire,
      chat_instance: String(-7 * 10 ** 15 - Math.abs(message.chatId)),
      data: button.callback_data,
    },
  });
  world.changes.notify();
  return {
    queryId,
    answered: deadlineMs =>
      world.changes.until(
        () => world.callbacks.get(queryId)?.answer,
        () => `"${label}" was not answered`,
        deadlineMs,
      ),
  };
}

const isMember = (status: string | undefined) => status !== undefined && status !== 'left' && status !== 'kicked';
