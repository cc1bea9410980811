/**
 * Compatibility forms: letters, digits and signs that Unicode keeps twice (full width, mathematical alphabets, ligatures, squared
 * units) become the usual ones, so that they are read, and so that no marker hides behind them. What carries a meaning of its own
 * stays: "²", "½", "™", "…".
 */
const FORMS = new RegExp(
  [
    '(?![\\uFF01\\uFF08\\uFF09\\uFF0C\\uFF0E\\uFF1A\\uFF1B\\uFF1F\\uFF5E\\uFF61-\\uFF64])[\\uFF01-\\uFFEE]', // full and half width, but not the points of Chinese and Japanese
    '[\\uFE10-\\uFE19\\uFE30-\\uFE4F\\uFE50-\\uFE6B]', // vertical and small forms
    '[\\u{1D400}-\\u{1D7FF}]', // mathematical alphabets
    '[\\u2102\\u2107\\u210A-\\u2115\\u2119-\\u211D\\u2124\\u2126\\u2128\\u212A-\\u2138\\u213C-\\u2140\\u2145-\\u2149]', // letters like "ℂ"
    '[\\u2103\\u2109\\u2116]', // ℃ ℉ №
    '[\\u2160-\\u217F]', // Roman numerals
    '[\\u2460-\\u24EA]', // in circles
    '[\\u{1F100}-\\u{1F16F}\\u{1F200}-\\u{1F265}]', // in squares
    '[\\u1D2C-\\u1D6A\\u1D78\\u1D9B-\\u1DBF\\u02B0-\\u02B8\\u02E0-\\u02E4\\u2071\\u207F\\u2090-\\u209C]', // small raised letters
    '[\\u3250-\\u32FF\\u3358-\\u33FF]', // squared words and units
    '[\\uFB00-\\uFB4F\\uFB50-\\uFDF9\\uFDFC\\uFE70-\\uFEFC]', // ligatures, Hebrew and Arabic shapes
    '[\\u{2F800}-\\u{2FA1D}\\uF900-\\uFAD9\\u2F00-\\u2FD5]', // Han
    '[\\u2000-\\u200A\\u202F\\u205F\\u3000\\u00A0]', // spaces
  ].join('|'),
  'gu',
);
/** "⑤" next to a digit would become another number. */
const ENCLOSED = /[\u2460-\u24EA\u{1F100}-\u{1F16F}\u3250-\u32FF]/u;

export function foldCompatibility(text: string): string {
  return text
    .replace(FORMS, form => (ENCLOSED.test(form) ? ` ${form.normalize('NFKC')} ` : form.normalize('NFKC')))
    .normalize('NFC');
}
