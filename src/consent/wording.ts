import type { Enrolment, NamedUse, Notice } from './consent.ts';

/**
 * Wording: the ledger holds ids, hashes and numbers, never words of a person. What does not look like one is a bug of the caller, and
 * is stopped here, for what is once in the chain stays there. The errors do not repeat the value.
 */
const patterns = {
  'voice id': /^[0-9A-Za-z]{26}$/,
  'SHA-256 in hex': /^[0-9a-f]{64}$/,
  'generation id': /^[0-9a-f]{8}$/,
  version: /^[0-9A-Za-z.-]{1,40}$/,
  id: /^[0-9A-Za-z_-]{1,64}$/,
} as const;

export function requireWording(kind: keyof typeof patterns, what: string, value: string): void {
  if (!patterns[kind].test(value)) throw new Error(`${what} is not a ${kind}; nothing was written.`);
}

export function requireNotice({ version, hash }: Notice): void {
  requireWording('version', 'The version of the notice', version);
  requireWording('SHA-256 in hex', 'The hash of the notice', hash);
}

export function requireEnrolment({ notice, verification, voice }: Pick<Enrolment, 'notice' | 'verification' | 'voice'>): void {
  requireNotice(notice);
  requireWording('id', 'The method of verification', verification.method);
  for (const [name, value] of [...Object.entries(verification.scores), ...Object.entries(verification.thresholds)]) {
    requireWording('id', 'The name of a score', name);
    if (!Number.isFinite(value)) throw new Error('A score of the verification is not a finite number; nothing was written.');
  }
  requireWording('voice id', 'The id of the voice', 'again' in voice ? voice.again : voice.voiceId);
}

export function requireUse({ generationId, mark, engine, textHash, audioHash }: NamedUse): void {
  requireWording('generation id', 'The generation of a use', generationId);
  if (mark !== undefined) requireWording('generation id', 'The mark of a use', mark);
  if (engine !== undefined) requireWording('id', 'The engine of a use', engine);
  requireWording('SHA-256 in hex', 'The hash of a text', textHash);
  if (audioHash !== undefined) requireWording('SHA-256 in hex', 'The hash of a file', audioHash);
}
