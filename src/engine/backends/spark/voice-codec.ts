import { Refusal } from '../../../errors.ts';
import type { VoicePrint } from '../../engine.ts';
import { requirePrint } from '../../print.ts';
import { readTensors, writeTensors } from '../../tensors.ts';

/** Voice of the engine spark, in a print: its global tokens, and where there was a transcript the semantic tokens of a recording and its words. */
export interface SparkVoice {
  readonly globalTokens: Int32Array;
  readonly spoken?: { readonly transcript: string; readonly semanticTokens: Int32Array };
}

const ENGINE = 'spark';
const FORMAT = 1;

export function writeVoice({ globalTokens, spoken }: SparkVoice, language: string): VoicePrint {
  const data = writeTensors({
    tensors: {
      global: Uint16Array.from(globalTokens),
      ...(spoken && { semantic: Uint16Array.from(spoken.semanticTokens) }),
    },
    metadata: spoken ? { transcript: spoken.transcript } : {},
  });
  return { engine: ENGINE, format: FORMAT, language, data };
}

/** `counts`: how many global tokens there must be, and how many kinds of both. Refuses a print that is another's or damaged. */
export function readVoice(
  print: VoicePrint,
  counts: { readonly globals: number; readonly globalKinds: number; readonly semanticKinds: number },
): SparkVoice {
  const { data } = requirePrint(print, { engine: ENGINE, formats: [FORMAT] });
  const { tensors, metadata } = readTensors(data, 'The voice');
  const globalTokens = Int32Array.from(tensors.global ?? []);
  const semanticTokens = Int32Array.from(tensors.semantic ?? []);
  const isWithin = (tokens: Int32Array, kinds: number) => tokens.every(token => token >= 0 && token < kinds);
  if (
    globalTokens.length !== counts.globals ||
    !isWithin(globalTokens, counts.globalKinds) ||
    !isWithin(semanticTokens, counts.semanticKinds)
  ) {
    throw new Refusal(
      'voice-corrupt',
      `The voice does not fit the model: it has ${globalTokens.length} global tokens, and must have ${counts.globals} from 0 to ${counts.globalKinds - 1}; ` +
        `semantic ones must be from 0 to ${counts.semanticKinds - 1}. Clone the voice again from its recordings.`,
    );
  }
  const { transcript } = metadata;
  if (!transcript || semanticTokens.length === 0) return { globalTokens };
  // A file is not to be believed: what is called text in it may be anything.
  return { globalTokens, spoken: { transcript: String(transcript), semanticTokens } };
}
