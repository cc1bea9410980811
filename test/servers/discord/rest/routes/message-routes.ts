/** Message routes: messages that a bot sends to channels by itself (resources/message). */
import { ChannelType, PermissionFlagsBits as Flags, MessageFlags, MessageReferenceType, MessageType } from 'discord.js';
import { sizeLimitBytes } from '../../interactions/scene.ts';
import { messageWire } from '../../world/message-wire.ts';
import { addMessage, changeMessage, removeMessage } from '../../world/messages.ts';
import type { ChannelRecord, MessageRecord, MessageReferenceRecord } from '../../world/records.ts';
import { channelOf, may, messageOf } from '../access.ts';
import { ApiError, apiError } from '../api-error.ts';
import { asObject, createForm } from '../form.ts';
import { type MessageBody, readEdit, readNewMessage } from '../messages/message-body.ts';
import type { BotCall, Route } from '../route.ts';

const collection = '/channels/{channel.id}/messages';
const single = `${collection}/{message.id}`;

export const messageRoutes: readonly Route[] = [
  { method: 'GET', path: collection, auth: 'bot', handle: listMessages },
  { method: 'POST', path: collection, auth: 'bot', handle: sendMessage },
  { method: 'GET', path: single, auth: 'bot', handle: getMessage },
  { method: 'PATCH', path: single, auth: 'bot', handle: editMessage },
  { method: 'DELETE', path: single, auth: 'bot', handle: deleteMessage },
  { method: 'POST', path: '/channels/{channel.id}/typing', auth: 'bot', handle: startTyping },
];

const settable =
  MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsVoiceMessage | MessageFlags.IsComponentsV2;

function sendMessage(call: BotCall): object {
  const { state, app } = call;
  const { world } = state;
  const channel = channelOf(call);
  if (!may(call, channel, Flags.SendMessages)) throw apiError('missingPermissions');
  const json = (call.json ?? {}) as Record<string, unknown>;
  const reference = readReference(call, channel, json.message_reference);
  const isForward = reference?.type === MessageReferenceType.Forward;
  const guild = world.guilds.get(channel.guildId ?? '');
  const body = readNewMessage(call, { flags: settable, sizeLimitBytes: sizeLimitBytes(guild), mayBeEmpty: isForward });
  checkPermissions(call, channel, body);
  checkReachable(call, channel);
  const earlier =
    json.enforce_nonce === true && body.nonce !== undefined ? sentBefore(channel, app.botId, body.nonce) : undefined;
  if (earlier) return messageWire(world, earlier, viewerOf(call));
  const original = reference && !isForward ? world.message(reference.channelId, reference.messageId) : undefined;
  const repliedId = original && body.allowedMentions.repliedUser ? [original.authorId] : [];
  const message = addMessage(world, {
    channelId: channel.id,
    authorId: app.botId,
    type: original ? MessageType.Reply : MessageType.Default,
    content: body.content,
    flags: body.flags | (isForward ? MessageFlags.HasSnapshot : 0),
    embeds: body.embeds,
    components: body.components,
    attachments: body.attachments,
    mentionedIds: [...new Set([...body.mentionedIds, ...(original ? [original.authorId] : [])])],
    pingedIds: [...new Set([...body.pingedIds, ...repliedId])],
    nonce: body.nonce,
    reference: original || isForward ? reference : undefined,
  });
  return messageWire(world, message, viewerOf(call));
}

function checkPermissions(call: BotCall, channel: ChannelRecord, body: MessageBody): void {
  const isVoice = Boolean(body.flags & MessageFlags.IsVoiceMessage);
  if (isVoice && !may(call, channel, Flags.SendVoiceMessages)) throw apiError('voiceNotAllowed');
  const needed =
    (body.attachments.length > 0 && !isVoice ? Flags.AttachFiles : 0n) |
    (body.embeds.length > 0 ? Flags.EmbedLinks : 0n) |
    (body.isTts ? Flags.SendTTSMessages : 0n);
  if (!may(call, channel, needed)) throw apiError('missingPermissions');
}

