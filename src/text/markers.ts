/**
 * Model markers: what a tokenizer of an engine could take for control instead of text ("<|im_end|>", "[INST]", "</s>", "[[fonetiks]]",
 * "{HH AH0}"). None is left: known ones go with their word, of others the brackets. After it a text has no "|", "[", "]", "{", "}",
 * and "<" or ">" only as a comparison ("a < b", "<3"). Expects folded text (compatibility.ts).
 */
const KNOWN =
  /<\|[^<>|\s]{0,64}\|>|<{1,2}\/[\p{L}\p{N}_:-]{1,40}>{1,2}|<{1,2}(?:s|pad|unk|bos|eos|mask|sep|cls|sys|inst|think|speak|extra_id_\d+|0x[0-9a-f]{2})>{1,2}|\[\/?(?:inst|sys|system|pad|cls|sep|mask|unk|bos|eos|start|stop|s\d{1,2})\]/giu;
/** The full-width bar and the word border of SentencePiece have been folded or are signs of their own. */
const BRACKETS = /[|[\]{}\u2581\u27E8\u27E9\u2329\u232A\u226E\u226F]/gu;

export function dropMarkers(text: string): string {
  const open = text.replace(KNOWN, ' ').replace(BARS, ' ').replace(BRACKETS, ' ').replace(ARROW, ' → ');
  return /[<>]/u.test(open) ? open.replace(/[^\s]*[<>][^\s]*/gu, keepComparison) : open;
}

/** With the angles of a marker that was nested or torn. */
const BARS = /[<>]{0,8}\|[|<>]{0,8}/gu;
const ARROW = /[-=]{1,2}>|<-{1,2}(?=\s|$)/gu;

/** A word with "<" or ">" keeps it where it compares: alone, or before a number, and never both in one word. */
function keepComparison(word: string): string {
  return /^[^<>]*(?:<=?|>=?)(?:[-+.$€£]?\d[^<>]*)?$/u.test(word) && !/[^\s\d)%]>=?$|^[^<>]*[^<>\d\s)]<=?$/u.test(word)
    ? word
    : word.replace(/[<>]+/gu, ' ');
}
