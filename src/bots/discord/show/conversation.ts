import type { APIMessage } from 'discord.js';
import type { Reply } from '../../../commands/reply.ts';
import type { Texts } from '../../../commands/texts.ts';
import type { Answerable, Api } from '../api.ts';
import { isDiscordFault } from '../faults.ts';
import { userIdOf } from '../identity.ts';
import type { Scene } from '../scene.ts';
import { challengeMessage } from './challenge.ts';
import type { CommandLinks } from './command-links.ts';
import { tellEveryone } from './everyone.ts';
import { fileOf, messagesOf, pictureOf, type Wording } from './messages.ts';
import { asFile, showNote } from './note.ts';
import type { PrivateLine } from './private-line.ts';
import { retract } from './retract.ts';

/** Conversation: shows the replies to one request, each where it belongs. Throws when one cannot be shown to anybody. */
export interface ConversationParts {
  readonly scene: Scene;
  readonly api: Api;
  readonly line: PrivateLine;
  readonly link: CommandLinks;
  /** In the language of the person. */
  readonly texts: () => Promise<Texts>;
  /** The button that was pressed, and the message that it is at. */
  readonly pressed?: { readonly interaction: Answerable; readonly message: APIMessage };
}

export type Show = (reply: Reply) => Promise<void>;

export function createConversation(parts: ConversationParts): Show {
  const { scene, api, line, link, texts, pressed } = parts;

  async function tell(wording: Wording): Promise<void> {
    for (const message of messagesOf(wording, link)) await line.tell(message);
  }

  async function announce(wording: Wording): Promise<void> {
    for (const message of messagesOf(wording)) await tellEveryone(message, scene, { api, line });
  }

  async function file(reply: Extract<Reply, { kind: 'file' }>): Promise<void> {
    const { text, buttons, bytes, audience } = reply;
    if (bytes.length > scene.maximumFileBytes) {
      const size = megabytes(bytes.length);
      const maximum = megabytes(scene.maximumFileBytes);
      await tell({ text: (await texts()).say('discord-too-large', { size, maximum }) });
      return;
    }
    const wording = { text, file: fileOf(reply), ...(buttons ? { buttons } : {}) };
    if (audience === 'asker') await tell(wording);
    else for (const message of messagesOf(wording)) await asFile(message, parts);
  }

  /** Who takes no messages from the bot is not told; nobody else is the wiser for it. */
  async function notify({ personId, text }: Extract<Reply, { kind: 'notify' }>): Promise<void> {
    const userId = userIdOf(personId);
    if (userId === undefined) return;
    try {
      const channel = await api.directChannel(userId);
      for (const message of messagesOf({ text }, link)) await api.post(channel, message);
    } catch (error) {
      if (!isDiscordFault(error)) throw error;
    }
  }

  return async reply => {
    switch (reply.kind) {
      case 'progress':
        line.progress(reply.text);
        return;
      case 'text':
        if (reply.audience === 'asker' || scene.isPrivate) await tell(reply);
        else await announce(reply);
        return;
      case 'notify':
        await notify(reply);
        return;
      case 'picture':
        await tell({ ...reply, file: pictureOf(reply) });
        return;
      case 'challenge':
        await line.tell(challengeMessage(reply, await texts()));
        return;
      case 'note':
        await showNote(reply, parts);
        return;
      case 'file':
        await file(reply);
        return;
      case 'retract':
        if (pressed) await retract(pressed.message, { api, interaction: pressed.interaction });
    }
  };
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
