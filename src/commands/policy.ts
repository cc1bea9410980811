import { Refusal } from '../errors.ts';
import { formsOf, patternOver, phrasePattern } from './disguise.ts';
import type { PlaceSettings } from './settings.ts';

/**
 * Policy: what no voice says: texts that are too long for the place, phrases that its admins blocked, and the patterns of fraud by voice.
 * The patterns are few and narrow on purpose: they stop the scripts that are read to frightened people, not talk about them. Both are found
 * in a disguise too (disguise.ts). Refuses with 'policy-length', 'policy-phrase', 'policy-one-time-code', 'policy-money', 'policy-emergency'.
 */
export function requirePolicy(text: string, settings: Pick<PlaceSettings, 'maximumCharacters' | 'blockedPhrases'>): void {
  const length = [...text].length;
  const maximum = settings.maximumCharacters;
  if (length > maximum) {
    throw new Refusal(
      'policy-length',
      `The text has ${length} characters; at most ${maximum} are allowed here. Shorten it, or split it in two.`,
      { values: { length, maximum } },
    );
  }
  const forms = formsOf(text);
  const isIn = (pattern: RegExp | undefined) => pattern !== undefined && forms.some(form => pattern.test(form));
  if (settings.blockedPhrases.some(phrase => isIn(phrasePattern(phrase)))) {
    throw new Refusal(
      'policy-phrase',
      'The text holds a phrase that the admins of this place do not allow. Say it in other words; if you think it is a mistake, ask an admin.',
    );
  }
  const pattern = fraudPatterns.find(({ matches }) => matches.some(isIn));
  if (pattern) throw new Refusal(pattern.code, pattern.message);
}

interface FraudPattern {
  readonly code: string;
  readonly message: string;
  readonly matches: readonly RegExp[];
}

const appeal = 'If this is a mistake, say it in other words or ask the operator.';

/** Written in lower case, without accents, with one space between words. */
const written: readonly FraudPattern[] = [
  {
    code: 'policy-one-time-code',
    message: `No voice here asks for codes, PINs or passwords: that is how accounts are stolen. ${appeal}`,
    matches: [
      /\b(tell|send|give|read|text|forward) (me|us)\b.{0,40}\b(code|pin|password|passcode|otp|cvv)\b/,
      /\b(sag|sage|sagen sie|gib|geben sie|schick|schicken sie|nenn|nennen sie) (mir|uns)\b.{0,40}\b(code|pin|tan|passwort|kennwort)\b/,
      /\b(dime|dame|enviame|mandame|digame|deme)\b.{0,40}\b(codigo|pin|clave|contrasena)\b/,
      /\b(donne|dis|envoie|donnez|dites|envoyez)[ -](moi|nous)\b.{0,40}\b(code|pin|mot de passe)\b/,
      /\b(me (diz|diga|manda|mande|envia|envie|passa|passe)|(diz|diga|manda|mande|envia|envie|passa|passe)[ -]me)\b.{0,40}\b(codigo|pin|senha)\b/,
      /(скажи|назови|пришли|продиктуй|сообщи)(те)?( мне| нам)?(?!\p{L}).{0,40}(код|пин|парол)/u,
      /(告诉|发给|发送给|念给|给)(我|我们).{0,20}(验证码|密码|口令)/,
      /把.{0,12}(验证码|密码|口令).{0,12}(告诉|发给|给)(我|我们)/,
    ],
  },
  {
    code: 'policy-money',
    message: `No voice here asks for money, gift cards or transfers: that is how people are robbed by phone. ${appeal}`,
    matches: [
      /\b(send|wire|transfer|lend|give) (me|us)\b.{0,40}(\b(money|cash|dollars|euros|pounds|bitcoin|crypto|gift cards?|funds)\b|[$€£]\s?\d)/,
      /\b(wire|transfer|send)\b.{0,30}(\b(money|cash|dollars|euros|pounds|bitcoin|funds)\b|[$€£]\s?\d).{0,30}\b(to (me|us|my|our|this) ?(account)?)\b/,
      /\bbuy\b.{0,30}\bgift cards?\b/,
      /\b(uberweis|schick|sende?|leih|gib)\w* (sie )?(mir|uns)\b.{0,40}\b(geld|euro|bitcoin|gutscheinkarten?)\b/,
      /\b(enviame|mandame|transfiereme|prestame|envieme)\b.{0,40}\b(dinero|plata|euros|dolares|bitcoin)\b/,
      /\b(envoie|vire|prete|envoyez|virez)[ -](moi|nous)\b.{0,40}\b(argent|euros|bitcoin)\b/,
      /\b(me (manda|mande|envia|envie|transfere|transfira|empresta|empreste))\b.{0,40}\b(dinheiro|reais|euros|pix|bitcoin)\b/,
      /(переведи|пришли|займи|одолжи|скинь)(те)?( мне| нам)?(?!\p{L}).{0,40}(деньг|денег|рубл|доллар|евро)/u,
      /(转|汇|打|借)(给|点)?(我|我们)?.{0,12}(钱|款|元)(给|到)?(我|我们)?/,
    ],
  },
  {
    code: 'policy-emergency',
    message: `No voice here pretends an accident, an arrest or a kidnapping to somebody: that is how families are robbed. ${appeal}`,
    matches: [
      /\b(i (have been|was|ve been|got)|i am|i m) (just )?(in (an? )?(accident|jail|prison|hospital)|arrested|kidnapped)\b.{0,80}\b(money|bail|pay|need you|don t tell|do not tell|lawyer)\b/,
      /\b(mom|mum|mommy|dad|grandma|grandpa|granny)\b.{0,60}\b(accident|arrested|jail|kidnapped|bail)\b/,
      /\b(mama|papa|oma|opa|mutti)\b.{0,60}\b(unfall|verhaftet|gefangnis|entfuhrt|kaution)\b/,
      /\b(mama|papa|abuela|abuelo)\b.{0,60}\b(accidente|detenido|detenida|carcel|secuestrado|secuestrada|fianza)\b/,
      /\b(maman|papa|mamie|papi)\b.{0,60}\b(accident|arrete|arretee|prison|enleve|enlevee|caution)\b/,
      /\b(mae|pai|vovo|mamae|papai)\b.{0,60}\b(acidente|preso|presa|cadeia|sequestrado|sequestrada|fianca)\b/,
      /(мама|папа|бабушка|дедушка|мам|пап)(?!\p{L}).{0,60}(авари|арестова|тюрьм|похити|полици|залог)/u,
      /(妈妈|爸爸|奶奶|爷爷|妈|爸).{0,30}(车祸|被抓|绑架|坐牢|保释)/,
    ],
  },
];

const fraudPatterns = written.map(pattern => ({ ...pattern, matches: pattern.matches.map(patternOver) }));
