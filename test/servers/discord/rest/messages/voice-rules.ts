/** VoiceRules: what a voice message must be (resources/message, "Voice Messages"; codes 50159 to 50161). */
import { apiError } from '../api-error.ts';
import type { SoundUpload } from './uploads.ts';

export interface VoiceMessage {
  readonly added: readonly SoundUpload[];
  /** Content, embeds, components, stickers, polls. */
  readonly hasMore: boolean;
}

const mostPoints = 256;

/** The only upload, as the attachment of a voice message. */
export function readVoice({ added, hasMore }: VoiceMessage): SoundUpload {
  if (hasMore) throw apiError('voiceWithContent');
  const [upload] = added;
  if (added.length !== 1 || !upload.contentType.startsWith('audio/')) throw apiError('voiceWithoutAudio');
  const { durationSeconds, waveform } = upload.told;
  if (typeof durationSeconds !== 'number' || !(durationSeconds > 0) || !isWaveform(waveform))
    throw apiError('voiceWithoutMetadata');
  return { ...upload, durationSeconds, waveform };
}

/** Base64 of one byte a point, at least one. */
function isWaveform(value: unknown): value is string {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return false;
  const points = Buffer.from(value, 'base64');
  return points.length >= 1 && points.length <= mostPoints && points.toString('base64') === value;
}
