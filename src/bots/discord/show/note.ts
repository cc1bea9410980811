import type { Reply } from '../../../commands/reply.ts';
import type { Texts } from '../../../commands/texts.ts';
import type { Api, PostedMessage } from '../api.ts';
import { isBusy, isDiscordFault } from '../faults.ts';
import type { Message } from '../message.ts';
import { type Permission, posting, type Scene } from '../scene.ts';
import { tellEveryone } from './everyone.ts';
import { messagesOf, soundFileOf, voiceOf } from './messages.ts';
import type { PrivateLine } from './private-line.ts';

/**
 * Note: speech in the channel: a voice message, which answers its label, since it can carry no words of its own; the label is there first, so
 * that no voice is heard without. Where that cannot be it is a file under the same label, and whoever asked is told why.
 */
export interface NoteParts {
  readonly scene: Scene;
  readonly api: Api;
  readonly line: PrivateLine;
  readonly texts: () => Promise<Texts>;
}

type Note = Extract<Reply, { kind: 'note' }>;

type Obstacle =
  | { readonly kind: 'guest' | 'refused' | 'busy' }
  | { readonly kind: 'permission'; readonly lacks: readonly Permission[] };

export async function showNote(note: Note, parts: NoteParts): Promise<void> {
  const { scene, api, line } = parts;
  const [label] = messagesOf({ text: note.label, buttons: note.buttons ?? [] }) as [Message];
  const file = { ...label, file: soundFileOf(note) };
  if (note.audience === 'asker') {
    await line.tell(file);
    return;
  }
  const obstacle = obstacleIn(scene);
  if (obstacle) {
    await explain(obstacle, parts);
    await asFile(file, parts);
    return;
  }
  const posted = await orObstacle(() => api.post(scene.channelId, label));
  const heard = 'kind' in posted ? posted : await orObstacle(() => voice(note, posted, parts));
  if (!('kind' in heard)) return;
  await explain(heard, parts);
  if ('kind' in posted) await asFile(file, parts);
  else await intoLabel(file, posted, parts);
}

function obstacleIn({ isMember, lacks }: Scene): Obstacle | undefined {
  if (!isMember) return { kind: 'guest' };
  const missing = lacks(posting.voice);
  return missing.length > 0 ? { kind: 'permission', lacks: missing } : undefined;
}

function voice(note: Note, label: PostedMessage, { api, scene }: NoteParts): Promise<PostedMessage> {
  return api.post(scene.channelId, { file: voiceOf(note) }, { answers: label.id });
}

async function orObstacle(work: () => Promise<PostedMessage>): Promise<PostedMessage | Obstacle> {
  try {
    return await work();
  } catch (error) {
    if (!isDiscordFault(error)) throw error;
    return { kind: isBusy(error) ? 'busy' : 'refused' };
  }
}

async function explain(obstacle: Obstacle, { line, texts }: NoteParts): Promise<void> {
  const said = await texts();
  const text =
    obstacle.kind === 'permission'
      ? said.say('discord-file-permission', {
          permissions: obstacle.lacks.map(permission => said.say(`permission-${permission}`)).join(', '),
        })
      : said.say(`discord-file-${obstacle.kind}`);
  for (const message of messagesOf({ text })) await line.tell(message);
}

/** The label stands already, and gets the file. */
async function intoLabel(file: Message, label: PostedMessage, parts: NoteParts): Promise<void> {
  try {
    await parts.api.edit(label, file);
  } catch (error) {
    if (!isDiscordFault(error)) throw error;
    await parts.api.remove(label).catch(() => {});
    await asFile(file, parts);
  }
}

/** As long as the person can be told that it is nowhere, they have their answer. */
export async function asFile(file: Message, { scene, api, line, texts }: NoteParts): Promise<void> {
  try {
    await tellEveryone(file, scene, { api, line });
  } catch (error) {
    if (!isDiscordFault(error)) throw error;
    for (const message of messagesOf({ text: (await texts()).say('discord-nowhere') })) await line.tell(message);
  }
}
