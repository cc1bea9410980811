import type { Audio } from '../../audio/audio.ts';

/**
 * Verifier: did somebody read this challenge aloud in this recording? Runs in the engine process, in turns with everything else, and
 * fails closed: what it cannot judge it does not accept. Every row of index.ts passes test/engine/verifiers/verifier-conformance.ts.
 */
export interface Verifier {
  /** Row name: "embedded", "sherpa". */
  readonly id: string;
  /** Prepares what every recording needs, so that the first person does not wait for it. */
  warm(list: readonly string[], signal: AbortSignal): Promise<void>;
  verify(audio: Audio, challenge: SpokenChallenge, signal: AbortSignal): Promise<Judgement>;
}

export interface SpokenChallenge {
  /** The fixed part, read first; at least 7 s when spoken, so that the comparison can adapt to speaker and channel. */
  readonly statement: string;
  readonly words: readonly string[];
  /** The whole list that the words were drawn from: what they have to win against. */
  readonly list: readonly string[];
}

export interface Judgement {
  readonly accepted: boolean;
  /** Why not: see {@link adviceFor}. */
  readonly reason?: JudgementReason;
  /** Kept with the consent: what was measured, and what it was measured against. */
  readonly scores: Readonly<Record<string, number>>;
  readonly thresholds: Readonly<Record<string, number>>;
}

export type JudgementReason =
  | 'no-speech'
  | 'too-short'
  | 'too-long'
  | 'too-noisy'
  | 'statement-differs'
  | 'words-differ'
  | 'several-speakers';

const advice: Readonly<Record<JudgementReason, string>> = {
  'no-speech': 'No speech was found in the recording. Hold the microphone closer and read the whole sentence.',
  'too-short': 'The recording is shorter than the sentence. Read all of it, at your usual pace.',
  'too-long': 'The recording holds more than the sentence. Start right before you read and stop right after.',
  'too-noisy':
    'There is too much noise around your voice. Go to a quiet room, close to the microphone, and read the new sentence.',
  'statement-differs': 'The first part was not recognised. Read the sentence exactly as it is written, from the beginning.',
  'words-differ': 'The last words were not recognised. Read each of them clearly, with a short pause between them.',
  'several-speakers': 'More than one voice was heard. Record yourself alone.',
};

export function adviceFor(reason: JudgementReason): string {
  return advice[reason];
}
