import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ProgramFailure } from '../../src/audio/child.ts';
import { type FfmpegJob, startFfmpeg } from '../../src/audio/ffmpeg.ts';
import { ffmpegInstallCommand, findProgram, inspectFfmpeg } from '../../src/audio/programs.ts';
import { createSoundFolder, isProcessRunning, type SoundFolder, sineInput } from './sounds.ts';

const never = new AbortController().signal;
/** Waits for input that does not come. */
const idle: FfmpegJob = { inputOptions: ['-f', 'f32le', '-ar', '24000', '-ac', '1'], outputOptions: ['-f', 'f32le'] };

describe('findProgram', () => {
  let folder: SoundFolder;
  before(() => {
    folder = createSoundFolder();
  });
  after(() => folder.remove());

  it('looks along PATH, and at FFMPEG_PATH and FFPROBE_PATH before', async () => {
    const program = join(folder.path, 'ffmpeg');
    writeFileSync(program, '#!/bin/sh\n');
    chmodSync(program, 0o755);
    assert.equal(await findProgram('ffmpeg', { PATH: ['/nowhere', folder.path].join(delimiter) }), program);
    assert.equal(await findProgram('ffprobe', { PATH: '', FFPROBE_PATH: program }), program);
  });

  it('refuses where there is none, with the command that installs it', async () => {
    await assert.rejects(findProgram('ffmpeg', { PATH: '/nowhere' }), (error: Error) => {
      assert.equal((error as Error & { code: string }).code, 'ffmpeg-missing');
      assert.ok(error.message.includes(ffmpegInstallCommand()) && error.message.includes('FFMPEG_PATH'), error.message);
      return true;
    });
  });

  it('refuses a FFMPEG_PATH that is no program, rather than taking another', async () => {
    const environment = { PATH: process.env.PATH, FFMPEG_PATH: folder.path };
    await assert.rejects(findProgram('ffmpeg', environment), {
      code: 'ffmpeg-missing',
      message: /FFMPEG_PATH is ".*", which is not/,
    });
  });

  it('names a command for every system', () => {
    assert.match(ffmpegInstallCommand('darwin'), /^brew/);
    assert.match(ffmpegInstallCommand('win32'), /^winget/);
    assert.match(ffmpegInstallCommand('sunos'), /ffmpeg\.org/);
  });
});

describe('inspectFfmpeg', () => {
  it('tells version, place and whether Opus can be written', async () => {
    const facts = await inspectFfmpeg();
    assert.match(facts.version, /^\S+$/);
    assert.notEqual(facts.version, 'unknown');
    assert.equal(facts.ffmpegPath, await findProgram('ffmpeg'));
    assert.equal(dirname(facts.ffprobePath), dirname(await findProgram('ffprobe')));
    assert.equal(facts.hasOpusEncoder, true);
  });
});

describe('startFfmpeg', () => {
  let folder: SoundFolder;
  before(() => {
    folder = createSoundFolder();
  });
  after(() => folder.remove());

  it('is gone after an abort, and the reader gets the reason', async () => {
    const controller = new AbortController();
    const ffmpeg = await startFfmpeg(idle, controller.signal);
    assert.equal(isProcessRunning(ffmpeg.processId), true);
    const reading = ffmpeg.output.toArray();
    controller.abort(new Error('enough'));
    await assert.rejects(reading, /enough/);
    assert.equal((await ffmpeg.gone).stopped, 'aborted');
    assert.equal(isProcessRunning(ffmpeg.processId), false);
  });

  it('is gone after close(), also with output that nobody reads', async () => {
    const sound = folder.make('long.wav', ...sineInput(60));
    const ffmpeg = await startFfmpeg({ inputPath: sound, inputOptions: [], outputOptions: ['-f', 'f32le'] }, never);
    await new Promise(resolve => ffmpeg.output.once('readable', resolve));
    await ffmpeg.close();
    assert.equal(isProcessRunning(ffmpeg.processId), false);
  });

  it('does not start when the signal has aborted before', async () => {
    await assert.rejects(startFfmpeg(idle, AbortSignal.abort(new Error('too late'))), /too late/);
  });

  const limits: [reason: string, makeJob: () => FfmpegJob][] = [
    ['time-limit', () => ({ ...idle, limitSeconds: 0.05 })],
    [
      'output-limit',
      () => ({
        inputPath: folder.make('sound.wav', ...sineInput(5)),
        inputOptions: [],
        outputOptions: ['-f', 's16le'],
        outputLimitBytes: 10_000,
      }),
    ],
  ];
  for (const [reason, makeJob] of limits) {
    it(`is killed at its ${reason}`, async () => {
      const ffmpeg = await startFfmpeg(makeJob(), never);
      let bytes = 0;
      await assert.rejects(
        async () => {
          for await (const piece of ffmpeg.output) bytes += piece.length;
        },
        (error: unknown) => error instanceof ProgramFailure && error.end.stopped === reason,
      );
      assert.ok(bytes <= 10_000, `${bytes} bytes`);
      assert.equal(isProcessRunning(ffmpeg.processId), false);
    });
  }

  it('never ends a cut output as if it were whole', async () => {
    const text = join(folder.path, 'text.ogg');
    writeFileSync(text, 'no sound at all');
    const ffmpeg = await startFfmpeg({ inputPath: text, inputOptions: [], outputOptions: ['-f', 'f32le'] }, never);
    await assert.rejects(ffmpeg.output.toArray(), (error: unknown) => {
      assert.ok(error instanceof ProgramFailure && error.end.exitCode !== 0, String(error));
      assert.match(error.message, /ffmpeg exited with code .*text\.ogg/s);
      return true;
    });
  });

  it('opens nothing but files and pipes', async () => {
    const list = join(folder.path, 'list.m3u8');
    writeFileSync(list, '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:1/a.ts\n#EXT-X-ENDLIST\n');
    const ffmpeg = await startFfmpeg({ inputPath: list, inputOptions: ['-f', 'hls'], outputOptions: ['-f', 'f32le'] }, never);
    await assert.rejects(ffmpeg.output.toArray(), /not on whitelist/i);
  });
});
