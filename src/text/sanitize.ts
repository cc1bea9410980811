/**
 * Sanitising: text that may have been made to confuse a reader, as plain well-formed text. Invisible and direction signs, stacked
 * accents, endless repeats, odd alphabets and model markers are gone; words, their order and their meaning stay.
 * Doing it twice changes nothing. Lines stay lines; other white space is one space.
 */
import { foldCompatibility } from './compatibility.ts';
import { dropMarkers } from './markers.ts';

export const sanitizeDefaults = { repeats: 3, accents: 2, marks: 6 } as const;

/** Joiners shape words in some scripts and mean nothing in others. */
const JOINED =
  '[\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Sinhala}\\p{Script=Malayalam}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Gujarati}\\p{Script=Gurmukhi}\\p{Script=Khmer}]';
const INVISIBLE = new RegExp(
  `(?<!${JOINED})[\\u200C\\u200D]|[\\u200C\\u200D](?!${JOINED})|(?![\\u200C\\u200D])[\\p{Cf}\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u3164\\uFFA0\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]`,
  'gu',
);
const UNREADABLE = /(?![\n\t])[\p{Cc}\p{Cs}\p{Co}\p{Cn}\uFFFC\uFFFD]/gu;
const { repeats, accents, marks } = sanitizeDefaults;
const STACKED = new RegExp(`[\\p{Script=Inherited}--[\\u200C\\u200D]]{${accents + 1},}`, 'gv');
const PILED = new RegExp(`(\\p{M}{${marks}})\\p{M}+`, 'gu');
/** Accents without a letter. */
const ORPHANS = /(?<=^|\s)\p{M}+/gu;
const SAME_LETTER = new RegExp(`(\\p{L}\\p{M}*)\\1{${repeats},}`, 'gu');
const SAME_SYLLABLE = new RegExp(`(\\p{L}{2,4}?)\\1{${repeats},}`, 'giu');

export function sanitizeText(text: string): string {
  let before = text;
  // One step can uncover work for another (a marker between two accents); each only shortens or settles, so few rounds do.
  for (let round = 0; round < 4; round++) {
    const after = pass(before);
    if (after === before) return after;
    before = after;
  }
  return before;
}

function pass(text: string): string {
  const visible = text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/gu, '\n')
    .replace(UNREADABLE, ' ')
    .replace(INVISIBLE, '');
  const letters = dropMarkers(foldCompatibility(visible)).replace(ORPHANS, '').replace(STACKED, '').replace(PILED, '$1');
  return collapse(letters.replace(SAME_LETTER, same).replace(SAME_SYLLABLE, same));
}

function same(_all: string, unit: string): string {
  return unit.repeat(repeats);
}

function collapse(text: string): string {
  return text
    .replace(/[!?‽¡¿！？]{2,}/gu, run => [...new Set(run)].join(''))
    .replace(/\.{2,}|…[.…]*/gu, '…')
    .replace(/([,;:，、；：。])\1+/gu, '$1')
    .replace(/[-–—]{3,}/gu, ' – ')
    .replace(/(?![\n\s.])([\p{P}\p{S}])\1{3,}/gu, ' ')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/ ?\n[\n ]*/gu, '\n')
    .trim();
}
