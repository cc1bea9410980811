import type { OptionValues } from '../options.ts';

/** Options of /consent: one table, since platforms show one form. `do` says which of them count. */
export const options = {
  do: { kind: 'choice', choices: ['status', 'allow', 'end', 'revoke', 'log'] },
  voice: { kind: 'voice', owned: true },
  person: { kind: 'person' },
  role: { kind: 'role' },
  everyone: { kind: 'boolean' },
  as: { kind: 'choice', choices: ['any', 'note', 'file', 'live'] },
  for: { kind: 'duration' },
  rule: { kind: 'number', minimum: 1, maximum: 1000, whole: true },
} as const;

export type ConsentOptions = OptionValues<typeof options>;
