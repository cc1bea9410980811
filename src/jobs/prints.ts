import type { VoicePrint } from '../engine/engine.ts';
import { printVersion, readPrint } from '../engine/print.ts';

/** Prints: stored ones, read. Whoever holds the same bytes for a while gets the same print for them, read and checked once. */
export interface ReadyPrint {
  readonly print: VoicePrint;
  /** Another print never meets the speech of an older one. */
  readonly version: string;
}

const ready = new WeakMap<Uint8Array, ReadyPrint>();

/** `stored`: as engine/print.ts writes it; must not change afterwards. Refuses as readPrint does. */
export function readyPrint(stored: Uint8Array): ReadyPrint {
  const known = ready.get(stored);
  if (known) return known;
  const read = { print: readPrint(stored, 'The voice'), version: printVersion(stored) };
  ready.set(stored, read);
  return read;
}
