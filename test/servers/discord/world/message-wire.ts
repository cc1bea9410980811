/** MessageWire: a message as an app gets it; without the intent for message content, empty where its content is somebody else's. */
import {
  type APIAttachment,
  type APIMessage,
  type APIMessageReference,
  InteractionType,
  MessageFlags,
  MessageReferenceType,
} from 'discord.js';
import type { AttachmentRecord, MessageInteractionRecord, MessageRecord } from './records.ts';
import { resolvedComponents, resolvedEmbeds, usedFiles } from './resolved-media.ts';
import { partialMemberWire, userWire } from './wire.ts';
import type { Viewer, World } from './world.ts';

export const seesEverything: Viewer = { botId: '', seesContent: true };

export function messageWire(world: World, message: MessageRecord, viewer: Viewer): APIMessage {
  const isShown = seesContent(world, message, viewer);
  const usedElsewhere = usedFiles(message);
  return {
    id: message.id,
    channel_id: message.channelId,
    type: message.type,
    author: userWire(world.users.get(message.authorId)!),
    content: isShown ? message.content : '',
    timestamp: new Date(message.createdAtMs).toISOString(),
    edited_timestamp: message.editedAtMs === null ? null : new Date(message.editedAtMs).toISOString(),
    tts: false,
    mention_everyone: false,
    mentions: message.mentionedIds.flatMap(id => world.users.get(id) ?? []).map(userWire),
    mention_roles: [],
    pinned: false,
    flags: message.flags,
    attachments: isShown
      ? message.attachments.filter(({ filename }) => !usedElsewhere.has(filename)).map(one => attachmentWire(world, one, message))
      : [],
    embeds: isShown ? resolvedEmbeds(world, message) : [],
    components: isShown ? resolvedComponents(world, message) : [],
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
    ...(message.applicationId === undefined ? {} : { application_id: message.applicationId }),
    ...(message.webhookId === undefined ? {} : { webhook_id: message.webhookId }),
    ...referenceWire(world, message, viewer),
    ...interactionWire(world, message.interaction),
  };
}

/** In a gateway event: with the guild and the member beside it. */
export function messageEventWire(world: World, message: MessageRecord, viewer: Viewer): object {
  const guildId = world.channels.get(message.channelId)?.guildId;
  const member = guildId === undefined ? undefined : world.guilds.get(guildId)?.members.get(message.authorId);
  return {
    ...messageWire(world, message, viewer),
    ...(guildId === undefined ? {} : { guild_id: guildId }),
    ...(member ? { member: partialMemberWire(member) } : {}),
  };
}

export function attachmentWire(
  world: World,
  attachment: AttachmentRecord,
  message: { channelId: string; ephemeralTo?: string },
): APIAttachment {
  const isEphemeral = message.ephemeralTo !== undefined;
  const url = world.links.urlOf({ ...attachment, channelId: message.channelId, isEphemeral });
  return {
    id: attachment.id,
    filename: attachment.filename,
    size: attachment.bytes.length,
    url,
    proxy_url: url,
    content_type: attachment.contentType,
    ...(attachment.title === undefined ? {} : { title: attachment.title }),
    ...(attachment.description === undefined ? {} : { description: attachment.description }),
    ...(attachment.durationSeconds === undefined ? {} : { duration_secs: attachment.durationSeconds }),
    ...(attachment.waveform === undefined ? {} : { waveform: attachment.waveform }),
    ...(isEphemeral ? { ephemeral: true } : {}),
  };
}

function seesContent(world: World, message: MessageRecord, { botId, seesContent: hasIntent }: Viewer): boolean {
  const isDirect = world.channels.get(message.channelId)?.guildId === undefined;
  return hasIntent || isDirect || message.authorId === botId || message.mentionedIds.includes(botId);
}

function referenceWire(world: World, { reference }: MessageRecord, viewer: Viewer): Partial<APIMessage> {
  if (!reference) return {};
  const message_reference: APIMessageReference = {
    type: reference.type,
    message_id: reference.messageId,
    channel_id: reference.channelId,
    ...(reference.guildId === undefined ? {} : { guild_id: reference.guildId }),
  };
  const original = world.message(reference.channelId, reference.messageId);
  if (reference.type === MessageReferenceType.Default) {
    return { message_reference, referenced_message: original ? messageWire(world, original, viewer) : null };
  }
  if (!reference.snapshot) return { message_reference };
  const shown = messageWire(world, reference.snapshot, viewer);
  const { content, embeds, attachments, timestamp, edited_timestamp, flags, mentions, mention_roles, type, components } = shown;
  const message = { content, embeds, attachments, timestamp, edited_timestamp, flags, mentions, mention_roles, type, components };
  return { message_reference, message_snapshots: [{ message }] } as Partial<APIMessage>;
}

function interactionWire(world: World, interaction: MessageInteractionRecord | undefined): Partial<APIMessage> {
  if (!interaction) return {};
  const user = userWire(world.users.get(interaction.userId)!);
  const { id, type, name } = interaction;
  const interaction_metadata = {
    id,
    type,
    user,
    authorizing_integration_owners: interaction.owners,
    ...(name === undefined ? {} : { name, command_type: interaction.commandType }),
    ...(interaction.originalId === undefined ? {} : { original_response_message_id: interaction.originalId }),
    ...(interaction.targetMessageId === undefined ? {} : { target_message_id: interaction.targetMessageId }),
    ...(interaction.pressedMessageId === undefined ? {} : { interacted_message_id: interaction.pressedMessageId }),
  } as APIMessage['interaction_metadata'];
  const isCommand = type === InteractionType.ApplicationCommand;
  return { interaction_metadata, ...(isCommand ? { interaction: { id, type, user, name: name ?? '' } } : {}) };
}

export function isVoiceMessage({ flags }: { readonly flags: number }): boolean {
  return Boolean(flags & MessageFlags.IsVoiceMessage);
}
