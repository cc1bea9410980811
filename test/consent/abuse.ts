/** Abuse: what somebody may try against consent, one row each. Every one must be refused with its code. */
import { challengeAbuse } from './abuse/challenge.ts';
import { grantAbuse } from './abuse/grant.ts';
import { identityAbuse } from './abuse/identity.ts';
import { ownerAbuse } from './abuse/owner.ts';

export interface Abuse {
  readonly what: string;
  /** Of the Refusal that ends the attempt. */
  readonly code: string;
  /** Makes a world of its own; rejects, or throws, where the attempt is refused. */
  readonly attempt: () => unknown;
}

export const consentAbuse: readonly Abuse[] = [...identityAbuse, ...grantAbuse, ...ownerAbuse, ...challengeAbuse];
