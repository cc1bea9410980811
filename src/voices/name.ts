import { Refusal } from '../errors.ts';

/**
 * Names of voices: what people type, and what others see in lists, captions and paths of an export. A name is plain, short, and cannot
 * pass for another one: it is written in one script, and two names that look alike count as the same ({@link skeletonOf}).
 */
export const nameDefaults = { maximumCharacters: 32 } as const;

/** What is wrong with a name: the first of these that matches. */
const faults: readonly { readonly id: string; readonly isFault: (name: string) => boolean; readonly says: string }[] = [
  { id: 'empty', isFault: name => name === '', says: 'it is empty' },
  { id: 'long', isFault: name => charactersOf(name) > nameDefaults.maximumCharacters, says: 'it has more than 32 characters' },
  {
    id: 'invisible',
    isFault: name => /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u.test(name),
    says: 'it holds signs that cannot be seen or that change the direction of text',
  },
  { id: 'path', isFault: name => /[/\\:?"<>]|^\.|\.\./.test(name), says: 'it looks like the path of a file' },
  {
    id: 'reserved',
    isFault: name => /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name),
    says: 'some computers keep this word for themselves',
  },
  { id: 'mention', isFault: name => /[@#＠＃]/u.test(name) || /^(everyone|here)$/i.test(name), says: 'it looks like a mention' },
  { id: 'markup', isFault: name => /[`*_~|{}[\]]/.test(name), says: 'it holds signs of text formatting' },
  { id: 'accents', isFault: name => /\p{M}{3,}/u.test(name.normalize('NFD')), says: 'too many accents are piled on one letter' },
  { id: 'letters', isFault: name => !/[\p{L}\p{N}]/u.test(name), says: 'it has no letter or digit' },
  { id: 'mixed', isFault: isMixed, says: 'it mixes letters of different alphabets' },
];

/** As it is stored. Refuses with 'name-invalid', saying what is wrong. */
export function cleanName(typed: string): string {
  const name = typed
    .toWellFormed()
    .normalize('NFC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
  const fault = faults.find(({ isFault }) => isFault(name));
  if (!fault) return name;
  throw new Refusal(
    'name-invalid',
    `This name cannot be used: ${fault.says}. Take 1 to ${nameDefaults.maximumCharacters} letters, digits and spaces.`,
    { values: { problem: fault.id, maximum: nameDefaults.maximumCharacters } },
  );
}

/**
 * The same for names that a person takes for one another: without case, width, accents and separators, look-alikes as one letter. A short
 * list of look-alikes after Unicode TR 39, for scripts are not mixed within a name anyway.
 */
export function skeletonOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\p{M}\p{Z}\p{P}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase();
  const folded = plain.normalize('NFKC').replaceAll('ß', 'ss').replaceAll('ς', 'σ');
  return [...folded]
    .map(letter => lookAlikes.get(letter) ?? letter)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

/** Scripts that belong together in one word are one line. */
const alphabets: readonly RegExp[] = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u,
];
const anyOther = /(?![\p{Script=Common}\p{Script=Inherited}])\p{L}/u;

/** Latin stands beside Chinese, Japanese and Korean in names that people really have; nothing else is mixed. */
function isMixed(name: string): boolean {
  const present = alphabets.filter(alphabet => alphabet.test(name));
  const rest = [...name].filter(letter => anyOther.test(letter) && !alphabets.some(alphabet => alphabet.test(letter)));
  const count = present.length + (rest.length > 0 ? 1 : 0);
  const isLatinWithAsian = count === 2 && present.includes(alphabets[0]) && present.includes(alphabets.at(-1)!);
  return count > 1 && !isLatinWithAsian;
}

/** Cyrillic, Greek and digits -> the Latin letter that they look like. */
const lookAlikes = new Map<string, string>(
  Object.entries({
    a: 'аα',
    b: 'ьв',
    c: 'сϲ',
    d: 'ԁ',
    e: 'её',
    h: 'һн',
    i: 'іιıl1|ӏ',
    j: 'ј',
    k: 'кκ',
    m: 'м',
    n: 'пη',
    o: 'оοσ0',
    p: 'рρ',
    q: 'ԛ',
    s: 'ѕ',
    t: 'тτ',
    u: 'υ',
    v: 'ѵν',
    w: 'ԝшω',
    x: 'хχ',
    y: 'уγ',
    z: 'ᴢ',
  }).flatMap(([latin, others]) => [...others].map(other => [other, latin] as const)),
);

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function charactersOf(name: string): number {
  // a hostile text may be megabytes long
  return [...graphemes.segment(name.slice(0, 40 * nameDefaults.maximumCharacters))].length;
}
