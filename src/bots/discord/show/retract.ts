import { type APIMessage, MessageFlags } from 'discord.js';
import type { Answerable, Api } from '../api.ts';
import { isDiscordFault } from '../faults.ts';

/** Retract: takes back speech: the voice message that answers the label, and the label, whose button was pressed. */
export async function retract(
  label: APIMessage,
  { api, interaction }: { readonly api: Api; readonly interaction: Answerable },
): Promise<void> {
  for (const message of await voicesOf(label, api)) await api.remove(message);
  try {
    await api.deleteOriginal(interaction);
  } catch (error) {
    if (!isDiscordFault(error)) throw error;
    await api.remove(label);
  }
}

/** Where the bot is only a guest there is none, and it may not look. */
async function voicesOf(label: APIMessage, api: Api): Promise<readonly APIMessage[]> {
  // A label with a file has no voice message beside it.
  if (label.attachments.length > 0) return [];
  try {
    const after = await api.messagesAfter(label);
    return after.filter(
      ({ author, flags = 0, message_reference: reference }) =>
        author.id === label.author.id && flags & MessageFlags.IsVoiceMessage && reference?.message_id === label.id,
    );
  } catch (error) {
    if (!isDiscordFault(error)) throw error;
    return [];
  }
}
