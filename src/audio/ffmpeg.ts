/**
 * Ffmpeg: the one door to fluent-ffmpeg. Starts ffmpeg on a file or on its standard input and gives its standard output; the
 * process reads nothing but files and pipes, asks nothing, and is gone when its signal aborts or one of its limits is reached.
 */
import type { ChildProcess } from 'node:child_process';
import { PassThrough, type Readable, Transform, type Writable } from 'node:stream';
import fluentFfmpeg from 'fluent-ffmpeg';
import { type ChildEnd, ProgramFailure, type SupervisedChild, superviseChild } from './child.ts';
import { findProgram } from './programs.ts';

/** What ffmpeg and ffprobe may open. */
export const ALLOWED_PROTOCOLS = 'file,pipe';

export interface FfmpegJob {
  /** Full path of the input; left out where it comes through `FfmpegProcess.input`. */
  readonly inputPath?: string;
  readonly inputOptions: readonly string[];
  /** Ends with the format ('-f', 'ogg'). */
  readonly outputOptions: readonly string[];
  readonly limitSeconds?: number;
  readonly outputLimitBytes?: number;
}

export interface FfmpegProcess {
  readonly processId: number;
  /** Standard input; fails once the process is gone. */
  readonly input: Writable;
  /** Standard output; ends when ffmpeg succeeded, else fails with a ProgramFailure or the signal's reason. */
  readonly output: Readable;
  readonly gone: Promise<ChildEnd>;
  /** Kills the process; resolves when it is gone. Does nothing to one that has ended. */
  close(): Promise<void>;
}

/** Resolves as soon as the process runs. Refuses with 'ffmpeg-missing'. */
export async function startFfmpeg(job: FfmpegJob, signal: AbortSignal): Promise<FfmpegProcess> {
  const path = await findProgram('ffmpeg');
  signal.throwIfAborted();
  let supervised: SupervisedChild | undefined;
  const input = new PassThrough();
  const output = boundedStream(job.outputLimitBytes ?? Number.POSITIVE_INFINITY, () => supervised?.stop('output-limit'));
  // Whoever reads sees the failure too; without a listener here an unread one would end the program.
  input.on('error', () => {});
  output.on('error', () => {});

  // Options go in one by one: the library would split the strings of an array at their blanks.
  const command = fluentFfmpeg()
    .setFfmpegPath(path)
    .input(job.inputPath === undefined ? input : `file:${job.inputPath}`)
    .inputOptions('-protocol_whitelist', ALLOWED_PROTOCOLS, ...job.inputOptions)
    .outputOptions('-nostdin', '-hide_banner', '-nostats', '-loglevel', 'error', ...job.outputOptions)
    // Not ended by the library: that would hand out a cut result as a whole one when ffmpeg fails in the middle.
    .output(output, { end: false });
  const child = await new Promise<ChildProcess>((resolve, reject) => {
    command.once('start', () => resolve((command as unknown as { ffmpegProc: ChildProcess }).ffmpegProc));
    // Stays on: the library emits it whenever the process is killed, and an unheard 'error' ends the program.
    command.on('error', reject);
    command.run();
  });
  const running = superviseChild(child, { signal, limitSeconds: job.limitSeconds });
  supervised = running;

  const gone = running.gone.then(end => {
    if (end.exitCode === 0 && !end.stopped) output.end();
    else output.destroy(end.stopped === 'aborted' ? signal.reason : new ProgramFailure('ffmpeg', end));
    input.destroy(new ProgramFailure('ffmpeg', end));
    return end;
  });
  return {
    processId: child.pid!,
    input,
    output,
    gone,
    async close() {
      running.stop('closed');
      await gone;
    },
  };
}

function boundedStream(limitBytes: number, onLimit: () => void): Transform {
  let seenBytes = 0;
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      seenBytes += piece.length;
      if (seenBytes <= limitBytes) return done(null, piece);
      onLimit();
      return done();
    },
  });
}
