/**
 * Layout: where marks lie in time and frequency. A patch is two neighbouring bands over the two halves of a slot: in the first half one band is
 * a little louder and the other quieter, in the second half the other way round, so that loudness and timbre stay where they were.
 */
export const layout = {
  /** Frames of the marker overlap by half: they are 20 ms long, and so is its delay. */
  hopSeconds: 0.01,
  hopsPerSlot: 4,
  /** A block of slots, 2.56 s, is repeated as long as the speech lasts. */
  slots: 64,
  /** Of the slots of each pair; the others make five patches for each bit of the code. */
  pilotSlots: 24,
  /** The telephone ends at 3.4 kHz; low bit rates leave little above 4.5 kHz. */
  lowestHz: 275,
  bandHz: 100,
  pairs: 36,
} as const;

export const bandCount = 2 * layout.pairs;
export const patchCount = layout.pairs * layout.slots;

/** Patches are numbered pair by pair. */
export function patchAt(pair: number, slot: number): number {
  return pair * layout.slots + slot;
}
