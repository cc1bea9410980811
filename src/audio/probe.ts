/** Probe: what a sound file says it is, before anything of it is decoded. */
import { spawn } from 'node:child_process';
import { Refusal } from '../errors.ts';
import { ProgramFailure, superviseChild } from './child.ts';
import { ALLOWED_CONTAINERS, ALLOWED_DEMUXERS } from './containers.ts';
import { ALLOWED_PROTOCOLS } from './ffmpeg.ts';
import { meaningOf } from './first-bytes.ts';
import { findProgram } from './programs.ts';
import { type SoundSource, type SourceFile, withSourceFile } from './source-file.ts';

/** What the file's headers claim; a hostile file may lie. */
export interface SoundFacts {
  /** ffmpeg's name: "ogg", "mov,mp4,m4a,3gp,3g2,mj2". */
  readonly container: string;
  /** "opus", "aac". */
  readonly codec: string;
  readonly channels: number;
  readonly sampleRateHz: number;
  /** Absent where the file does not tell. */
  readonly durationSeconds?: number;
  readonly sizeBytes: number;
  /** Tags of the file and of its first sound, by name. */
  readonly comments: Readonly<Record<string, string>>;
}

const LIMIT = { seconds: 15, outputBytes: 1 << 20 };
export const MAXIMUM_FILE_BYTES = 20_000_000;

/** Refuses as `withSourceFile` does, and with 'not-audio', 'audio-truncated', 'audio-missing' or 'video-not-accepted'. */
export function probe(source: SoundSource['source'], name: string, signal: AbortSignal): Promise<SoundFacts> {
  return withSourceFile({ source, name }, MAXIMUM_FILE_BYTES, file => probeFile(file, signal));
}

/** `probe` of a file that is at hand. */
export async function probeFile(file: SourceFile, signal: AbortSignal): Promise<SoundFacts> {
  const description = await runFfprobe(file, signal);
  const streams = description.streams ?? [];
  if (streams.some(stream => stream.codec_type === 'video' && !isCoverArt(stream) && !isVideoMessage(stream))) {
    throw video(file.name);
  }
  const audio = streams.find(stream => stream.codec_type === 'audio');
  if (!audio?.codec_name || !audio.channels) {
    throw new Refusal('audio-missing', `"${file.name}" holds no sound that can be decoded. Record or export it again.`);
  }
  const durationSeconds = Number(description.format?.duration ?? audio.duration);
  return {
    container: description.format?.format_name ?? 'unknown',
    codec: audio.codec_name,
    channels: audio.channels,
    sampleRateHz: Number(audio.sample_rate),
    ...(durationSeconds > 0 && { durationSeconds }),
    sizeBytes: file.sizeBytes,
    comments: { ...description.format?.tags, ...audio.tags },
  };
}

/** It comes as a video stream of one picture. */
function isCoverArt({ disposition }: Stream): boolean {
  return disposition?.attached_pic === 1;
}

/** The round ones that people record in a chat instead of a voice message: square and small. The picture is never decoded. */
function isVideoMessage({ width, height }: Stream): boolean {
  return width !== undefined && width === height && width <= VIDEO_MESSAGE_PIXELS;
}

/** Telegram's `length` of a video note, https://core.telegram.org/bots/api#sendvideonote. */
const VIDEO_MESSAGE_PIXELS = 640;

type Stream = NonNullable<Description['streams']>[number];

/** No more of ffprobe's JSON than is read here. */
interface Description {
  readonly streams?: readonly {
    readonly codec_type?: string;
    readonly width?: number;
    readonly height?: number;
    readonly codec_name?: string;
    readonly channels?: number;
    readonly sample_rate?: string;
    readonly duration?: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly disposition?: { readonly attached_pic?: number };
  }[];
  readonly format?: {
    readonly format_name?: string;
    readonly duration?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
}

/** Not through fluent-ffmpeg, whose ffprobe() can neither be cancelled nor bounded. */
async function runFfprobe(file: SourceFile, signal: AbortSignal): Promise<Description> {
  const program = await findProgram('ffprobe');
  signal.throwIfAborted();
  const restrictions = ['-protocol_whitelist', ALLOWED_PROTOCOLS, '-format_whitelist', ALLOWED_DEMUXERS];
  const child = spawn(
    program,
    ['-hide_banner', '-v', 'error', ...restrictions, '-show_streams', '-show_format', '-of', 'json', '-i', `file:${file.path}`],
    { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true },
  );
  const supervised = superviseChild(child, { signal, limitSeconds: LIMIT.seconds });
  const pieces: Buffer[] = [];
  let seenBytes = 0;
  child.stdout.on('data', (piece: Buffer) => {
    seenBytes += piece.length;
    if (seenBytes > LIMIT.outputBytes) supervised.stop('output-limit');
    else pieces.push(piece);
  });
  const end = await supervised.gone;
  signal.throwIfAborted();
  if (end.exitCode !== 0 || end.stopped) throw await unreadableSound(file, new ProgramFailure('ffprobe', end));
  return JSON.parse(Buffer.concat(pieces).toString('utf8'));
}

/** What a failure of ffmpeg on somebody's file means to that person. */
export async function unreadableSound(file: SourceFile, failure: ProgramFailure): Promise<Refusal> {
  const meaning = await meaningOf(file.path);
  if (meaning === 'video') return video(file.name);
  // ffmpeg meets the end early in a short text too.
  if (meaning === 'sound' && /moov atom not found|End of file/i.test(failure.end.stderr)) {
    return truncated(file.name, 'its index or its sound is missing', failure);
  }
  return new Refusal(
    'not-audio',
    `"${file.name}" is not a sound file that can be read. Allowed are ${ALLOWED_CONTAINERS}. Record it again as a voice message, ` +
      'or convert it with: ffmpeg -i FILE voice.ogg',
    { cause: failure },
  );
}

function video(name: string): Refusal {
  return new Refusal(
    'video-not-accepted',
    `"${name}" is a video; allowed is sound alone (${ALLOWED_CONTAINERS}). Send its sound as a voice message, ` +
      'or take it out with: ffmpeg -i VIDEO -vn voice.ogg',
  );
}

export function truncated(name: string, what: string, cause?: unknown): Refusal {
  return new Refusal(
    'audio-truncated',
    `"${name}" was cut off: ${what}. At least 1 s must be whole. The upload or the download probably broke; send it again.`,
    { cause },
  );
}
