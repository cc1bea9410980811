import { catalogues, textsIn } from '../catalogues.ts';
import { parseOptions } from '../parse-options.ts';
import { toAsker } from '../replies.ts';
import { need, type Part } from './part.ts';

/** Personal: what everybody may see and choose for themselves. */
const show: Part = async function* (_values, request, { settings, texts }) {
  const [own, here] = await Promise.all([settings.person(request.person.id), settings.place(request.place.id)]);
  const yesNo = own.tellUses ? texts.say('yes') : texts.say('no');
  const lines = [
    texts.say('settings-own', { language: own.locale ?? texts.say('as-platform'), tellUses: yesNo }),
    texts.say('settings-place', {
      form: texts.say(`form-${here.form}`),
      maximum: here.maximumCharacters,
      language: here.locale ?? texts.say('as-platform'),
      count: here.blockedPhrases.length,
    }),
  ];
  const phrases = request.person.isAdmin && here.blockedPhrases.length > 0 ? [`  ${here.blockedPhrases.join(' · ')}`] : [];
  yield toAsker([...lines, ...phrases, texts.say('settings-more')].join('\n'));
};

const ownLanguage: Part = async function* (values, request, { settings }) {
  const locale = languageIn(need(values, 'value'));
  await settings.changePerson(request.person.id, { locale });
  yield toAsker(textsIn(locale).say('settings-language', { language: locale }));
};

const tellUses: Part = async function* (values, request, { settings, texts }) {
  const wanted = parseOptions({ value: { kind: 'boolean', required: true } }, { value: need(values, 'value') }).value === true;
  await settings.changePerson(request.person.id, { tellUses: wanted });
  yield toAsker(texts.say(wanted ? 'settings-tell-on' : 'settings-tell-off'));
};

export const personal = { show, 'my-language': ownLanguage, 'tell-uses': tellUses } as const;

/** Refuses what there is no catalogue for. */
export function languageIn(value: string): string {
  const spec = { kind: 'choice', required: true, choices: Object.keys(catalogues) } as const;
  return parseOptions({ value: spec }, { value }).value as string;
}
