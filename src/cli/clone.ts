import { basename } from 'node:path';
import type { Command } from 'commander';
import { isMadeHere } from '../audio/trace.ts';
import { defaultEngine } from '../engine/index.ts';
import { writePrint } from '../engine/print.ts';
import type { Recording, Studio } from '../engine/studio.ts';
import { Refusal } from '../errors.ts';
import type { CliCommand, Result, Session } from './command.ts';
import { addEngineOption, collect, requireEngine, withStudio } from './engine-option.ts';
import { readTextFile, requireFile } from './input.ts';
import { existingMarkingKeys } from './marking.ts';
import { reserveOutput } from './output.ts';
import { reportLines } from './report-text.ts';

interface Options {
  readonly reference: readonly string[];
  readonly transcript?: readonly string[];
  readonly transcriptFile?: readonly string[];
  readonly language: string;
  readonly engine: string;
  readonly out: string;
}

/** A voice is biometric data: for its owner's eyes only. */
const VOICE_MODE = 0o600;

export const clone: CliCommand = {
  name: 'clone',
  summary: 'make a voice from recordings of a person',
  details:
    'Clone your own voice, or the voice of someone who has agreed. Best: 15 s or more of clear speech in a quiet room, with the words. ' +
    'Several recordings are pooled into one voice. The voice file appears only when all went well, and replaces one of that name.',
  examples: [
    'clone --reference me.ogg --transcript "Hello, this is me speaking." --out me.voice',
    'clone --reference one.m4a two.mp3 --transcript-file one.txt --transcript-file two.txt --out me.voice',
  ],

  declare(command) {
    command
      .requiredOption('--reference <file...>', 'recordings of one person: Ogg, MP3, M4A, WAV, WebM, FLAC')
      .option('--transcript <text>', 'the words as spoken; with several recordings once for each, in their order', collect)
      .option('--transcript-file <file>', 'the same, from a text file (UTF-8)', collect)
      .option('--language <tag>', 'language of the recordings, as en, de or pt-BR', 'en')
      .requiredOption('--out <voice>', 'where to write the voice');
    addEngineOption(command, { purpose: 'what makes the voice', fallback: defaultEngine });
  },

  async run(command: Command, session: Session): Promise<Result> {
    const options = command.opts<Options>();
    const engine = requireEngine(options.engine);
    const recordings = await toRecordings(options);
    await using output = await reserveOutput(options.out, { inputs: options.reference, mode: VOICE_MODE });

    const markingKeys = await existingMarkingKeys();
    return await withStudio({ engine, ...(markingKeys && { markingKeys }) }, session, async studio => {
      const count = recordings.length === 1 ? '1 recording' : `${recordings.length} recordings`;
      const { value, seconds } = await session.progress.step(`cloning the voice of ${count}`, () =>
        studio.clone(recordings, session.signal),
      );
      // After it: what is no recording, or too long for one, is told as such.
      if (markingKeys) for (const recording of recordings) await requireUnmarked(recording, studio, session);
      const file = writePrint(value.print);
      session.signal.throwIfAborted();
      await output.commit(file);
      const reports = value.reports.map((report, index) => ({ file: options.reference[index], ...report }));
      return {
        text: [
          ...reports.flatMap(report => reportLines(basename(report.file), report)),
          `Wrote ${options.out} (${Math.ceil(file.length / 1000)} kB). Let it speak: consonant say --voice ${options.out} --text "..." --out hello.ogg`,
        ].join('\n'),
        json: {
          out: options.out,
          bytes: file.length,
          engine: value.print.engine,
          format: value.print.format,
          language: value.print.language,
          seconds,
          references: reports.map((report, index) => ({ ...report, transcript: recordings[index].transcript !== undefined })),
        },
      };
    });
  },
};

async function requireUnmarked(recording: Recording, studio: Studio, { progress, signal }: Session): Promise<void> {
  const { value: found } = await progress.step(`looking for marks in ${recording.name}`, () => studio.trace(recording, signal));
  if (!isMadeHere(found)) return;
  throw new Refusal(
    'recording-marked',
    `"${recording.name}" carries the mark of speech that was made here by a machine. Give a recording of the person.`,
    { values: { name: recording.name } },
  );
}

async function toRecordings(options: Options): Promise<Recording[]> {
  const transcripts = await readTranscripts(options);
  for (const path of options.reference) await requireFile(path, 'recording');
  const language = requireLanguage(options.language);
  return options.reference.map((path, index) => ({
    source: path,
    name: basename(path),
    language,
    ...(transcripts.length > 0 ? { transcript: transcripts[index] } : {}),
  }));
}

/** None, or one for each recording. */
async function readTranscripts({ reference, transcript = [], transcriptFile = [] }: Options): Promise<readonly string[]> {
  if (transcript.length > 0 && transcriptFile.length > 0) {
    throw new Refusal(
      'transcript-twice',
      'Both --transcript and --transcript-file are given. Use one of them for all recordings.',
    );
  }
  const texts = transcript.length > 0 ? transcript : await Promise.all(transcriptFile.map(readTextFile));
  if (texts.length > 0 && texts.length !== reference.length) {
    throw new Refusal(
      'transcript-count',
      `There are ${reference.length} recordings and ${texts.length} transcripts. Give one transcript for each recording, in the same order, or none.`,
    );
  }
  const empty = texts.findIndex(text => text.trim() === '');
  if (empty >= 0) {
    throw new Refusal(
      'transcript-empty',
      `The transcript of "${reference[empty]}" is empty. Write down what is said in it, or leave all transcripts out.`,
    );
  }
  return texts.map(text => text.trim());
}

/** "EN-gb" -> "en-GB". */
function requireLanguage(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    throw new Refusal('language-invalid', `The language "${tag}" is not a language tag. Give one as en, de or pt-BR.`);
  }
}
