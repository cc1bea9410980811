import type { Api, PostedMessage } from '../api.ts';
import { isDiscordFault } from '../faults.ts';
import type { Message } from '../message.ts';
import { posting, type Scene } from '../scene.ts';
import type { PrivateLine } from './private-line.ts';

/** Everyone: posts what all people in the channel may see: as a member, or else as an answer to whoever asked. Throws when neither can be. */
export async function tellEveryone(
  message: Message,
  scene: Scene,
  { api, line }: { readonly api: Api; readonly line: PrivateLine },
): Promise<PostedMessage | undefined> {
  const isAble = scene.isMember && scene.lacks(message.file ? posting.file : posting.text).length === 0;
  try {
    if (isAble) return await api.post(scene.channelId, message);
  } catch (error) {
    if (!isDiscordFault(error)) throw error;
  }
  await line.tellEveryone(message);
  return undefined;
}
