import type { APIMessageTopLevelComponent, RESTPostAPIChannelMessageJSONBody } from 'discord.js';
import { MessageFlags } from 'discord.js';

/** Message: what is posted, wherever it goes; as Discord takes it, but for what the place decides. Nothing in it ever notifies anybody. */
export interface Message {
  readonly content?: string;
  readonly components?: APIMessageTopLevelComponent[];
  readonly file?: MessageFile;
}

export interface MessageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** For who cannot see it. */
  readonly description?: string;
  /** Makes it a voice message. */
  readonly sound?: { readonly durationSeconds: number; readonly waveform: Uint8Array };
}

export type MessageBody = RESTPostAPIChannelMessageJSONBody;

/** How it is shown where it goes. */
export interface Manner {
  /** For the person of the interaction alone. */
  readonly isEphemeral?: boolean;
  /** Id of the message in the same channel that it answers. */
  readonly answers?: string;
}

/** What is left out of an edit stays as it was: here everything is said, so that an answer replaces the progress before it whole. */
export function bodyOf({ content = '', components = [], file }: Message, { isEphemeral, answers }: Manner = {}): MessageBody {
  const shared = {
    allowed_mentions: { parse: [], replied_user: false },
    attachments: file ? [attachmentOf(file)] : [],
    ...(answers ? { message_reference: { message_id: answers, fail_if_not_exists: false } } : {}),
  };
  // A voice message has nothing but its sound.
  if (file?.sound) return { ...shared, flags: MessageFlags.IsVoiceMessage };
  const flags = MessageFlags.SuppressEmbeds | (isEphemeral ? MessageFlags.Ephemeral : 0);
  return { ...shared, content, components, flags };
}

function attachmentOf({ name, description, sound }: MessageFile) {
  return {
    id: 0,
    filename: name,
    ...(description ? { description } : {}),
    ...(sound ? { duration_secs: sound.durationSeconds, waveform: Buffer.from(sound.waveform).toString('base64') } : {}),
  };
}
