/** Uploads: the files of a request and what `attachments` says of them (reference, "Uploading Files"). */
import type { AttachmentRecord } from '../../world/records.ts';
import { ApiError, apiError } from '../api-error.ts';
import type { UploadedFile } from '../body.ts';
import { asArray, asObject, asOptionalText, type Form } from '../form.ts';

export interface UploadsInput {
  readonly files: readonly UploadedFile[];
  /** `attachments` as it was sent. */
  readonly described: unknown;
  /** On the message already, when it is edited. */
  readonly existing: readonly AttachmentRecord[];
  readonly sizeLimitBytes: number;
  readonly makeId: () => string;
}

export interface Uploads {
  /** New ones, with what was told of their sound; `contentType` as the part said. */
  readonly added: readonly SoundUpload[];
  /** Existing ones that stay. */
  readonly kept: readonly AttachmentRecord[];
}

export interface SoundUpload extends AttachmentRecord {
  /** As it was sent: right or wrong. */
  readonly told: { readonly durationSeconds: unknown; readonly waveform: unknown };
}

const mostFiles = 10;
const largestRequestBytes = 25 * 1024 * 1024;

export function readUploads(input: UploadsInput, form: Form): Uploads {
  const { files, sizeLimitBytes, existing } = input;
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (totalBytes > largestRequestBytes || files.some(({ bytes }) => bytes.length > sizeLimitBytes)) throw apiError('tooLarge');
  if (files.length > mostFiles) {
    throw new ApiError({
      status: 400,
      code: 30015,
      message: `Maximum number of attachments in a message reached (${mostFiles})`,
    });
  }
  const descriptions = input.described === undefined || input.described === null ? undefined : readDescriptions(input, form);
  const added = files.map((file, index) => uploadOf(file, descriptions?.get(placeholderOf(file, form.at(index)) ?? ''), input));
  return { added, kept: keptOf(existing, descriptions) };
}

type Fields = Record<string, unknown>;

/** By id: of an existing file, or the n of files[n]. */
function readDescriptions({ described, files, existing }: UploadsInput, form: Form): Map<string, Fields> {
  const at = form.at('attachments');
  const known = new Set([...files.map(({ field }) => /^files\[(\d+)\]$/.exec(field)?.[1]), ...existing.map(({ id }) => id)]);
  const descriptions = new Map<string, Fields>();
  for (const [index, value] of asArray(described, at).entries()) {
    const fields = asObject(value, at.at(index));
    if (!fields) continue;
    const id = String(fields.id ?? '');
    asOptionalText(fields.description, at.at(index).at('description'), { max: 1024 });
    asOptionalText(fields.title, at.at(index).at('title'), { max: 1024 });
    asOptionalText(fields.filename, at.at(index).at('filename'), { min: 1, max: 1024 });
    if (!known.has(id))
      at.at(index)
        .at('id')
        .fail('ATTACHMENT_NOT_FOUND', `There is no file for attachment ${id || 'without id'}`);
    if (descriptions.has(id)) at.at(index).at('id').fail('ATTACHMENT_DUPLICATED', `Attachment ${id} is described twice`);
    descriptions.set(id, fields);
  }
  return descriptions;
}

function placeholderOf({ field, filename }: UploadedFile, form: Form): string | undefined {
  const placeholder = /^files\[(\d+)\]$/.exec(field)?.[1];
  if (placeholder === undefined) form.fail('FILE_FIELD_INVALID', `Files are sent as files[n], not ${field}`);
  if (!filename) form.fail('FILE_WITHOUT_NAME', 'Files are sent with a filename');
  return placeholder;
}

function uploadOf(file: UploadedFile, described: Fields | undefined, { makeId }: UploadsInput): SoundUpload {
  const { title, description, filename = file.filename, duration_secs, waveform } = described ?? {};
  return {
    id: makeId(),
    filename: tidied(String(filename)),
    contentType: file.contentType,
    bytes: file.bytes,
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    told: { durationSeconds: duration_secs, waveform },
  };
}

/** Without a list all stay; with one, those in it. */
function keptOf(existing: readonly AttachmentRecord[], descriptions: Map<string, Fields> | undefined): AttachmentRecord[] {
  if (!descriptions) return [...existing];
  return existing.flatMap(attachment => {
    const description = descriptions.get(attachment.id);
    if (!description) return [];
    const text = description.description;
    return [typeof text === 'string' ? { ...attachment, description: text } : attachment];
  });
}

/** Discord's links hold no blanks and no other signs. */
function tidied(filename: string): string {
  return filename.replaceAll(/[^A-Za-z0-9._-]+/g, '_');
}
