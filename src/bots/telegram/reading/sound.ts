import type { Media, Message } from '../wire.ts';

/** Sound: the recording in a message, whatever Telegram calls it. */
export interface Sound {
  readonly media: Media;
  /** What to call it when something is wrong with it. */
  readonly name: string;
}

export function soundIn({ voice, video_note, audio, document }: Message): Sound | undefined {
  if (voice) return { media: voice, name: 'voice.ogg' };
  if (video_note) return { media: video_note, name: 'video.mp4' };
  if (audio) return { media: audio, name: 'audio' };
  const isSound = /^audio\/|^application\/ogg$|^video\/(?:ogg|webm)$/.test(document?.mime_type ?? '');
  return document && isSound ? { media: document, name: 'file' } : undefined;
}
