import { extname } from 'node:path';
import type { Command } from 'commander';
import { randomGenerationId } from '../audio/generation-id.ts';
import type { SpeakOptions, VoicePrint } from '../engine/engine.ts';
import { maximumPrintBytes, readPrint } from '../engine/print.ts';
import { requireSpeakable, requireSpeakOptions, speechLimits } from '../engine/speech-limits.ts';
import type { SpeechFormat } from '../engine/studio.ts';
import { takeEnd } from '../engine/take-end.ts';
import { Refusal } from '../errors.ts';
import { defaultKeyFile } from '../voices/open-master-key.ts';
import type { CliCommand, Result, Session } from './command.ts';
import { addEngineOption, parseNumber, requireEngine, withStudio } from './engine-option.ts';
import { readFileUpTo, readTextFile } from './input.ts';
import { ownMarkingKeys } from './marking.ts';
import { reserveOutput } from './output.ts';

interface Options {
  readonly voice: string;
  readonly text?: string;
  readonly textFile?: string;
  readonly out: string;
  readonly seed?: number;
  readonly rate?: number;
  readonly engine?: string;
}

export const say: CliCommand = {
  name: 'say',
  summary: 'speak a text in a cloned voice',
  details:
    'Writes Ogg/Opus (48 kHz mono, as chat apps want it) or WAV, by the ending of --out. The file appears only when all went well, and ' +
    'replaces one of that name. The engine is the one that made the voice, unless --engine says otherwise. ' +
    'All speech is marked with a random number that is not heard, and Ogg files have signed tags as well: "consonant verify" knows it again, ' +
    `by the key of this instance: CONSONANT_MASTER_KEY, or ${defaultKeyFile(process.env)}, which is made when there is none.`,
  examples: [
    'say --voice me.voice --text "Good morning, everyone." --out morning.ogg',
    'say --voice me.voice --text-file letter.txt --rate 0.9 --out letter.wav',
  ],

  declare(command) {
    command
      .requiredOption('--voice <file>', 'a voice that "consonant clone" wrote')
      .option('--text <text>', `what to say, up to ${speechLimits.maximumCharacters} characters`)
      .option('--text-file <file>', 'the same, from a text file (UTF-8)')
      .requiredOption('--out <file>', 'where to write the speech: a name that ends in .ogg or .wav')
      .option(
        '--seed <number>',
        'same seed, same speech but for the mark, as far as the engine can; a whole number, 0 if left out',
        parseNumber,
      )
      .option('--rate <number>', `speed, ${speechLimits.slowestRate} to ${speechLimits.fastestRate}; 1 if left out`, parseNumber);
    addEngineOption(command, { purpose: 'what speaks; the one that made the voice if left out' });
  },

  async run(command: Command, session: Session): Promise<Result> {
    const options = command.opts<Options>();
    const speakOptions: SpeakOptions = { seed: options.seed, rate: options.rate };
    requireSpeakOptions(speakOptions);
    const text = requireSpeakable(await readText(options));
    const print = await readVoice(options.voice);
    const engine = requireEngine(options.engine ?? print.engine);
    const inputs = [options.voice, ...(options.textFile ? [options.textFile] : [])];
    await using output = await reserveOutput(options.out, { extensions: ['.ogg', '.wav'], inputs });
    const format = extname(options.out).toLowerCase().slice(1) as SpeechFormat;

    const markingKeys = await ownMarkingKeys();
    const generationId = randomGenerationId();
    return await withStudio({ engine, markingKeys }, session, async (studio, startSeconds) => {
      const { value, seconds } = await session.progress.step(`speaking ${text.length} characters`, () =>
        takeEnd(studio.sayFile(text, print, { ...speakOptions, format, generationId }, session.signal)),
      );
      session.signal.throwIfAborted();
      await output.commit(value.file);
      const realTimeFactor = seconds / value.durationSeconds;
      return {
        text: `Wrote ${options.out}: ${value.durationSeconds.toFixed(1)} s of speech in ${seconds.toFixed(2)} s, the first sound after ${value.firstAudioSeconds.toFixed(2)} s. Marked with the number ${generationId}.`,
        json: {
          out: options.out,
          format,
          bytes: value.file.length,
          engine,
          generationId,
          durationSeconds: value.durationSeconds,
          startSeconds,
          seconds,
          firstAudioSeconds: value.firstAudioSeconds,
          realTimeFactor,
          waveform: [...value.waveform],
        },
      };
    });
  },
};

async function readText({ text, textFile }: Options): Promise<string> {
  if (text !== undefined && textFile !== undefined) {
    throw new Refusal('text-twice', 'Both --text and --text-file are given. Use one of them.');
  }
  if (text !== undefined) return text;
  if (textFile !== undefined) return readTextFile(textFile);
  throw new Refusal('text-missing', 'There is nothing to say. Give --text "..." or --text-file FILE.');
}

async function readVoice(path: string): Promise<VoicePrint> {
  return readPrint(await readFileUpTo(path, { what: 'voice', maxBytes: maximumPrintBytes }), `"${path}"`);
}
