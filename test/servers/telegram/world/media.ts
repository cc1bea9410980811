/** Media: files as messages name them. */
import type { MediaToSend } from '../control.ts';
import type { Media, MediaKind } from '../wire.ts';
import type { StoredFile } from './files.ts';
import type { Content } from './posting.ts';
import type { World } from './world.ts';

const mimeTypes: Partial<Record<MediaKind, string>> = {
  voice: 'audio/ogg',
  audio: 'audio/mpeg',
  video: 'video/mp4',
  document: 'application/octet-stream',
};
const timeless: readonly MediaKind[] = ['document', 'photo'];

/** Clients record for at least a second. */
const defaultDurationSeconds = 1;

export function addFile(world: World, media: MediaToSend): StoredFile {
  const isTimed = !timeless.includes(media.kind);
  return world.files.add({
    kind: media.kind,
    bytes: media.bytes,
    announcedBytes: media.announcedBytes,
    mimeType: media.mimeType ?? mimeTypes[media.kind],
    fileName: media.fileName ?? (media.kind === 'document' ? 'file.bin' : undefined),
    durationSeconds: isTimed ? Math.round(media.durationSeconds ?? defaultDurationSeconds) : undefined,
  });
}

export function contentOf(file: StoredFile): Content {
  const media = mediaObject(file);
  if (file.kind === 'photo') return { photo: [{ ...media, width: 800, height: 600 }] };
  if (file.kind === 'video') return { video: { ...media, width: 640, height: 480 } };
  if (file.kind === 'video_note') return { video_note: { ...media, length: 240 } };
  return { [file.kind]: media };
}

function mediaObject(file: StoredFile): Media {
  const isTimed = !timeless.includes(file.kind);
  const isNamed = file.kind !== 'voice' && file.kind !== 'video_note' && file.kind !== 'photo';
  return {
    ...(isTimed && { duration: file.durationSeconds ?? 0 }),
    ...(isNamed && file.fileName !== undefined && { file_name: file.fileName }),
    ...(file.kind !== 'photo' && file.mimeType !== undefined && { mime_type: file.mimeType }),
    ...(file.kind === 'audio' && file.title !== undefined && { title: file.title }),
    ...(file.kind === 'audio' && file.performer !== undefined && { performer: file.performer }),
    file_id: file.fileId,
    file_unique_id: file.uniqueId,
    file_size: file.announcedBytes,
  };
}
