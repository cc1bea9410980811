import type { PersonId } from '../consent/identity.ts';
import type { Spoken } from '../jobs/queue.ts';

/**
 * Reply: what a person gets to see and hear, as a value; a bot decides how it looks there. Texts are plain: a bot escapes what its
 * platform would take for markup, and lets no name in them notify anybody.
 */
export type Reply =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly audience: Audience;
      readonly buttons?: readonly Button[];
      /** It asks to read and agree, and its first button is the agreement: may be shown as a form. */
      readonly isNotice?: true;
      /** Of a refusal, which says why nothing came of the request: its code. */
      readonly code?: string;
    }
  /** To somebody else, in a private conversation where the platform allows one; goes unsaid where not. */
  | { readonly kind: 'notify'; readonly personId: PersonId; readonly text: string }
  /** Replaces the progress before it; the next other reply ends it. */
  | { readonly kind: 'progress'; readonly text: string }
  | {
      readonly kind: 'picture';
      readonly text: string;
      readonly png: Uint8Array;
      readonly alt: string;
      readonly buttons?: readonly Button[];
    }
  /** `label` names the AI voice and the requester, visible wherever the note is. */
  | {
      readonly kind: 'note';
      readonly speech: Pick<Extract<Spoken, { form: 'note' | 'file' }>, 'file' | 'durationSeconds' | 'waveform'>;
      readonly label: string;
      /** Left out: everyone. */
      readonly audience?: Audience;
      readonly buttons?: readonly Button[];
    }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly text: string;
      readonly audience: Audience;
      readonly buttons?: readonly Button[];
    }
  /** Takes back the speech whose button was pressed; only where the request said that this can be done. */
  | { readonly kind: 'retract' }
  /** The sentence to read, set apart so that it can be shown large. */
  | { readonly kind: 'challenge'; readonly text: string; readonly sentence: string; readonly expiresAtMs: number };

/** Whether only the asking person sees it, where the platform can do that. */
export type Audience = 'asker' | 'everyone';

export interface Button {
  readonly label: string;
  readonly style: 'primary' | 'plain' | 'danger';
  /** "command" and its options, at most 64 bytes UTF-8 (Telegram): see action.ts. */
  readonly action: string;
}
