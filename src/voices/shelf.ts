import type { VoiceId } from '../consent/identity.ts';
import type { Stores } from '../stores/stores.ts';
import { corrupt, type Vault } from './vault.ts';
import type { StoredRecording, Voice } from './voices.ts';

/**
 * Shelf: where the blobs of a voice lie, sealed: its settings, and of each version a print and recordings. The settings name the version
 * that counts and are written last: until then nothing of a new version is seen, and a crash leaves the old one whole.
 */
export interface Shelf {
  /** undefined: there is none, or not yet. */
  settings(voiceId: VoiceId): Promise<VoiceSettings | undefined>;
  writeSettings(voiceId: VoiceId, settings: VoiceSettings): Promise<void>;
  print(voiceId: VoiceId, version: number): Promise<Uint8Array>;
  recordings(voiceId: VoiceId, settings: VoiceSettings): Promise<readonly StoredRecording[]>;
  /** Says that a voice is being made or changed, so that a crash meanwhile can be told from data that got lost. Holds the time, nothing to hide. */
  mark(voiceId: VoiceId, atMs: number): Promise<void>;
  markedAtMs(voiceId: VoiceId): Promise<number | undefined>;
  unmark(voiceId: VoiceId): Promise<void>;
  /** Recordings and print, not yet the settings. */
  writeVersion(voiceId: VoiceId, version: number, content: VersionContent): Promise<void>;
  /** Prints and recordings of all versions but this one. */
  eraseOtherVersions(voiceId: VoiceId, version: number): Promise<void>;
}

export type VoiceSettings = Pick<Voice, 'name' | 'language' | 'engine' | 'version' | 'createdAtMs' | 'designed' | 'quality'> & {
  /** Of the current version, in order. */
  readonly recordings: readonly Omit<StoredRecording, 'audio'>[];
};

export interface VersionContent {
  readonly print: Uint8Array;
  readonly recordings: readonly StoredRecording[];
  readonly signal?: AbortSignal;
}

const markDetail = 'making';

export function createShelf(stores: Stores, vault: Vault): Shelf {
  async function read(name: SealedStore, voiceId: VoiceId, detail: string): Promise<Uint8Array | undefined> {
    const sealed = await stores.open(name).get(`${voiceId}/${detail}`);
    return sealed && vault.open(voiceId, itemOf(name, detail), sealed);
  }

  async function write(name: SealedStore, voiceId: VoiceId, detail: string, bytes: Uint8Array): Promise<void> {
    await stores.open(name).set(`${voiceId}/${detail}`, await vault.seal(voiceId, itemOf(name, detail), bytes));
  }

  return {
    async settings(voiceId) {
      const bytes = await read('voices', voiceId, 'settings');
      return bytes && JSON.parse(Buffer.from(bytes).toString('utf8'));
    },
    writeSettings: (voiceId, settings) => write('voices', voiceId, 'settings', Buffer.from(JSON.stringify(settings))),
    mark: (voiceId, atMs) => stores.open('voices').set(`${voiceId}/${markDetail}`, Buffer.from(`${atMs}`)),
    async markedAtMs(voiceId) {
      const mark = await stores.open('voices').get(`${voiceId}/${markDetail}`);
      return mark && Number(Buffer.from(mark).toString());
    },
    unmark: async voiceId => void (await stores.open('voices').delete(`${voiceId}/${markDetail}`)),
    async print(voiceId, version) {
      const print = await read('prints', voiceId, printDetail(version));
      if (!print) throw corrupt();
      return print;
    },
    recordings: (voiceId, { version, recordings }) =>
      Promise.all(
        recordings.map(async (facts, index) => {
          const audio = await read('references', voiceId, recordingDetail(version, index));
          if (!audio) throw corrupt();
          return { ...facts, audio };
        }),
      ),
    async writeVersion(voiceId, version, { print, recordings, signal }) {
      for (const [index, { audio }] of recordings.entries()) {
        await write('references', voiceId, recordingDetail(version, index), audio);
        signal?.throwIfAborted();
      }
      await write('prints', voiceId, printDetail(version), print);
      signal?.throwIfAborted();
    },
    async eraseOtherVersions(voiceId, version) {
      for (const name of ['references', 'prints'] as const) {
        const store = stores.open(name);
        for await (const [key] of store.entries(voiceId)) if (!isOfVersion(key, version)) await store.delete(key);
      }
    },
  };
}

type SealedStore = 'voices' | 'prints' | 'references';

/** As what a blob is sealed; the journal of the queue keeps to it as well. */
export function itemOf(store: string, detail: string): string {
  return `${store}/${detail}`;
}

function printDetail(version: number): string {
  return `${version}`;
}

function recordingDetail(version: number, index: number): string {
  return `${version}-${index + 1}`;
}

function isOfVersion(key: string, version: number): boolean {
  return Number.parseInt(key.slice(key.lastIndexOf('/') + 1), 10) === version;
}
