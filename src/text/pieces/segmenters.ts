/** Segmenters of Unicode, kept by language: making one costs more than using it. An unknown language tag is treated as English. */
type Granularity = 'sentence' | 'word' | 'grapheme';

const MOST = 60;
const made = new Map<string, Intl.Segmenter>();

export function segmenterOf(language: string, granularity: Granularity): Intl.Segmenter {
  const key = `${granularity} ${language}`;
  const known = made.get(key);
  if (known) return known;
  if (made.size >= MOST) made.clear();
  const segmenter = new Intl.Segmenter(isTag(language) ? language : 'en', { granularity });
  made.set(key, segmenter);
  return segmenter;
}

function isTag(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length === 1;
  } catch {
    return false;
  }
}
