import { randomUUID } from 'node:crypto';

/** Media: sounds, pictures and files of the playground by id, in memory, the oldest given up when there is too much. */
export interface MediaShelf {
  put(bytes: Uint8Array, type: string): string;
  get(id: string): Shelved | undefined;
  remove(id: string): void;
}

export interface Shelved {
  readonly bytes: Uint8Array;
  /** Media type, as "audio/ogg". */
  readonly type: string;
}

export const mediaDefaults = { bytes: 128_000_000 } as const;

export function createMediaShelf(limitBytes: number = mediaDefaults.bytes): MediaShelf {
  const shelf = new Map<string, Shelved>();
  let held = 0;

  function remove(id: string): void {
    held -= shelf.get(id)?.bytes.length ?? 0;
    shelf.delete(id);
  }

  return {
    put(bytes, type) {
      const id = randomUUID();
      shelf.set(id, { bytes, type });
      held += bytes.length;
      for (const oldest of shelf.keys()) {
        if (held <= limitBytes || oldest === id) break;
        remove(oldest);
      }
      return id;
    },
    get: id => shelf.get(id),
    remove,
  };
}
