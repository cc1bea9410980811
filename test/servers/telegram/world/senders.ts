/** Senders: in whose name a person writes. Who hides behind a group or a channel shares one account with everybody else who does. */
import type { SendOptions } from '../control.ts';
import type { User } from '../wire.ts';
import type { Content } from './posting.ts';
import type { ChatState } from './world.ts';

/** The ids are the real ones, https://core.telegram.org/bots/api#message (from, sender_chat). */
const groupAnonymousBot: User = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
const channelBot: User = { id: 136_817_688, is_bot: true, first_name: 'Channel', username: 'Channel_Bot' };

export function senderOf(chat: ChatState, user: User, as: SendOptions['as']): Content {
  if (as === undefined) return { from: user };
  if (chat.wire.type !== 'supergroup') throw new Error('Only in supergroups can somebody write in another name.');
  if (as === 'channel') {
    return {
      from: channelBot,
      sender_chat: { id: -(1_003_000_000_000 + (user.id % 1_000_000)), type: 'channel', title: `${user.first_name}'s channel` },
    };
  }
  const status = chat.members.get(user.id)?.status;
  if (status !== 'creator' && status !== 'administrator')
    throw new Error(`${user.first_name} is no administrator and cannot be anonymous.`);
  return { from: groupAnonymousBot, sender_chat: chat.wire };
}
