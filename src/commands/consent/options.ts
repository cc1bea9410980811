import type { OptionValues } from '../options.ts';

/** Options of /consent: one table for platforms that show one form. `do` says which of them count. */
const which = { voice: { kind: 'voice', owned: true } } as const;
const audience = { person: { kind: 'person' }, role: { kind: 'role' }, everyone: { kind: 'boolean' } } as const;
const extent = { as: { kind: 'choice', choices: ['any', 'note', 'file', 'live'] }, for: { kind: 'duration' } } as const;
const number = { rule: { kind: 'number', minimum: 1, maximum: 1000, whole: true } } as const;

export const options = {
  do: {
    kind: 'choice',
    choices: ['status', 'allow', 'end', 'revoke', 'log'],
    parts: {
      status: which,
      allow: { ...audience, ...which, ...extent },
      end: { ...number, ...audience, ...which },
      revoke: which,
      log: which,
    },
  },
  ...which,
  ...audience,
  ...extent,
  ...number,
} as const;

export type ConsentOptions = OptionValues<typeof options>;
