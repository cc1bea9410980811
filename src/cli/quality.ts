import { basename } from 'node:path';
import type { Command } from 'commander';
import { defaultEngine } from '../engine/index.ts';
import type { CliCommand, Result, Session } from './command.ts';
import { addEngineOption, requireEngine, withStudio } from './engine-option.ts';
import { requireFile } from './input.ts';
import { reserveOutput } from './output.ts';
import { reportLines } from './report-text.ts';

interface Options {
  readonly picture?: string;
  readonly engine: string;
}

export const quality: CliCommand = {
  name: 'quality',
  summary: 'measure whether a recording is good enough to clone a voice from',
  details:
    'Measures length of speech, noise, clipping, bandwidth, level, pitch and reverberation, each with a verdict and advice. ' +
    'Nothing is kept. A recording of poor quality is a result, not an error.',
  examples: ['quality me.ogg', 'quality me.ogg --picture card.png'],

  declare(command) {
    command
      .argument('<file>', 'a recording: Ogg, MP3, M4A, WAV, WebM, FLAC')
      .option('--picture <file>', 'also draw waveform, spectrogram, pitch and meters into this .png');
    addEngineOption(command, { purpose: 'whose process does the measuring', fallback: defaultEngine });
  },

  async run(command: Command, session: Session): Promise<Result> {
    const [path] = command.args;
    const { picture, engine } = command.opts<Options>();
    requireEngine(engine);
    await requireFile(path, 'recording');
    await using output = picture ? await reserveOutput(picture, { extensions: ['.png'], inputs: [path] }) : null;
    const recording = { source: path, name: basename(path), language: 'en' };

    return await withStudio({ engine }, session, async studio => {
      const { value: report, seconds } = await session.progress.step(`measuring ${recording.name}`, () =>
        studio.measure(recording, session.signal),
      );
      if (output) {
        const { value: png } = await session.progress.step('drawing the picture', () =>
          studio.picture(recording, session.signal),
        );
        session.signal.throwIfAborted();
        await output.commit(png);
      }
      return {
        text: [...reportLines(recording.name, report), ...(picture ? [`Wrote ${picture}.`] : [])].join('\n'),
        json: { file: path, ...report, seconds, ...(picture ? { picture } : {}) },
      };
    });
  },
};
