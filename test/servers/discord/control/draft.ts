/** Draft: what people type and attach. */
import type { SeenMessage } from './seen.ts';

export type ModalValue = string | boolean | readonly string[] | readonly Upload[];
/** By name of the option. People, roles and channels: anything with their id. */
export type CommandValues = Readonly<Record<string, string | number | boolean | Upload | { readonly id: string }>>;

export interface Upload {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export interface Draft {
  readonly content?: string;
  readonly files?: readonly Upload[];
  /** A native voice message; `bytes` as they are, right or wrong. */
  readonly voice?: VoiceDraft;
  readonly replyTo?: SeenMessage;
  /** Forwards that message. */
  readonly forward?: SeenMessage;
}

export interface VoiceDraft extends Partial<Upload> {
  readonly bytes: Uint8Array;
  readonly durationSeconds: number;
  /** Base64. Default: a flat line. */
  readonly waveform?: string;
}
