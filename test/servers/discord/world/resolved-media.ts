/** ResolvedMedia: "attachment://name" in embeds and components, as the links that people get. Such files are no longer listed as attachments. */
import type { APIEmbed, APIMessageTopLevelComponent } from 'discord.js';
import type { MessageRecord } from './records.ts';
import type { World } from './world.ts';

const scheme = 'attachment://';

export function resolvedComponents(world: World, message: MessageRecord): APIMessageTopLevelComponent[] {
  return resolved(world, message, message.components);
}

export function resolvedEmbeds(world: World, message: MessageRecord): APIEmbed[] {
  return resolved(world, message, message.embeds);
}

/** Names of files that embeds and components show. */
export function usedFiles({ embeds, components }: Pick<MessageRecord, 'embeds' | 'components'>): Set<string> {
  const found = JSON.stringify([embeds, components]).matchAll(/"attachment:\/\/([^"]+)"/g);
  return new Set([...found].map(([, name]) => name));
}

/** Replaces `url: "attachment://..."` everywhere, and adds what Discord knows of the file beside it. */
function resolved<T>(world: World, message: MessageRecord, value: T): T {
  const replace = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(replace);
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node).map(([key, inner]) => [key, replace(inner)] as const);
    const copy: Record<string, unknown> = Object.fromEntries(entries);
    const { url } = copy;
    if (typeof url !== 'string' || !url.startsWith(scheme)) return copy;
    const attachment = message.attachments.find(({ filename }) => filename === url.slice(scheme.length));
    if (!attachment) return copy;
    const link = world.links.urlOf({
      ...attachment,
      channelId: message.channelId,
      isEphemeral: message.ephemeralTo !== undefined,
    });
    return { ...copy, url: link, proxy_url: link, content_type: attachment.contentType, attachment_id: attachment.id };
  };
  return replace(value) as T;
}
