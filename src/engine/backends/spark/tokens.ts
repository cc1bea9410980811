import { Refusal } from '../../../errors.ts';
import { getFilesAgain } from '../../onnx/weights.ts';
import type { BicodecConfig } from './config.ts';

/**
 * Tokens: the ids that Spark-TTS has added to the vocabulary of its language model, found by name in the tokenizer of the checkpoint. Families are
 * numbered without gaps, so an id is the first one and a number.
 */
export interface Family {
  readonly first: number;
  readonly count: number;
}

export interface SpeechTokens {
  /** Ends a turn, and so the speech. */
  readonly end: number;
  readonly endSemantic: number;
  readonly taskSpeak: number;
  readonly taskDesign: number;
  readonly startContent: number;
  readonly endContent: number;
  readonly startStyle: number;
  readonly endStyle: number;
  readonly startAcoustic: number;
  readonly endAcoustic: number;
  readonly startGlobal: number;
  readonly endGlobal: number;
  readonly startSemantic: number;
  readonly global: Family;
  readonly semantic: Family;
  readonly pitchValue: Family;
  readonly speedValue: Family;
  readonly gender: Family;
  readonly pitchLabel: Family;
  readonly speedLabel: Family;
}

const singles = {
  end: 'im_end',
  endSemantic: 'end_semantic_token',
  taskSpeak: 'task_tts',
  taskDesign: 'task_controllable_tts',
  startContent: 'start_content',
  endContent: 'end_content',
  startStyle: 'start_style_label',
  endStyle: 'end_style_label',
  startAcoustic: 'start_acoustic_token',
  endAcoustic: 'end_acoustic_token',
  startGlobal: 'start_global_token',
  endGlobal: 'end_global_token',
  startSemantic: 'start_semantic_token',
} as const;

/** `added`: content -> id, of all added tokens of the tokenizer. Refuses ('checkpoint-tokenizer') one without these tokens. */
export function findTokens(added: ReadonlyMap<string, number>, config: BicodecConfig): SpeechTokens {
  const idOf = (name: string): number => {
    const id = added.get(`<|${name}|>`);
    if (id === undefined) throw unfit(`it has no token "<|${name}|>"`);
    return id;
  };
  /** The first so many of a family. */
  const family = (name: string, count: number): Family => {
    const first = idOf(`${name}_0`);
    for (let number = 0; number < count; number++) {
      if (idOf(`${name}_${number}`) !== first + number) throw unfit(`its tokens "<|${name}_...|>" are not numbered without gaps`);
    }
    return { first, count };
  };
  /** A whole family: what the codec tells apart. */
  const wholeFamily = (name: string, count: number): Family => {
    if (added.has(`<|${name}_${count}|>`))
      throw unfit(`the configuration has ${count} tokens "<|${name}_...|>", and it has more`);
    return family(name, count);
  };
  const ids = Object.fromEntries(Object.entries(singles).map(([key, name]) => [key, idOf(name)])) as Record<
    keyof typeof singles,
    number
  >;
  const globals = config.speaker_encoder.fsq_levels.reduce((all, levels) => all * levels, 1);
  return {
    ...ids,
    global: wholeFamily('bicodec_global', globals),
    semantic: wholeFamily('bicodec_semantic', config.quantizer.codebook_size),
    pitchValue: family('pitch_value', 1001),
    speedValue: family('speed_value', 11),
    gender: family('gender', 2),
    pitchLabel: family('pitch_label', 5),
    speedLabel: family('speed_label', 5),
  };
}

function unfit(what: string): Refusal {
  return new Refusal('checkpoint-tokenizer', `LLM/tokenizer.json is not that of Spark-TTS: ${what}. ${getFilesAgain}`);
}

/** What the language model may say: the end of a turn, and everything from the first token of speech to the last. */
export function spokenVocabulary(tokens: SpeechTokens): { readonly from: number; readonly to: number }[] {
  const { end, ...rest } = tokens;
  const bounds = Object.values(rest).map(token =>
    typeof token === 'number' ? { from: token, to: token + 1 } : { from: token.first, to: token.first + token.count },
  );
  return [
    { from: end, to: end + 1 },
    { from: Math.min(...bounds.map(({ from }) => from)), to: Math.max(...bounds.map(({ to }) => to)) },
  ];
}
