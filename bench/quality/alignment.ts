import type { Utterance } from './voices.ts';

/**
 * Alignment accuracy: the share of speech frames of a reference whose phone, as the engine aligned it, is flite's own. Engine
 * names are espeak's IPA, flite's are ARPAbet; an IPA name of two sounds ("ɑɹ") or one that the two lexica write differently
 * ("ɐ") is right for either. The ceiling is below 1 because the lexica disagree on some words.
 */
export interface ReferenceAlignment {
  readonly hopSeconds: number;
  /** IPA per frame, "" for a pause; frame t stands at t * hopSeconds. Stress and length marks are ignored. */
  readonly phones: readonly string[];
}

/** By symbol; the longest match is read first. */
const arpabetOfIpa: Readonly<Record<string, string>> = {
  tʃ: 'ch',
  dʒ: 'jh',
  eɪ: 'ey',
  aɪ: 'ay',
  ɔɪ: 'oy',
  aʊ: 'aw',
  oʊ: 'ow',
  əʊ: 'ow',
  ɑ: 'aa ao',
  ɒ: 'aa ao',
  ɔ: 'ao aa',
  æ: 'ae',
  a: 'ae aa',
  ɐ: 'ax ah ey',
  ə: 'ax ah ih',
  ʌ: 'ah ax',
  ɜ: 'er',
  ɝ: 'er',
  ɚ: 'er',
  ɛ: 'eh',
  e: 'eh ey',
  ɪ: 'ih ax',
  ᵻ: 'ih ax',
  i: 'iy ih',
  ʊ: 'uh',
  u: 'uw',
  o: 'ow ao',
  p: 'p',
  b: 'b',
  t: 't',
  d: 'd',
  k: 'k',
  ɡ: 'g',
  g: 'g',
  ɾ: 't d',
  ʔ: 't',
  f: 'f',
  v: 'v',
  θ: 'th',
  ð: 'dh',
  s: 's',
  z: 'z',
  ʃ: 'sh',
  ʒ: 'zh',
  h: 'hh',
  m: 'm',
  n: 'n',
  ŋ: 'ng',
  l: 'l',
  ɫ: 'l',
  ɹ: 'r',
  r: 'r',
  j: 'y',
  w: 'w',
};
const arpabetOf = new Map<string, ReadonlySet<string>>();

export function alignmentAccuracy(alignment: ReferenceAlignment, truth: Utterance): number {
  let right = 0;
  let speech = 0;
  let index = 0;
  const endSeconds = truth.phones.at(-1)?.endSeconds ?? 0;
  for (let frame = 0; frame * alignment.hopSeconds < endSeconds; frame++) {
    while (truth.phones[index].endSeconds <= frame * alignment.hopSeconds) index++;
    const { phone } = truth.phones[index];
    if (phone === 'pau') continue;
    speech++;
    if (arpabet(alignment.phones[frame] ?? '').has(phone)) right++;
  }
  return speech === 0 ? Number.NaN : right / speech;
}

function arpabet(ipa: string): ReadonlySet<string> {
  const known = arpabetOf.get(ipa);
  if (known) return known;
  const names = new Set<string>();
  const bare = ipa.normalize('NFD').replace(/[ˈˌː.]|\p{Mn}/gu, '');
  for (let rest = bare; rest; ) {
    const symbol = [rest.slice(0, 2), rest.slice(0, 1)].find(part => part in arpabetOfIpa);
    for (const name of symbol ? arpabetOfIpa[symbol].split(' ') : []) names.add(name);
    rest = rest.slice(symbol?.length ?? 1);
  }
  arpabetOf.set(ipa, names);
  return names;
}
