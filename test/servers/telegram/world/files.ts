/** File store: bytes that were sent in chats, by file id. A file has one unique id and any number of file ids; paths for downloads end. */
import { createHash } from 'node:crypto';
import type { MediaKind } from '../wire.ts';
import { randomText } from './world.ts';

export interface StoredFile {
  readonly fileId: string;
  readonly uniqueId: string;
  readonly kind: MediaKind;
  readonly bytes: Uint8Array;
  /** What messages and getFile say; a dishonest one differs from the bytes. */
  readonly announcedBytes: number;
  readonly fileName?: string;
  readonly mimeType?: string;
  readonly durationSeconds?: number;
  readonly title?: string;
  readonly performer?: string;
  /** No longer to be had. */
  isGone: boolean;
}

export interface FileStore {
  add(
    file: Omit<StoredFile, 'fileId' | 'uniqueId' | 'announcedBytes' | 'isGone'> & { readonly announcedBytes?: number },
  ): StoredFile;
  get(fileId: string): StoredFile | undefined;
  /** Makes it downloadable: "voice/file_3.oga". */
  pathOf(file: StoredFile): string;
  atPath(path: string): StoredFile | undefined;
  /** All paths end; later ones are new. */
  expire(): void;
}

const folders: Readonly<Record<MediaKind, string>> = {
  voice: 'voice',
  audio: 'music',
  document: 'documents',
  photo: 'photos',
  video: 'videos',
  video_note: 'video_notes',
};

const defaultEndings: Readonly<Record<MediaKind, string>> = {
  voice: '.oga',
  audio: '.mp3',
  document: '',
  photo: '.jpg',
  video: '.mp4',
  video_note: '.mp4',
};

export function createFileStore(): FileStore {
  const files = new Map<string, StoredFile>();
  const paths = new Map<string, StoredFile>();
  let next = 0;
  return {
    add(file) {
      const fileId = `AwACAgIA${randomText(48)}`;
      const uniqueId = `Ag${createHash('sha256').update(file.bytes).digest('base64url').slice(0, 14)}`;
      const stored = { ...file, announcedBytes: file.announcedBytes ?? file.bytes.length, fileId, uniqueId, isGone: false };
      files.set(fileId, stored);
      return stored;
    },
    get: fileId => files.get(fileId),
    pathOf(file) {
      for (const [path, at] of paths) if (at === file) return path;
      const ending = /\.[a-z0-9]{1,5}$/i.exec(file.fileName ?? '')?.[0] ?? defaultEndings[file.kind];
      const path = `${folders[file.kind]}/file_${next++}${file.kind === 'voice' ? '.oga' : ending}`;
      paths.set(path, file);
      return path;
    },
    atPath: path => paths.get(path),
    expire: () => paths.clear(),
  };
}
