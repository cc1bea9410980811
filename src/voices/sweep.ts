import type { Consent, Receipt } from '../consent/consent.ts';
import type { PersonId, VoiceId } from '../consent/identity.ts';
import type { Erasing } from './erasing.ts';
import type { Shelf } from './shelf.ts';
import type { Vault } from './vault.ts';
import { voicesDefaults } from './voices.ts';

export interface SweepParts {
  readonly consent: Pick<Consent, 'status'>;
  readonly vault: Pick<Vault, 'keyHolders'>;
  readonly shelf: Shelf;
  readonly erasing: Pick<Erasing, 'voicesStored'>;
  readonly now: () => number;
  readonly shared?: boolean;
  eraseBlobs(voiceId: VoiceId): Promise<void>;
  revoke(voiceId: VoiceId, owner: PersonId): Promise<Receipt>;
}

/**
 * Sweep: finishes what a crash interrupted. A voice that merely lacks its blobs is left alone: they may lie in another database, and its
 * key could never be made again.
 */
export function createSweep({
  consent,
  vault,
  shelf,
  erasing,
  now,
  shared = false,
  eraseBlobs,
  revoke,
}: SweepParts): () => Promise<number> {
  /** false: it was ended. */
  async function isFinished(voiceId: VoiceId, markedAtMs: number): Promise<boolean> {
    if (isInTheMaking(markedAtMs)) return true;
    const settings = await shelf.settings(voiceId);
    if (settings) {
      await shelf.eraseOtherVersions(voiceId, settings.version);
      await shelf.unmark(voiceId);
      return true;
    }
    const owner = consent.status(voiceId)?.owner;
    if (owner === undefined) return true;
    await revoke(voiceId, owner);
    return false;
  }

  /** Perhaps by another process that runs. */
  function isInTheMaking(markedAtMs: number | undefined): boolean {
    return shared && markedAtMs !== undefined && now() - markedAtMs < voicesDefaults.makingMinutes * 60_000;
  }

  return async () => {
    let swept = 0;
    // In this order: what is stored before its key is looked up belongs to a voice that was enrolled by then, or only marked.
    const stored = await erasing.voicesStored();
    const holders = await vault.keyHolders();
    for (const voiceId of stored) {
      const markedAtMs = await shelf.markedAtMs(voiceId);
      if (holders.has(voiceId)) {
        if (markedAtMs !== undefined && !(await isFinished(voiceId, markedAtMs))) swept++;
        continue;
      }
      if (isInTheMaking(markedAtMs) && !consent.status(voiceId)) continue;
      await eraseBlobs(voiceId);
      swept++;
    }
    return swept;
  };
}
