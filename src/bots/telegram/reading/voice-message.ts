import type { VoiceMessage } from '../../../commands/request.ts';
import type { Downloads } from '../api/download.ts';
import { personIdOf } from '../ids.ts';
import type { Message } from '../wire.ts';
import { soundIn } from './sound.ts';

/** VoiceMessage: the recording in a message, or undefined. Nothing is fetched before somebody asks for it. */
export function voiceMessageIn(message: Message | undefined, downloads: Downloads): VoiceMessage | undefined {
  const sound = message && soundIn(message);
  if (!sound) return undefined;
  const { from, sender_chat, forward_origin, date } = message;
  return {
    // Who speaks for a group or a channel is nobody in particular.
    authorId: from && !sender_chat ? personIdOf(from.id) : 'telegram:0',
    forwarded: forward_origin !== undefined,
    // Telegram tells seconds: the last moment that it can have been, so that nobody is too early who was not.
    sentAtMs: date * 1000 + 999,
    name: sound.name,
    sizeBytes: sound.media.file_size ?? 0,
    download: signal => downloads.fetch(sound.media, signal),
  };
}
