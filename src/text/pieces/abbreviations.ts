/** Words with a point that end no sentence, by language, in lower case. Single letters ("J.") and chains ("z.B.") need no row. */
import { baseLanguage } from '../words.ts';

const everywhere = 'dr prof st mr mrs ms vs approx no nr tel inc ltd';
const rows: Readonly<Record<string, string>> = {
  en: 'mt jr sr gen col capt lt sgt rev hon gov sen rep dept est fig vol ed eds pp cf jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun ave blvd rd nos',
  de: 'hr fr hrn bzw ca evtl ggf inkl usw vgl str abs art bd jh mio mrd tsd sog u.a z.b d.h jan feb apr aug sept okt nov dez',
  es: 'sr sra srta ud uds dña lic ing av pág núm aprox',
  fr: 'm mm mme mlle me mgr av env p.ex bd éd',
  pt: 'sr sra srta exmo av pág núm aprox d',
  ru: 'г гг ул пр им стр т.е т.д т.п тыс млн млрд руб коп гр',
};
const titles: ReadonlySet<string> = new Set(
  'dr prof st mr mrs ms mt gen col capt lt sgt rev hon gov sen rep no nos nr hr fr hrn sr sra srta dña m mme mlle me mgr ул г им fig vol'.split(
    ' ',
  ),
);
const made = new Map<string, ReadonlySet<string>>();

function abbreviationsOf(language: string): ReadonlySet<string> {
  const base = baseLanguage(language);
  const key = Object.hasOwn(rows, base) ? base : '';
  const known = made.get(key) ?? new Set(`${everywhere} ${rows[key] ?? ''}`.split(' '));
  made.set(key, known);
  return known;
}

/** Does a sentence that seems to end with this word go on behind it? */
export function isAbbreviation(word: string, language: string): boolean {
  const bare = bareWord(word);
  if (bare === undefined) return false;
  return (
    /^\p{L}$/u.test(bare) || /^(?:\p{L}{1,2}\.)+\p{L}{1,2}$/u.test(bare) || abbreviationsOf(language).has(bare.toLowerCase())
  );
}

/** "Dr.", "J.": the name that follows belongs to it. */
export function opensName(word: string): boolean {
  const bare = bareWord(word);
  return bare !== undefined && (/^\p{Lu}$/u.test(bare) || titles.has(bare.toLowerCase()));
}

function bareWord(word: string): string | undefined {
  return /^["'“„«(¿¡]*([\p{L}.]+)\.$/u.exec(word)?.[1];
}
