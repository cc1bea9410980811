/**
 * Emoji in a text: where they are, whatever their form (flags, keycaps, skin tones, joined sequences, with or without the selector
 * for the picture form). Signs that are text in the first place (©, ™, digits) count only when the picture form is asked for.
 */
const TAGS = '[\\u{E0020}-\\u{E007F}]*';
const PICTURE = `(?![©®™])\\p{Extended_Pictographic}(?:\\uFE0F|\\p{Emoji_Modifier})?${TAGS}`;
const SIGN = '[©®™]\\uFE0F';
const KEYCAP = '[0-9#*]\\uFE0F?\\u20E3';
const FLAG = '\\p{Regional_Indicator}{2}';
const emojiPattern = new RegExp(`${FLAG}|${KEYCAP}|${SIGN}|(?:${PICTURE})(?:\\u200D(?:${PICTURE}))*`, 'gu');

/** Text and emoji in turn, in order; joined they are the text. */
export function* cutEmoji(text: string): Generator<{ readonly text: string; readonly isEmoji: boolean }> {
  let end = 0;
  for (const match of text.matchAll(emojiPattern)) {
    if (match.index > end) yield { text: text.slice(end, match.index), isEmoji: false };
    yield { text: match[0], isEmoji: true };
    end = match.index + match[0].length;
  }
  if (end < text.length) yield { text: text.slice(end), isEmoji: false };
}

/** The parts of emoji that are left when one was cut or is unknown. */
export function dropEmojiRemains(text: string): string {
  return text.replace(emojiPattern, ' ').replace(/\p{Regional_Indicator}|\p{Emoji_Modifier}|\uFE0E|\uFE0F|\u20E3/gu, ' ');
}
