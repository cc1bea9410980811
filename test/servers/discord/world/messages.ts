/** Messages: adds, changes and removes them, with the events about it. Ephemeral ones make no events: only their person's client hears of them. */
import { MessageType } from 'discord.js';
import { messageEventWire } from './message-wire.ts';
import type { AttachmentRecord, MessageRecord } from './records.ts';
import type { World } from './world.ts';

export type NewMessage = Pick<MessageRecord, 'channelId' | 'authorId'> & Partial<Omit<MessageRecord, 'id' | 'createdAtMs'>>;

export function addMessage(world: World, fields: NewMessage): MessageRecord {
  const message: MessageRecord = {
    id: world.makeId(),
    type: MessageType.Default,
    content: '',
    flags: 0,
    embeds: [],
    components: [],
    attachments: [],
    mentionedIds: [],
    pingedIds: [],
    createdAtMs: world.clock.now(),
    editedAtMs: null,
    ...fields,
  };
  world.channels.get(message.channelId)?.messages.set(message.id, message);
  keepFiles(world, message.attachments);
  announce(world, message, 'MESSAGE_CREATE');
  return message;
}

export type MessageChange = Partial<
  Pick<MessageRecord, 'content' | 'flags' | 'embeds' | 'components' | 'attachments' | 'mentionedIds' | 'pingedIds' | 'editedAtMs'>
>;

export function changeMessage(world: World, message: MessageRecord, change: MessageChange): void {
  for (const { id } of message.attachments) {
    if (change.attachments && !change.attachments.some(kept => kept.id === id)) world.files.delete(id);
  }
  Object.assign(message, change);
  keepFiles(world, message.attachments);
  announce(world, message, 'MESSAGE_UPDATE');
}

export function removeMessage(world: World, message: MessageRecord): void {
  const channel = world.channels.get(message.channelId);
  channel?.messages.delete(message.id);
  for (const { id } of message.attachments) world.files.delete(id);
  if (message.ephemeralTo !== undefined) return;
  const { id, channelId } = message;
  const guildId = channel?.guildId;
  const data = { id, channel_id: channelId, ...(guildId === undefined ? {} : { guild_id: guildId }) };
  world.announce({ name: 'MESSAGE_DELETE', guildId, channelId, data: () => data });
}

function announce(world: World, message: MessageRecord, name: string): void {
  if (message.ephemeralTo !== undefined) return;
  const { channelId } = message;
  const guildId = world.channels.get(channelId)?.guildId;
  world.announce({ name, guildId, channelId, data: viewer => messageEventWire(world, message, viewer) });
}

function keepFiles(world: World, attachments: readonly AttachmentRecord[]): void {
  for (const attachment of attachments) world.files.set(attachment.id, attachment);
}
