import { Refusal } from '../../errors.ts';
import { normalizeText } from '../../text/normalize/normalize.ts';
import { type Piece, splitIntoPieces } from '../../text/pieces.ts';
import { sanitizeText } from '../../text/sanitize.ts';
import { requireSpeakable, speechLimits } from '../speech-limits.ts';

/** Digits and signs written out as words take more room than before; more than this is no message but an attack. */
const LONGEST_GROWTH = 4;

/**
 * Prepare: a text as somebody wrote it to the pieces that an engine speaks one by one: without what confuses a reader or a model, numbers
 * and signs in words. Refuses what cannot be spoken.
 */
export function prepareText(text: string, language: string): readonly Piece[] {
  const words = normalizeText(requireSpeakable(sanitizeText(requireSpeakable(text))), language);
  const mostCharacters = LONGEST_GROWTH * speechLimits.maximumCharacters;
  if (words.length > mostCharacters) {
    throw new Refusal(
      'text-too-long',
      `Written out in words, the text has ${words.length} characters; at most ${mostCharacters} can be spoken at once. Split it into shorter parts.`,
      { values: { characters: words.length, maximum: mostCharacters } },
    );
  }
  const pieces = splitIntoPieces(words, language);
  if (pieces.length === 0) throw nothingToSay();
  return pieces;
}

export function nothingToSay(): Refusal {
  return new Refusal(
    'speech-empty',
    'The engine found nothing to say in the text. Write at least one word in the language of the voice.',
  );
}
