import type { Texts } from '../../../commands/texts.ts';
import type { Api } from '../api.ts';
import { isDiscordFault } from '../faults.ts';
import type { Message } from '../message.ts';
import type { Scene } from '../scene.ts';
import { messagesOf } from './messages.ts';

/** Direct: how else to reach the person of an interaction: a direct message, or a word in the channel that there was an answer. Throws when neither gets there. */
export async function reachPerson(
  message: Message,
  scene: Pick<Scene, 'userId' | 'person' | 'channelId' | 'isMember'>,
  { api, texts }: { readonly api: Api; readonly texts: () => Promise<Texts> },
): Promise<void> {
  try {
    await api.post(await api.directChannel(scene.userId), message);
  } catch (error) {
    if (!isDiscordFault(error) || !scene.isMember) throw error;
    const text = (await texts()).say('discord-late', { person: scene.person.name });
    for (const late of messagesOf({ text })) await api.post(scene.channelId, late);
  }
}
