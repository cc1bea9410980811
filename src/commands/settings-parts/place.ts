import { Refusal } from '../../errors.ts';
import { parseOptions } from '../parse-options.ts';
import { toAsker } from '../replies.ts';
import type { PlaceSettings } from '../settings.ts';
import { lengthLimits } from './options.ts';
import { need, type Part } from './part.ts';
import { languageIn } from './personal.ts';

/** Place: what admins choose for their server or group. */
const form: Part = async function* (values, request, { settings, texts }) {
  const spec = { kind: 'choice', required: true, choices: ['note', 'file', 'live'] } as const;
  const chosen = parseOptions({ value: spec }, { value: need(values, 'value') }).value as PlaceSettings['form'];
  await settings.changePlace(request.place.id, { form: chosen });
  yield toAsker(texts.say('settings-form', { form: texts.say(`form-${chosen}`) }));
};

const length: Part = async function* (values, request, { settings, texts }) {
  const spec = { kind: 'number', required: true, ...lengthLimits, whole: true } as const;
  const maximumCharacters = parseOptions({ value: spec }, { value: need(values, 'value') }).value as number;
  await settings.changePlace(request.place.id, { maximumCharacters });
  yield toAsker(texts.say('settings-length', { maximum: maximumCharacters }));
};

const language: Part = async function* (values, request, { settings, texts }) {
  const locale = languageIn(need(values, 'value'));
  await settings.changePlace(request.place.id, { locale });
  yield toAsker(texts.say('settings-place-language', { language: locale }));
};

export const maximumPhrases = 200;

const blockPhrase: Part = async function* (values, request, { settings, texts }) {
  const phrase = need(values, 'value');
  const { blockedPhrases } = await settings.place(request.place.id);
  if (blockedPhrases.length >= maximumPhrases) {
    throw new Refusal('phrases-full', `There are ${maximumPhrases} blocked phrases already. Unblock one first.`, {
      values: { maximum: maximumPhrases },
    });
  }
  if (!/[\p{L}\p{N}]/u.test(phrase)) throw new Refusal('phrase-empty', 'A phrase needs at least one letter or digit.');
  await settings.changePlace(request.place.id, { blockedPhrases: [...new Set([...blockedPhrases, phrase])] });
  yield toAsker(texts.say('settings-phrase-blocked', { phrase }));
};

const unblockPhrase: Part = async function* (values, request, { settings, texts }) {
  const phrase = need(values, 'value');
  const { blockedPhrases } = await settings.place(request.place.id);
  const left = blockedPhrases.filter(one => one.toLowerCase() !== phrase.toLowerCase());
  if (left.length === blockedPhrases.length)
    throw new Refusal('phrase-unknown', 'That phrase is not blocked here. /settings shows those that are.');
  await settings.changePlace(request.place.id, { blockedPhrases: left });
  yield toAsker(texts.say('settings-phrase-unblocked', { phrase }));
};

export const placeSettings = {
  form,
  length,
  language,
  'block-phrase': blockPhrase,
  'unblock-phrase': unblockPhrase,
} as const;
