/** Snapshot: a message as a person sees it now. */
import { type APIMessageTopLevelComponent, ComponentType, MessageFlags } from 'discord.js';
import { attachmentWire, isVoiceMessage } from '../world/message-wire.ts';
import type { MessageRecord } from '../world/records.ts';
import { resolvedComponents, resolvedEmbeds } from '../world/resolved-media.ts';
import type { World } from '../world/world.ts';
import type { SeenButton, SeenMessage } from './seen.ts';

export function snapshot(world: World, message: MessageRecord): SeenMessage {
  const components = resolvedComponents(world, message);
  const parts = everyComponent(components);
  return {
    id: message.id,
    channelId: message.channelId,
    authorId: message.authorId,
    content: message.content,
    flags: message.flags,
    isEphemeral: message.ephemeralTo !== undefined,
    isVoiceMessage: isVoiceMessage(message),
    isThinking: Boolean(message.flags & MessageFlags.Loading),
    isEdited: message.editedAtMs !== null,
    embeds: resolvedEmbeds(world, message),
    components,
    text: [message.content, ...textsOf(parts)].filter(text => text !== '').join('\n'),
    buttons: parts.flatMap(buttonOf),
    attachments: message.attachments.map(attachment => ({
      ...attachmentWire(world, attachment, message),
      bytes: attachment.bytes,
    })),
    ...(message.reference ? { repliesTo: message.reference.messageId } : {}),
    pinged: [...message.pingedIds],
    ...(message.interaction ? { interactionId: message.interaction.id } : {}),
  };
}

/** A component with its fields, whatever its type. */
export type Part = Readonly<Record<string, unknown>> & { readonly type: number };

/** Every component, those inside others too, in the order in which they are read. */
export function everyComponent(components: readonly APIMessageTopLevelComponent[] | readonly unknown[]): Part[] {
  return components.flatMap(component => {
    const part = component as Part;
    const inside = [part.components, part.component, part.accessory]
      .flat()
      .filter(one => typeof one === 'object' && one !== null);
    return [part, ...everyComponent(inside)];
  });
}

export function textsOf(parts: readonly Part[]): string[] {
  return parts.flatMap(({ type, content, label }) => {
    if (type === ComponentType.TextDisplay) return [String(content)];
    return type === ComponentType.Label ? [String(label)] : [];
  });
}

function buttonOf(part: Part): SeenButton[] {
  if (part.type !== ComponentType.Button) return [];
  const button = part as Part & { custom_id?: string; url?: string; label?: string; style: number; disabled?: boolean };
  return [
    {
      ...(button.custom_id === undefined ? {} : { customId: button.custom_id }),
      ...(button.url === undefined ? {} : { url: button.url }),
      label: button.label ?? '',
      style: button.style,
      isDisabled: button.disabled === true,
    },
  ];
}