/** Direct messages only reach people who take them, and with whom there is something in common. */
function checkReachable({ state: { world }, app }: BotCall, channel: ChannelRecord): void {
  if (channel.type !== ChannelType.DM) return;
  const user = world.users.get(channel.recipientIds.find(id => id !== app.botId) ?? '');
  if (!user?.acceptsDirectMessages) throw apiError('cannotSendToUser');
  const isMutual = world.guilds.values().some(({ members }) => members.has(user.id) && members.has(app.botId));
  if (!isMutual && !app.userInstalls.has(user.id)) throw apiError('noMutualGuilds');
}

function sentBefore(channel: ChannelRecord, authorId: string, nonce: string | number): MessageRecord | undefined {
  return channel.messages.values().find(message => message.authorId === authorId && message.nonce === nonce);
}

function readReference(call: BotCall, channel: ChannelRecord, value: unknown): MessageReferenceRecord | undefined {
  if (value === undefined || value === null) return undefined;
  const { world } = call.state;
  const form = createForm();
  const fields = asObject(value, form.at('message_reference')) ?? {};
  form.check();
  const isForward = fields.type === MessageReferenceType.Forward;
  const from = world.channels.get(String(fields.channel_id ?? channel.id));
  const message = from?.messages.get(String(fields.message_id));
  const isThere = from && message && message.ephemeralTo === undefined && (isForward || from.id === channel.id);
  if (!isThere) {
    if (fields.fail_if_not_exists === false && !isForward) return undefined;
    form.at('message_reference').fail('REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
    form.check();
    return undefined;
  }
  const type = isForward ? MessageReferenceType.Forward : MessageReferenceType.Default;
  const reference = { type, messageId: message.id, channelId: from.id, guildId: from.guildId };
  if (!isForward) {
    if (!may(call, channel, Flags.ReadMessageHistory)) throw apiError('cannotReply');
    return reference;
  }
  if (!may(call, from, Flags.ViewChannel)) throw apiError('missingAccess');
  return { ...reference, snapshot: { ...message } };
}

function listMessages(call: BotCall): object {
  const channel = channelOf(call);
  if (!may(call, channel, Flags.ReadMessageHistory)) return [];
  const { query, state } = call;
  const limit = Number(query.get('limit') ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    const form = createForm();
    form.at('limit').fail('NUMBER_TYPE_MAX', 'int value should be less than or equal to 100.');
    form.check();
  }
  const [before, after] = [query.get('before'), query.get('after')];
  const isAsked = ({ id }: MessageRecord) => (!before || BigInt(id) < BigInt(before)) && (!after || BigInt(id) > BigInt(after));
  const found = [...channel.messages.values()].filter(message => message.ephemeralTo === undefined && isAsked(message)).reverse();
  const shown = after ? found.slice(-limit) : found.slice(0, limit);
  return shown.map(message => messageWire(state.world, message, viewerOf(call)));
}

function getMessage(call: BotCall): object {
  const channel = channelOf(call);
  if (!may(call, channel, Flags.ReadMessageHistory)) throw apiError('missingAccess');
  return messageWire(call.state.world, messageOf(call, channel), viewerOf(call));
}

function editMessage(call: BotCall): object {
  const channel = channelOf(call);
  const message = messageOf(call, channel);
  const { world, seesContent } = call.state;
  if (message.authorId !== call.app.botId) throw apiError('notEditable');
  const edit = readEdit(call, message, { sizeLimitBytes: sizeLimitBytes(world.guilds.get(channel.guildId ?? '')) });
  changeMessage(world, message, { ...edit, editedAtMs: world.clock.now() });
  return messageWire(world, message, { botId: call.app.botId, seesContent });
}

function deleteMessage(call: BotCall): undefined {
  const channel = channelOf(call);
  const message = messageOf(call, channel);
  const isOwn = message.authorId === call.app.botId;
  if (!isOwn && channel.type === ChannelType.DM) {
    throw new ApiError({ status: 403, code: 50003, message: 'Cannot execute action on a DM channel' });
  }
  if (!isOwn && !may(call, channel, Flags.ManageMessages)) throw apiError('missingPermissions');
  removeMessage(call.state.world, message);
}

function startTyping(call: BotCall): undefined {
  const channel = channelOf(call);
  if (!may(call, channel, Flags.SendMessages)) throw apiError('missingPermissions');
}

function viewerOf({ app, state }: BotCall) {
  return { botId: app.botId, seesContent: state.seesContent };
}
