import { catalogues } from '../catalogues.ts';
import type { OptionValues } from '../options.ts';

/** Characters of one /say. */
export const lengthLimits = { minimum: 20, maximum: 5000 } as const;

/** Options of /settings: one table for platforms that show one form. `do` says which of them count. */
const oneOf = (...choices: string[]) => ({ value: { kind: 'choice', required: true, choices } }) as const;
const phrase = { value: { kind: 'text', required: true, maximumLength: 100 } } as const;
const language = oneOf(...Object.keys(catalogues));
const voices = { voice: { kind: 'voice' }, person: { kind: 'person' } } as const;
const person = { person: { kind: 'person', required: true } } as const;

export const options = {
  do: {
    kind: 'choice',
    choices: [
      'show',
      'my-language',
      'tell-uses',
      'form',
      'length',
      'language',
      'block-phrase',
      'unblock-phrase',
      'block-voice',
      'unblock-voice',
      'block-person',
      'unblock-person',
      'stop-voice',
      'resume-voice',
      'stop-place',
      'resume-place',
      'stop-all',
      'resume-all',
      'unfreeze',
    ],
    parts: {
      show: {},
      'my-language': language,
      'tell-uses': oneOf('yes', 'no'),
      form: oneOf('note', 'file', 'live'),
      length: { value: { kind: 'number', required: true, ...lengthLimits, whole: true } },
      language,
      'block-phrase': phrase,
      'unblock-phrase': phrase,
      'block-voice': voices,
      'unblock-voice': voices,
      'block-person': person,
      'unblock-person': person,
      'stop-voice': voices,
      'resume-voice': voices,
      'stop-place': {},
      'resume-place': {},
      'stop-all': {},
      'resume-all': {},
      unfreeze: voices,
    },
  },
  value: { kind: 'text', maximumLength: 100 },
  ...voices,
} as const;

export type SettingsOptions = OptionValues<typeof options>;
