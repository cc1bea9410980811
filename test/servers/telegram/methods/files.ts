/** getFile. */
import { badRequest } from '../api-error.ts';
import type { Methods } from './method.ts';

const MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024;

export const fileMethods: Methods = {
  getfile({ world, parameters }) {
    const fileId = parameters.text('file_id');
    if (fileId === '') throw badRequest('file_id not specified');
    const file = world.files.get(fileId);
    if (!file) throw badRequest('invalid file_id');
    // Both are looked at: a file announced small may turn out large.
    if (Math.max(file.announcedBytes, file.bytes.length) > MAX_DOWNLOAD_BYTES) throw badRequest('file is too big');
    if (file.isGone) throw badRequest('wrong file_id or the file is temporarily unavailable');
    return {
      file_id: file.fileId,
      file_unique_id: file.uniqueId,
      file_size: file.announcedBytes,
      file_path: world.files.pathOf(file),
    };
  },
};
