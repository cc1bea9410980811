/** Addresses and file names as they are read out: their signs get names, words stay words. */

export interface AddressWords {
  readonly at: string;
  readonly dot: string;
  readonly slash: string;
  readonly dash: string;
  readonly underscore: string;
}

/** Endings that are read letter by letter, and those with a name of their own. */
const LETTERS =
  /^(?:pdf|js|ts|jsx|tsx|html?|css|csv|xml|mp3|mp4|jpe?g|svg|docx?|xlsx?|pptx?|txt|md|rs|py|cpp|db|sql|dll|avi|mkv|ogg|php|yml|uk|eu|io|gg|fr|es|ru|cn|tv)$/u;

export function readAddress(text: string, words: AddressWords, readNumber: (digits: string) => string): string {
  const names: Readonly<Record<string, string>> = {
    '@': words.at,
    '.': words.dot,
    '/': words.slash,
    '-': words.dash,
    _: words.underscore,
  };
  return text
    .split(/([^\p{L}\p{N}\p{M}])/u)
    .flatMap((part, index) => names[part] ?? splitWord(part, index))
    .map(part => (/^[0-9]+$/u.test(part) ? readNumber(part) : part))
    .join(' ');
}

/** "HelloWorld2" -> "Hello", "World", "2"; other signs say nothing. */
function splitWord(text: string, index: number): string[] {
  if (index > 0 && LETTERS.test(text)) return [text.toUpperCase()];
  const cut = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/(?<![0-9])(?=[0-9])|(?<=[0-9])(?![0-9])/gu, ' ');
  return cut.split(' ').filter(part => /[\p{L}\p{N}]/u.test(part));
}
