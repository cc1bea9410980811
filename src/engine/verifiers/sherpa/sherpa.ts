import { type Audio, durationSeconds } from '../../../audio/audio.ts';
import { Refusal } from '../../../errors.ts';
import { findSpeechModels, type RecognitionModel } from '../../sherpa/models.ts';
import { type LoadSherpa, loadSherpa, runOptions, type Sherpa } from '../../sherpa/package.ts';
import { nextTurn } from '../../turn.ts';
import type { Judgement, JudgementReason, SpokenChallenge, Verifier } from '../verifier.ts';
import { compareWords, transcriptDefaults } from './transcript.ts';

/**
 * Sherpa: the verifier that understands what is said: speech recognition (sherpa-onnx), told nothing of the challenge, then words against
 * words. Unlike the embedded one it knows "I agree" from "I disagree". Its ear is as good as the model; no model was measured here.
 */
export interface SherpaOptions {
  /** Folder of the model files; see sherpa/models.ts. */
  readonly speechModels?: string;
  /** Where the package comes from. */
  readonly load?: LoadSherpa;
}

/** Whisper hears 30 s at a time; anybody reads the sentence in 10 to 20. */
const seconds = { least: 5, most: 30 } as const;

type Recognize = (audio: Audio) => Promise<string>;

/** Its files are looked for with the first use. Refuses then with 'sherpa-missing' or 'speech-models-missing'. */
export function createSherpaVerifier({ speechModels, load = loadSherpa }: SherpaOptions = {}): Verifier {
  let recognizer: Promise<Recognize> | undefined;
  const recognize = async (audio: Audio): Promise<string> => {
    recognizer ??= open(speechModels, load);
    // A folder that was empty may be filled later.
    recognizer.catch(() => {
      recognizer = undefined;
    });
    return (await recognizer)(audio);
  };
  return {
    id: 'sherpa',
    async warm(_list, signal) {
      signal.throwIfAborted();
      await recognize({ samples: new Float32Array(16_000), sampleRateHz: 16_000 });
      signal.throwIfAborted();
    },
    async verify(audio, challenge, signal) {
      signal.throwIfAborted();
      const length = durationSeconds(audio);
      if (length < seconds.least) return refused('too-short');
      if (length > seconds.most) return refused('too-long');
      const transcript = await recognize(audio);
      await nextTurn();
      signal.throwIfAborted();
      return judge(transcript, challenge);
    },
  };
}

async function open(folder: string | undefined, load: LoadSherpa): Promise<Recognize> {
  const { recognition } = await findSpeechModels(folder);
  if (!recognition) {
    throw new Refusal(
      'speech-models-missing',
      'There is no model for speech recognition. Set CONSONANT_ASR_MODELS to the folder of a Whisper or transducer model for sherpa-onnx ' +
        '(encoder, decoder and tokens.txt), or use the embedded verifier.',
    );
  }
  const { OfflineRecognizer } = await load();
  const recognizer = new OfflineRecognizer(configOf(recognition));
  return async ({ samples, sampleRateHz }) => {
    const stream = recognizer.createStream();
    stream.acceptWaveform({ samples, sampleRate: sampleRateHz });
    if (recognizer.decodeAsync) await recognizer.decodeAsync(stream);
    else recognizer.decode(stream);
    return recognizer.getResult(stream).text;
  };
}

function configOf(model: RecognitionModel): ConstructorParameters<Sherpa['OfflineRecognizer']>[0] {
  const { kind, tokens, ...files } = model;
  return {
    featConfig: { sampleRate: 16_000, featureDim: 80 },
    modelConfig: {
      ...(kind === 'whisper' ? { whisper: { ...files, language: 'en', task: 'transcribe' } } : { transducer: files as never }),
      tokens,
      ...runOptions,
    },
  };
}

function judge(transcript: string, challenge: SpokenChallenge): Judgement {
  const { heardWords, statementErrors, wordsFound, contradicts } = compareWords(transcript, challenge);
  const thresholds = { statementErrors: transcriptDefaults.statementErrors, wordsFound: challenge.words.length };
  const scores = { statementErrors, wordsFound };
  const reason: JudgementReason | undefined =
    heardWords === 0
      ? 'no-speech'
      : contradicts || statementErrors > thresholds.statementErrors
        ? 'statement-differs'
        : wordsFound < thresholds.wordsFound
          ? 'words-differ'
          : undefined;
  return { accepted: reason === undefined, ...(reason && { reason }), scores, thresholds };
}

function refused(reason: JudgementReason): Judgement {
  return { accepted: false, reason, scores: {}, thresholds: { leastSeconds: seconds.least, mostSeconds: seconds.most } };
}
