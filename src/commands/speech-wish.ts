import type { Form } from '../consent/identity.ts';
import type { Voice } from '../voices/voices.ts';
import type { Audience } from './reply.ts';

/** SpeechWish: what is to be spoken, by whom, and how it is to be given. */
export interface SpeechWish {
  readonly voice: Voice;
  /** As it is to be spoken. */
  readonly text: string;
  readonly language: string;
  readonly form: Form;
  readonly rate?: number;
  /** Left out: everyone in the place. A sample is for its asker alone. */
  readonly audience?: Audience;
}
