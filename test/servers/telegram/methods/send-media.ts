/** sendVoice, sendAudio, sendDocument, sendPhoto. What a file becomes is decided by its bytes, not by the method alone. */
import { badRequest } from '../api-error.ts';
import { type InputFile, readInputFile } from '../input-file.ts';
import { oggOpusSeconds, soundFormat } from '../sound-probe.ts';
import type { MediaKind } from '../wire.ts';
import type { StoredFile } from '../world/files.ts';
import { contentOf } from '../world/media.ts';
import type { Content } from '../world/posting.ts';
import type { Method, MethodCall, Methods } from './method.ts';
import { deliver, readText } from './sending.ts';

/** UTF-16 code units, as for texts. */
export const MAX_CAPTION_UNITS = 1024;
/** Above that the service draws no waveform, and makes a file of a voice sent by address. */
const MAX_WAVEFORM_BYTES = 1024 * 1024;
const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
const MAX_DURATION_SECONDS = 24 * 60 * 60;

/** How the refusal calls them. */
const typeNames: Readonly<Record<MediaKind, string>> = {
  voice: 'VoiceNote',
  audio: 'Audio',
  document: 'Document',
  photo: 'Photo',
  video: 'Video',
  video_note: 'VideoNote',
};

const sends =
  (field: 'voice' | 'audio' | 'document' | 'photo'): Method =>
  async call => {
    const input = await readInputFile(call.world, call.parameters, field);
    return deliver(call, () => {
      const caption = readCaption(call);
      const file = store(call, field, input);
      return { kind: file.kind, content: { ...contentOf(file), ...caption }, fileId: file.fileId };
    });
  };

export const sendMediaMethods: Methods = {
  sendvoice: sends('voice'),
  sendaudio: sends('audio'),
  senddocument: sends('document'),
  sendphoto: sends('photo'),
};

export function readCaption(call: MethodCall): Pick<Content, 'caption' | 'caption_entities'> {
  const { text, entities } = readText(call, { text: 'caption', entities: 'caption_entities' });
  if (text.length > MAX_CAPTION_UNITS) throw badRequest('message caption is too long');
  return { ...(text !== '' && { caption: text }), ...(entities.length > 0 && { caption_entities: entities }) };
}

function store({ world, parameters }: MethodCall, wanted: MediaKind, input: InputFile): StoredFile {
  if (input.kind === 'stored') {
    if (input.file.kind !== wanted)
      throw badRequest(`can't use file of type ${typeNames[input.file.kind]} as ${typeNames[wanted]}`);
    return input.file;
  }
  const { bytes, fileName } = input.file;
  const format = soundFormat(bytes);
  const kind = kindOf(wanted, { format, isAddress: input.kind === 'address', bytes: bytes.length });
  if (kind === 'photo' && !isImage(bytes)) throw badRequest('IMAGE_PROCESS_FAILED');
  if (kind === 'photo' && bytes.length > MAX_PHOTO_BYTES) throw badRequest(`PHOTO_INVALID_DIMENSIONS`);
  if (kind === 'voice' && bytes.length > MAX_WAVEFORM_BYTES) {
    world.violations.push(`a voice note of ${bytes.length} bytes is shown without a waveform: at most ${MAX_WAVEFORM_BYTES}`);
  }
  const given = parameters.integer('duration', { min: 0, max: MAX_DURATION_SECONDS });
  const isSound = kind === 'voice' || kind === 'audio';
  return world.files.add({
    kind,
    bytes,
    fileName: kind === 'voice' || kind === 'photo' ? undefined : (fileName ?? 'file'),
    mimeType: kind === 'photo' ? undefined : mimeType(format, input.file.mimeType),
    durationSeconds: isSound ? given || (format === 'ogg-opus' ? oggOpusSeconds(bytes) : 0) : undefined,
    title: kind === 'audio' ? parameters.text('title') || undefined : undefined,
    performer: kind === 'audio' ? parameters.text('performer') || undefined : undefined,
  });
}

interface Looked {
  readonly format: ReturnType<typeof soundFormat>;
  readonly isAddress: boolean;
  readonly bytes: number;
}

/** Ogg/Opus sent as music becomes a voice note, as users of the service report; what is no sound becomes a document. */
function kindOf(wanted: MediaKind, { format, isAddress, bytes }: Looked): MediaKind {
  if (wanted === 'photo' || wanted === 'document') return wanted;
  if (format === 'other') return 'document';
  if (wanted === 'voice' && isAddress && (format !== 'ogg-opus' || bytes > MAX_WAVEFORM_BYTES)) return 'document';
  return format === 'ogg-opus' ? 'voice' : wanted;
}

function mimeType(format: Looked['format'], given: string): string {
  const known: Partial<Record<Looked['format'], string>> = { 'ogg-opus': 'audio/ogg', mp3: 'audio/mpeg', m4a: 'audio/mp4' };
  return known[format] ?? given;
}

const isImage = (bytes: Uint8Array) =>
  ['ffd8ff', '89504e47', '47494638', '52494646'].some(magic =>
    Buffer.from(bytes.subarray(0, 4)).toString('hex').startsWith(magic),
  );
