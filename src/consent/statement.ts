/**
 * Statement: the fixed part of a challenge. It names the bot, the wish and the day, and takes at least 7 s to read, which the embedded
 * verifier needs to get used to a voice and its microphone. English, the language of the verifier; the person's own words are their attestation.
 */
export function statementFor(day: Date): string {
  return (
    `I agree that Consonant may clone my voice, on ${spokenDay(day)}. ` +
    'I know that it will speak for me, and that I can delete it whenever I choose. My words are:'
  );
}

/** BCP 47, of statement and words, whatever language the person speaks otherwise. */
export const statementLanguage = 'en';

/** What is shown to be read: the statement and its words, set apart by commas so that they are read one by one. */
export function sentenceOf(challenge: { readonly statement: string; readonly words: readonly string[] }): string {
  return `${challenge.statement} ${challenge.words.join(', ')}.`;
}

const months = 'January February March April May June July August September October November December'.split(' ');

/** "November the twenty third": words, since digits are read in many ways. UTC, so that it does not depend on the server's zone. */
function spokenDay(day: Date): string {
  return `${months[day.getUTCMonth()]} the ${ordinal(day.getUTCDate())}`;
}

const low = (
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth ' +
  'seventeenth eighteenth nineteenth twentieth'
).split(' ');

function ordinal(day: number): string {
  if (day <= 20) return low[day - 1]!;
  return day === 30 ? 'thirtieth' : day === 31 ? 'thirty first' : `twenty ${low[day - 21]}`;
}
