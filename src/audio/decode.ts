/**
 * Decode: a sound file of anybody's to mono samples. Size, duration and output are bounded before and while decoding, so that hours
 * of silence in a small file cost nothing.
 */
import { readFile } from 'node:fs/promises';
import { Refusal } from '../errors.ts';
import { type Audio, durationSeconds } from './audio.ts';
import { createChannelSplitter } from './channels.ts';
import { ProgramFailure } from './child.ts';
import { ALLOWED_DEMUXERS } from './containers.ts';
import { startFfmpeg } from './ffmpeg.ts';
import { isWavCutOff } from './first-bytes.ts';
import { createOggPageReader } from './ogg-pages.ts';
import { MAXIMUM_FILE_BYTES, probeFile, type SoundFacts, truncated, unreadableSound } from './probe.ts';
import { type SoundSource, type SourceFile, withSourceFile } from './source-file.ts';

export const decodeDefaults = {
  maximumSeconds: 600,
  maximumBytes: MAXIMUM_FILE_BYTES,
} as const;

/** Anything left out comes from {@link decodeDefaults}. */
export type DecodeOptions = Partial<Record<keyof typeof decodeDefaults, number>> & {
  readonly sampleRateHz: number;
  /** No more than the beginning is decoded. Left out: all of it. */
  readonly firstSeconds?: number;
  readonly signal: AbortSignal;
};

export interface DecodedSound {
  readonly audio: Audio;
  /** As long as `audio`: what the other one of the first two channels holds, where it is not the same. */
  readonly otherChannel?: Float32Array;
  /** False where the sound goes on after what was asked for. */
  readonly isWhole: boolean;
  /** Sentences for the person: what was left out or cut. */
  readonly notes: readonly string[];
  readonly source: SoundFacts;
}

/** Below this, a file that was cut off is refused rather than used. */
const LEAST_OF_TRUNCATED_SECONDS = 1;
/** A header may promise this much more than there is without the file being called cut. */
const MISSING = { seconds: 0.5, share: 0.05 };
const LIMIT = { startSeconds: 20, secondsPerAudioSecond: 0.2 };
const BYTES_PER_SAMPLE = 4;

/**
 * Refuses as `probe` does, and with 'audio-too-long', 'audio-empty' or 'audio-truncated'; throws the signal's reason when it aborts.
 * No process and no temporary file is left in any case.
 */
export function decode(sound: SoundSource, options: DecodeOptions): Promise<DecodedSound> {
  const { signal, maximumSeconds = decodeDefaults.maximumSeconds, firstSeconds = Number.POSITIVE_INFINITY } = options;
  return withSourceFile(sound, options.maximumBytes ?? decodeDefaults.maximumBytes, async file => {
    const source = await probeFile(file, signal);
    if (source.durationSeconds! > maximumSeconds)
      throw tooLong(file.name, `${source.durationSeconds!.toFixed(0)} s`, maximumSeconds);
    const mostSeconds = Math.min(maximumSeconds, firstSeconds);
    const { notes, ...decoded } = await decodeFile(file, source, { ...options, maximumSeconds: mostSeconds });
    const seconds = durationSeconds(decoded.audio);
    if (seconds > firstSeconds) return { ...beginningOf(decoded, firstSeconds), isWhole: false, notes, source };
    if (seconds > maximumSeconds) throw tooLong(file.name, `more than ${maximumSeconds} s`, maximumSeconds);
    const isCut = await isCutOff(file, source, seconds);
    if (isCut && seconds < LEAST_OF_TRUNCATED_SECONDS)
      throw truncated(file.name, `only ${seconds.toFixed(2)} s of sound is left`);
    if (seconds === 0) {
      throw new Refusal('audio-empty', `"${file.name}" holds no sound: 0 s long. Record or export it again.`);
    }
    if (isCut) notes.push(`"${file.name}" was cut off; the ${seconds.toFixed(1)} s that are there were used.`);
    return { ...decoded, isWhole: true, notes, source };
  });
}

type Channels = Pick<DecodedSound, 'audio' | 'otherChannel'>;

