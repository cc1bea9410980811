/** FileTypes: the filter of file choosers, by extension only (reference, "File Type Filtering"). */

const groups: Readonly<Record<string, readonly string[]>> = {
  image: ['.png', '.gif', '.jpg', '.jpeg', '.jfif', '.webp', '.avif'],
  video: ['.mp4', '.mov', '.qt', '.webm'],
  audio: ['.mp3', '.m4a', '.wav', '.ogg', '.opus', '.flac'],
};

export function isFileType(value: unknown): boolean {
  return typeof value === 'string' && (Object.hasOwn(groups, value) || /^\.[A-Za-z0-9.]+$/.test(value));
}

export function mayUpload(fileTypes: readonly string[] | undefined, filename: string): boolean {
  if (!fileTypes?.length) return true;
  const extensions = fileTypes.flatMap(type => groups[type] ?? [type.toLowerCase()]);
  return extensions.some(extension => filename.toLowerCase().endsWith(extension));
}
