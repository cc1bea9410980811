import type { OptionValues } from '../options.ts';

/** Options of /settings: one table, since platforms show one form. `do` says which of them count. */
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
  },
  value: { kind: 'text', maximumLength: 100 },
  voice: { kind: 'voice' },
  person: { kind: 'person' },
} as const;

export type SettingsOptions = OptionValues<typeof options>;
