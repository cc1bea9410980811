/**
 * Loops: whether semantic tokens have got stuck: the last second and a half is a few tokens again and again. Speech repeats a token some times in a
 * held vowel or a pause; never so long.
 */
const LONGEST_PERIOD = 6;
const STUCK_TOKENS = 75;

export function isStuck(tokens: readonly number[]): boolean {
  if (tokens.length < STUCK_TOKENS) return false;
  const end = tokens.slice(-STUCK_TOKENS);
  for (let period = 1; period <= LONGEST_PERIOD; period++)
    if (end.every((token, index) => index < period || token === end[index - period])) return true;
  return false;
}
