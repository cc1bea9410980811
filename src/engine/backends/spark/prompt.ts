import type { VoiceTraits } from '../../engine.ts';
import type { TextTokenizer } from './tokenizer.ts';
import type { Family, SpeechTokens } from './tokens.ts';

/**
 * Prompt: what the language model continues, put together from ids. Only the text is tokenised, by itself, so its place cannot be left.
 * Formats: cli/SparkTTS.py of SparkAudio/Spark-TTS.
 */
export interface PromptMaker {
  /**
   * Speak as a voice. With what was said in its recording, and the semantic tokens of that, the model goes on from there: it speaks after the
   * manner of the recording, too. What follows is semantic tokens.
   */
  speak(text: string, voice: PromptVoice): number[];
  /** Invent a voice that says the text. What follows is an acoustic block, then the voice's global tokens. */
  design(text: string, traits: VoiceTraits): number[];
}

export interface PromptVoice {
  /** Numbers from 0, 32 of them. */
  readonly globalTokens: ArrayLike<number>;
  readonly spoken?: { readonly transcript: string; readonly semanticTokens: ArrayLike<number> };
}

export function createPromptMaker(tokens: SpeechTokens, tokenizer: TextTokenizer): PromptMaker {
  const content = (text: string) => [tokens.startContent, ...tokenizer.encode(text), tokens.endContent];
  return {
    speak(text, { globalTokens, spoken }) {
      return [
        tokens.taskSpeak,
        ...content(spoken ? join(spoken.transcript, text) : text),
        tokens.startGlobal,
        ...idsOf(tokens.global, globalTokens),
        tokens.endGlobal,
        // Upstream lets the model say it, which it always does.
        tokens.startSemantic,
        ...(spoken ? idsOf(tokens.semantic, spoken.semanticTokens) : []),
      ];
    },
    design(text, { gender, pitch, speed }) {
      return [
        tokens.taskDesign,
        ...content(text),
        tokens.startStyle,
        tokens.gender.first + (gender === 'female' ? 0 : 1),
        tokens.pitchLabel.first + pitch - 1,
        tokens.speedLabel.first + speed - 1,
        tokens.endStyle,
      ];
    },
  };
}

function idsOf({ first, count }: Family, numbers: ArrayLike<number>): number[] {
  return Array.from(numbers, number => {
    if (!(number >= 0 && number < count)) throw new RangeError(`There are ${count} tokens from 0 on; ${number} is none of them.`);
    return first + number;
  });
}

/** Upstream puts nothing in between, which glues two English sentences together: "...isn't it?A chunk". */
function join(transcript: string, text: string): string {
  return /[\p{Script=Latin}\p{N}.,!?;:'")\]]$/u.test(transcript) && /^[\p{Script=Latin}\p{N}"'(]/u.test(text)
    ? `${transcript} ${text}`
    : `${transcript}${text}`;
}