function beginningOf({ audio: { samples, sampleRateHz }, otherChannel }: Channels, seconds: number): Channels {
  const length = Math.round(seconds * sampleRateHz);
  return {
    audio: { samples: samples.subarray(0, length), sampleRateHz },
    ...(otherChannel && { otherChannel: otherChannel.subarray(0, length) }),
  };
}

async function decodeFile(
  file: SourceFile,
  source: SoundFacts,
  options: DecodeOptions & { readonly maximumSeconds: number },
): Promise<Channels & { notes: string[] }> {
  const { sampleRateHz, maximumSeconds, signal } = options;
  const channelCount = source.channels === 1 ? 1 : 2;
  const boundSeconds = maximumSeconds + 1;
  const ffmpeg = await startFfmpeg(
    {
      inputPath: file.path,
      inputOptions: ['-format_whitelist', ALLOWED_DEMUXERS, '-t', String(boundSeconds), '-vn', '-sn', '-dn'],
      outputOptions: [
        ...['-map', '0:a:0', '-af', channelCount === 1 ? 'pan=mono|c0=c0' : 'pan=stereo|c0=c0|c1=c1'],
        ...['-ar', String(sampleRateHz), '-f', 'f32le'],
      ],
      limitSeconds: LIMIT.startSeconds + LIMIT.secondsPerAudioSecond * maximumSeconds,
      outputLimitBytes: Math.ceil((boundSeconds + 1) * sampleRateHz) * channelCount * BYTES_PER_SAMPLE,
    },
    signal,
  );
  const splitter = createChannelSplitter(channelCount, sampleRateHz);
  try {
    let rest: Buffer = Buffer.alloc(0);
    for await (const piece of ffmpeg.output as AsyncIterable<Buffer>) {
      const bytes = Buffer.concat([rest, piece]);
      const wholeBytes = bytes.length - (bytes.length % BYTES_PER_SAMPLE);
      rest = bytes.subarray(wholeBytes);
      // Copied: a Float32Array must begin at a multiple of four.
      splitter.push(new Float32Array(Uint8Array.from(bytes.subarray(0, wholeBytes)).buffer));
    }
  } catch (error) {
    if (!(error instanceof ProgramFailure)) throw error;
    if (error.end.stopped === 'output-limit') throw tooLong(file.name, `more than ${maximumSeconds} s`, maximumSeconds);
    throw await unreadableSound(file, error);
  } finally {
    await ffmpeg.close();
  }
  const { samples, channel, hasOtherSound, other } = splitter.finish();
  const notes: string[] = [];
  if (source.channels > 2) notes.push(`"${file.name}" has ${source.channels} channels; only the first was used.`);
  else if (channel === 1) notes.push(`The first channel of "${file.name}" is silent; the second was used.`);
  else if (hasOtherSound) {
    notes.push(
      `The two channels of "${file.name}" hold different voices; only the first was used. Send the other alone if you meant it.`,
    );
  }
  return { audio: { samples, sampleRateHz }, ...(other && { otherChannel: other }), notes };
}

async function isCutOff(file: SourceFile, source: SoundFacts, seconds: number): Promise<boolean> {
  if (source.container === 'ogg') return isOggCutOff(await readFile(file.path));
  if (source.container === 'wav') return isWavCutOff(file.path, file.sizeBytes);
  const promised = source.durationSeconds ?? 0;
  return promised - seconds > Math.max(MISSING.seconds, MISSING.share * promised);
}

/** ffmpeg takes the length of an Ogg file from its last page, so only the pages show that some are gone. */
function isOggCutOff(bytes: Uint8Array): boolean {
  try {
    return !createOggPageReader().push(bytes).at(-1)?.endsStream;
  } catch {
    // Damaged in the middle: the decoder has found its way through, or not, by then.
    return true;
  }
}

function tooLong(name: string, length: string, maximumSeconds: number): Refusal {
  return new Refusal(
    'audio-too-long',
    `"${name}" is ${length} long; at most ${maximumSeconds} s are allowed. Cut it: half a minute of speech is enough.`,
  );
}
