import { LRUCache } from 'lru-cache';
import type { VoiceId } from '../consent/identity.ts';

/**
 * HeldPrints: prints of voices that spoke lately, opened. They have megabytes, and unsealing one for each sentence would hold up whoever hears another
 * voice at that moment. Gone some minutes after the last use, as keys are in the vault, and at once when the voice ends.
 */
export interface HeldPrints {
  /** The same bytes as before, while they are held. */
  get(voiceId: VoiceId, version: number, open: () => Promise<Uint8Array>): Promise<Uint8Array>;
  drop(voiceId: VoiceId): void;
  close(): void;
}

export const heldPrintsDefaults = { most: 8, ms: 120_000 } as const;

export function createHeldPrints({ most, ms }: { readonly most: number; readonly ms: number } = heldPrintsDefaults): HeldPrints {
  const held = new LRUCache<VoiceId, { readonly version: number; readonly print: Uint8Array }>({
    max: most,
    ttl: ms,
    ttlAutopurge: true,
    updateAgeOnGet: true,
  });
  let drops = 0;
  return {
    async get(voiceId, version, open) {
      const known = held.get(voiceId);
      if (known?.version === version) return known.print;
      const before = drops;
      const print = await open();
      // A voice that ended meanwhile may have been this one.
      if (drops === before) held.set(voiceId, { version, print });
      return print;
    },
    drop(voiceId) {
      drops++;
      held.delete(voiceId);
    },
    close: () => held.clear(),
  };
}
