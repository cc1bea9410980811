import type { Enrolment, Receipt } from '../consent/consent.ts';
import type { Grant } from '../consent/gate.ts';
import type { Asker, PersonId, VoiceId } from '../consent/identity.ts';

/**
 * Voices: what is kept of a voice: its settings, its recordings (Opus) and its print, each sealed with the voice's own key
 * (AES-256-GCM), which lies in the ledger wrapped by the master key. Once the key is destroyed nothing of it can be read.
 */
export interface Voices {
  /** By name or id, among those that the asker may use here. Refuses with 'voice-unknown', 'voice-ambiguous', 'voice-none'. Without a name: the usual one. */
  find(asker: Asker, name?: string): Promise<Voice>;
  usable(asker: Asker): Promise<readonly Voice[]>;
  owned(owner: PersonId): Promise<readonly Voice[]>;

  /** The stored print (engine/print.ts), for whoever holds a Grant. Refuses with 'consent-revoked' when it is gone. */
  print(grant: Grant): Promise<Uint8Array>;

  /** All or nothing. Refuses with 'name-taken', 'name-invalid', 'recordings-too-many'; with 'person-forgotten' when that comes in between. */
  create(owner: PersonId, candidate: Candidate, signal?: AbortSignal): Promise<Voice>;
  /** Replaces print and recordings; id, name and rules stay. With an `enrolment` the consent begins anew. */
  replace(voiceId: VoiceId, owner: PersonId, replacement: Replacement, signal?: AbortSignal): Promise<Voice>;
  /** Refuses with 'name-taken', 'name-invalid'. */
  rename(voiceId: VoiceId, owner: PersonId, name: string): Promise<Voice>;
  setUsual(voiceId: VoiceId, person: PersonId): Promise<void>;
  /** Recordings for building the print anew, with more of them or on another engine. */
  recordings(voiceId: VoiceId, owner: PersonId): Promise<readonly StoredRecording[]>;

  /** Key first, then the blobs. */
  revoke(voiceId: VoiceId, owner: PersonId): Promise<Receipt>;
  /** Everything of a person, in every store of the table and in the ledger. */
  forget(person: PersonId): Promise<Receipt>;
  /** Everything of a person as files of an archive: path -> bytes. */
  export(person: PersonId): Promise<ReadonlyMap<string, Uint8Array>>;
  /** At start: finishes what a crash interrupted. Deletes what is stored of voices without a key, ends voices that were never finished. How many. */
  sweep(): Promise<number>;
}

export interface Voice {
  readonly id: VoiceId;
  readonly owner: PersonId;
  readonly name: string;
  /** BCP 47. */
  readonly language: string;
  readonly engine: string;
  /** Of print and settings: part of every cache key. */
  readonly version: number;
  readonly createdAtMs: number;
  readonly recordings: number;
  /** Invented, of nobody. */
  readonly designed: boolean;
  readonly quality?: { readonly verdict: 'good' | 'fair' | 'poor'; readonly durationSeconds: number };
}

/** A voice on its way in: made by the engine process, proven by the challenge. */
export interface Candidate {
  readonly name: string;
  readonly language: string;
  readonly engine: string;
  readonly print: Uint8Array;
  readonly recordings: readonly StoredRecording[];
  readonly designed: boolean;
  readonly quality?: Voice['quality'];
  readonly enrolment: Pick<Enrolment, 'placeId' | 'notice' | 'verification'>;
}

export type Replacement = Omit<Candidate, 'name' | 'designed' | 'enrolment'> & Partial<Pick<Candidate, 'enrolment'>>;

export const voicesDefaults = {
  recordingsPerVoice: 5,
  /** How long another process may take to make a voice before it counts as interrupted. */
  makingMinutes: 10,
} as const;

export interface StoredRecording {
  /** Ogg/Opus. */
  readonly audio: Uint8Array;
  readonly transcript?: string;
  readonly language: string;
}
