/** Responding: the messages with which an app answers an interaction. */
import { ApplicationCommandType, InteractionType, MessageFlags, MessageReferenceType, MessageType } from 'discord.js';
import { apiError } from '../rest/api-error.ts';
import type { DiscordState } from '../state.ts';
import { addMessage, type NewMessage } from '../world/messages.ts';
import type { MessageRecord } from '../world/records.ts';
import type { InteractionRecord } from './record.ts';
import { mayAppSendVoice } from './scene.ts';

type Body = Partial<
  Pick<NewMessage, 'content' | 'embeds' | 'components' | 'attachments' | 'mentionedIds' | 'pingedIds' | 'nonce'>
>;

/** Adds it to the channel. Ephemeral as the app wishes, or as the place demands. */
export function respondingMessage(
  state: DiscordState,
  interaction: InteractionRecord,
  body: Body & { readonly flags: number },
): MessageRecord {
  const { world } = state;
  const { app, userId, channelId, isHushed, response } = interaction;
  if (!world.channels.has(channelId)) throw apiError('unknownChannel');
  if (body.flags & MessageFlags.IsVoiceMessage && !mayAppSendVoice(world, interaction)) throw apiError('voiceNotAllowed');
  const isEphemeral = isHushed || Boolean(body.flags & MessageFlags.Ephemeral);
  const { content, embeds, components, attachments, mentionedIds, pingedIds, nonce } = body;
  const given = { content, embeds, components, attachments, mentionedIds, pingedIds, nonce };
  return addMessage(world, {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    channelId,
    authorId: app.botId,
    applicationId: app.id,
    webhookId: app.id,
    flags: body.flags | (isEphemeral ? MessageFlags.Ephemeral : 0),
    ...(isEphemeral ? { ephemeralTo: userId } : {}),
    interaction: { ...interaction.metadata, ...(response?.messageId === undefined ? {} : { originalId: response.messageId }) },
    ...(response ? followingUp(interaction) : placeOf(interaction)),
  });
}

/** Follow-ups reply to the original response, where there is one. */
function followingUp({ response, channelId, guildId }: InteractionRecord): Pick<NewMessage, 'type' | 'reference'> {
  const messageId = response?.messageId;
  if (messageId === undefined) return { type: MessageType.Default };
  return { type: MessageType.Reply, reference: { type: MessageReferenceType.Default, messageId, channelId, guildId } };
}

/** Type of a first response, and what it refers to. */
function placeOf({ type, metadata, channelId, guildId }: InteractionRecord): Pick<NewMessage, 'type' | 'reference'> {
  const about = metadata.pressedMessageId ?? metadata.targetMessageId;
  const reference =
    about === undefined ? {} : { reference: { type: MessageReferenceType.Default, messageId: about, channelId, guildId } };
  if (type === InteractionType.MessageComponent) return { type: MessageType.Reply, ...reference };
  if (metadata.commandType === ApplicationCommandType.Message) return { type: MessageType.ContextMenuCommand, ...reference };
  return { type: type === InteractionType.ApplicationCommand ? MessageType.ChatInputCommand : MessageType.Default };
}
