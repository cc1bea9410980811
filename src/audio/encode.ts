/** Encode: finished speech to a file in memory: Ogg/Opus for chats. (WAV is wav.ts.) Equal speech gives equal bytes. */
import { Refusal } from '../errors.ts';
import { type Audio, durationSeconds } from './audio.ts';
import { startFfmpeg } from './ffmpeg.ts';
import { floatBytes, floatInputOptions, type OpusOptions, opusOutputOptions } from './opus-options.ts';

/** Far above what an encoder needs; a stuck one is killed. */
const LIMIT = { startSeconds: 20, secondsPerAudioSecond: 1 };

/**
 * Mono Ogg/Opus at 48 kHz in 20 ms packets. Its duration is exact to the sample: the end is trimmed in the file.
 * Refuses with 'ffmpeg-missing', 'bitrate-out-of-range', or 'audio-empty' where there is nothing to encode.
 */
export async function encodeOgg(audio: Audio, options: OpusOptions, signal: AbortSignal): Promise<Uint8Array> {
  if (audio.samples.length === 0) {
    throw new Refusal(
      'audio-empty',
      'There is no sound to write: 0 samples, at least 1 is needed. Check that the text has words to say.',
    );
  }
  const ffmpeg = await startFfmpeg(
    {
      inputOptions: floatInputOptions(audio.sampleRateHz),
      outputOptions: opusOutputOptions(options),
      limitSeconds: LIMIT.startSeconds + LIMIT.secondsPerAudioSecond * durationSeconds(audio),
    },
    signal,
  );
  try {
    ffmpeg.input.end(floatBytes(audio.samples));
    const pieces: Buffer[] = [];
    for await (const piece of ffmpeg.output) pieces.push(piece);
    return new Uint8Array(Buffer.concat(pieces));
  } finally {
    await ffmpeg.close();
  }
}
