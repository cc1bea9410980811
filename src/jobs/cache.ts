import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { VoiceId } from '../consent/identity.ts';
import type { SpeechFile } from '../engine/studio.ts';

/**
 * Cache: finished notes and files, in memory only, the least recently used ones dropped first. Keys are HMACs under a key that dies with
 * the process, so that no text is held. Keys tell one version of a print from the next.
 */
export interface SpeechCache {
  keyOf(speech: CachedSpeech): string;
  get(key: string): MadeSpeech | undefined;
  put(key: string, voiceId: VoiceId, made: MadeSpeech): void;
  forgetVoice(voiceId: VoiceId): void;
  readonly bytes: number;
  clear(): void;
}

/** A file and the generation that it is marked with: that of the job it was first made for, whoever gets it. */
export interface MadeSpeech {
  readonly file: SpeechFile;
  readonly mark: string;
}

export interface CachedSpeech {
  readonly voiceId: VoiceId;
  /** Of the print. */
  readonly version: string;
  readonly text: string;
  /** All that changes the sound besides. */
  readonly options: { readonly language: string; readonly rate?: number; readonly seed?: number; readonly format: string };
}

interface Entry {
  readonly voiceId: VoiceId;
  readonly made: MadeSpeech;
}

/** Key, maps and objects around the bytes; roughly. */
const overheadBytes = 500;

export function createSpeechCache(maximumBytes: number): SpeechCache {
  const secret = createSecretKey(randomBytes(32));
  const keysOf = new Map<VoiceId, Set<string>>();
  const cache = new LRUCache<string, Entry>({
    maxSize: maximumBytes,
    sizeCalculation: ({ made: { file } }) => file.file.length + file.waveform.length + overheadBytes,
    dispose({ voiceId }, key) {
      const keys = keysOf.get(voiceId);
      keys?.delete(key);
      if (keys?.size === 0) keysOf.delete(voiceId);
    },
  });
  return {
    keyOf({ voiceId, version, text, options: { language, rate = 1, seed = 0, format } }) {
      const parts = JSON.stringify([voiceId, version, text, language, rate, seed, format]);
      return createHmac('sha256', secret).update(parts).digest('base64url');
    },
    get: key => cache.get(key)?.made,
    put(key, voiceId, made) {
      if (!cache.set(key, { voiceId, made }).has(key)) return; // larger than the whole cache
      const keys = keysOf.get(voiceId) ?? new Set();
      keysOf.set(voiceId, keys.add(key));
    },
    forgetVoice(voiceId) {
      for (const key of [...(keysOf.get(voiceId) ?? [])]) cache.delete(key);
    },
    get bytes() {
      return cache.calculatedSize;
    },
    clear: () => cache.clear(),
  };
}
