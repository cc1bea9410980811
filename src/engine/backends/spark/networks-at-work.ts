import { join } from 'node:path';
import { type OpenModel, reasonOf } from '../../onnx/providers.ts';
import { type Tensors, tensor } from '../../onnx/session.ts';
import { type BuiltDescription, builtFiles, readBuilt } from './built.ts';
import { openEmbeddings } from './embedding-file.ts';
import { createLanguage, type Language } from './language.ts';
import { createMelSpectrogram } from './mel.ts';
import { createPromptMaker, type PromptMaker } from './prompt.ts';
import { samplingDefaults } from './sampling.ts';
import { createTextTokenizer, readTokenizer } from './tokenizer.ts';
import { createVocoder, type Vocoder } from './vocoder.ts';

/**
 * Networks at work: the built models, each loaded when it is first needed. What speaks stays loaded; what enrols is closed again, since a voice is
 * enrolled once and the part that hears is as large as all the rest.
 */
export interface Networks {
  readonly description: BuiltDescription;
  /** Loads what speaks and has it say a little, so that what does not load or run is found out now and not with the first sentence. */
  warm(): Promise<void>;
  language(): Promise<Language>;
  vocoder(): Promise<Vocoder>;
  prompts(): Promise<PromptMaker>;
  /** Global tokens of normalised sound, 32 of them; it should be at least as long as the reference clip. */
  readSpeaker(samples: Float32Array): Promise<Int32Array>;
  /** Semantic tokens of standardised sound, 50 a second. */
  readSpeech(samples: Float32Array): Promise<Int32Array>;
  close(): Promise<void>;
}

export interface NetworksOptions {
  readonly folder: string;
  readonly openModel: OpenModel;
  /** For what enrols, where `openModel` cannot run it: it is loaded only then, so it was not tried at the start. Left out: there is nothing else. */
  readonly openElsewhere?: OpenModel;
  readonly onNote?: (note: string) => void;
  /** Speeches that the language model makes in one run at most. */
  readonly mostTogether?: number;
}

export async function openNetworks(options: NetworksOptions): Promise<Networks> {
  const { folder, openModel, openElsewhere, mostTogether, onNote = () => {} } = options;
  const description = await readBuilt(folder);
  const { config, scheme, vocabulary, tokens, kept } = description;
  const closers: (() => Promise<void>)[] = [];
  const mel = createMelSpectrogram(config.bicodec.mel_params);
  const path = (file: keyof typeof builtFiles) => join(folder, builtFiles[file]);

  async function stays<T extends { close(): Promise<void> }>(opening: Promise<T>): Promise<T> {
    const opened = await opening;
    closers.push(() => opened.close());
    return opened;
  }

  const language = once(async () => {
    const keptOnDevice = config.languageModel.num_hidden_layers;
    const { session, runsLoops } = await openModel({
      path: ({ runsLoops, attendsInHalf }) =>
        path(attendsInHalf ? 'languageLoopInHalf' : runsLoops ? 'languageLoop' : 'languageUnrolled'),
      keptOnDevice: Array.from({ length: keptOnDevice }, (_, index) => [`present.${index}.key`, `present.${index}.value`]).flat(),
    });
    closers.push(() => session.close());
    const width = config.languageModel.hidden_size;
    return createLanguage({
      session,
      embeddings: await stays(openEmbeddings(path('embeddings'), { width, scheme })),
      config: config.languageModel,
      rowCount: vocabulary.reduce((sum, { from, to }) => sum + to - from, 0),
      stepsPerRun: runsLoops ? 'any' : description.unrolledSteps,
      isEnd: row => isEnd(row),
      mostTogether,
    });
  });

  const ends = [tokens.end, tokens.endSemantic];
  const isEnd = (row: number) => ends.includes(idOf(vocabulary, row));

  const vocoder = once(async () => {
    const [voice, prenet] = await Promise.all(
      (['voice', 'prenet'] as const).map(async file =>
        stays(openModel({ path: () => path(file) }).then(({ session }) => session)),
      ),
    );
    const { session: wave } = await openModel({
      path: () => path('wave'),
      keptOnDevice: kept.map((_, index) => `after.${index}`),
    });
    closers.push(() => wave.close());
    return createVocoder({ voice, prenet, wave, kept, config: config.bicodec });
  });

  const prompts = once(async () => {
    const { tokenizer, tokenizerConfig } = builtFiles;
    return createPromptMaker(tokens, createTextTokenizer(await readTokenizer(folder, { tokenizer, config: tokenizerConfig })));
  });

  /** Opens, runs once, closes. */
  async function runOnce(file: keyof typeof builtFiles, feeds: Tensors): Promise<Tensors> {
    try {
      return await runWith(openModel, file, feeds);
    } catch (error) {
      if (!openElsewhere) throw error;
      onNote(`The processor enrols: ${reasonOf(error)}`);
      return runWith(openElsewhere, file, feeds);
    }
  }

  async function runWith(open: OpenModel, file: keyof typeof builtFiles, feeds: Tensors): Promise<Tensors> {
    const { session } = await open({ path: () => path(file) });
    try {
      return await session.run(feeds);
    } finally {
      await session.close();
    }
  }

  return {
    description,
    async warm() {
      const [speaking, sounding] = await Promise.all([language(), vocoder(), prompts()]);
      const never = new AbortController().signal;
      const sequence = await speaking.begin([tokens.startSemantic], never);
      const stream = await sounding.begin(await sounding.voice(new Int32Array(config.bicodec.speaker_encoder.token_num)));
      try {
        await sequence.continue({
          ...samplingDefaults,
          mask: new Float32Array(speaking.rowCount),
          uniforms: new Float32Array(2),
        });
        await stream.push([0, 0, 0], true);
      } finally {
        sequence.close();
        stream.close();
      }
    },
    language,
    vocoder,
    prompts,
    async readSpeaker(samples) {
      const { values, frames } = mel(samples);
      const feeds = { mel: await tensor('float32', values, [1, frames, config.bicodec.mel_params.num_mels]) };
      return (await runOnce('speaker', feeds)).tokens.data as Int32Array;
    },
    async readSpeech(samples) {
      const { state } = await runOnce('hearingStart', { sound: await tensor('float32', samples, [1, samples.length]) });
      const { features } = await runOnce('hearingEnd', { state });
      const { tokens: heard } = await runOnce('meaning', { features });
      return Int32Array.from(heard.data as BigInt64Array, Number);
    },
    async close() {
      for (const close of closers.splice(0)) await close();
    },
  };
}

/** Id of a row. */
export function idOf(vocabulary: BuiltDescription['vocabulary'], row: number): number {
  let first = 0;
  for (const { from, to } of vocabulary) {
    if (row < first + to - from) return from + row - first;
    first += to - from;
  }
  throw new RangeError(`There is no row ${row} in the vocabulary of speech.`);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
