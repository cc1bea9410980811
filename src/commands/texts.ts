import type { Refusal } from '../errors.ts';
import type { en } from './texts/en.ts';
import type { RefusalCode } from './texts/refusal-codes.ts';

/** Texts: everything that a person reads, in their language. Messages are ICU MessageFormat; en.ts is the complete catalogue. */
export interface Texts {
  /** The catalogue that speaks: "en", "de", "es", "fr", "pt", "ru", "zh". */
  readonly language: string;
  say(message: MessageId, values?: Readonly<Record<string, string | number | Date>>): string;
  /** By its code, filled with its values; the English message where a catalogue does not have the code. */
  refusal(refusal: Refusal): string;
  duration(seconds: number): string;
  date(epochMs: number): string;
}

export type MessageId = keyof typeof en.messages;

/** Typed, so that a message that is missing does not compile. */
export interface Catalogue {
  readonly messages: Readonly<Record<MessageId, string>>;
  readonly refusals: Readonly<Record<RefusalCode, string>>;
}
