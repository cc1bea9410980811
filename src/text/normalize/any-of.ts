/** The source of a pattern that matches any of the words, the longest first, so that "km/h" is not "km". */
export function anyOf(words: Iterable<string>): string {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map(word => word.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&'))
    .join('|');
}
