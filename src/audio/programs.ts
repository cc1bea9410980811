/**
 * Programs: where ffmpeg and ffprobe are, and what they can do. Looks at FFMPEG_PATH and FFPROBE_PATH first, then along PATH.
 */
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Refusal } from '../errors.ts';

export type ProgramName = 'ffmpeg' | 'ffprobe';

const VARIABLE: Record<ProgramName, string> = { ffmpeg: 'FFMPEG_PATH', ffprobe: 'FFPROBE_PATH' };

const INSTALL_COMMAND: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'sudo apt install ffmpeg',
  darwin: 'brew install ffmpeg',
  win32: 'winget install Gyan.FFmpeg',
};

export function ffmpegInstallCommand(platform: NodeJS.Platform = process.platform): string {
  return INSTALL_COMMAND[platform] ?? 'see https://ffmpeg.org/download.html';
}

/** Full path of the program; refuses with 'ffmpeg-missing' where there is none. */
export async function findProgram(name: ProgramName, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const configured = environment[VARIABLE[name]];
  if (configured) {
    if (await isExecutable(configured)) return configured;
    throw new Refusal(
      'ffmpeg-missing',
      `${VARIABLE[name]} is "${configured}", which is not a program that can be run. ` +
        `Set it to the full path of ${name}, or remove it to use the one in PATH.`,
    );
  }
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of (environment.PATH ?? environment.Path ?? '').split(delimiter)) {
    const path = join(folder, file);
    if (folder !== '' && (await isExecutable(path))) return path;
  }
  throw new Refusal(
    'ffmpeg-missing',
    `${name} was not found in PATH. Consonant needs ffmpeg to read and write sound; install it with: ${ffmpegInstallCommand()}. ` +
      `If it is installed elsewhere, set ${VARIABLE[name]} to its full path.`,
  );
}

export interface FfmpegFacts {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  /** As ffmpeg states it: "5.1.9-0+deb12u1". */
  readonly version: string;
  /** Without it no voice message can be written. */
  readonly hasOpusEncoder: boolean;
}

/** What is installed; refuses with 'ffmpeg-missing' where a program is not there or does not run. */
export async function inspectFfmpeg(signal?: AbortSignal): Promise<FfmpegFacts> {
  const [ffmpegPath, ffprobePath] = await Promise.all([findProgram('ffmpeg'), findProgram('ffprobe')]);
  const options = { signal, timeout: 10_000, maxBuffer: 1 << 20 };
  const ask = async (path: string, ...question: string[]) => {
    try {
      return (await promisify(execFile)(path, ['-hide_banner', ...question], options)).stdout;
    } catch (error) {
      signal?.throwIfAborted();
      throw new Refusal('ffmpeg-missing', `${path} does not run. Install ffmpeg anew with: ${ffmpegInstallCommand()}.`, {
        cause: error,
      });
    }
  };
  const [banner, encoders] = await Promise.all([
    ask(ffmpegPath, '-version'),
    ask(ffmpegPath, '-encoders'),
    ask(ffprobePath, '-version'),
  ]);
  return {
    ffmpegPath,
    ffprobePath,
    version: /^ffmpeg version (\S+)/.exec(banner)?.[1] ?? 'unknown',
    hasOpusEncoder: /^\s*A\S*\s+libopus\s/m.test(encoders),
  };
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
