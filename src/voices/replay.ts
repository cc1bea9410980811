import { FINGERPRINT_BYTES_PER_FRAME, fingerprintDefaults } from '../audio/fingerprint.ts';

/**
 * Replay: whether two recordings are the same one, by their fingerprints (audio/fingerprint.ts): the best alignment of one over the other,
 * and the share of bits that differ there. Haitsma and Kalker 2002 call two pieces the same below a bit error rate of 0.35 over 3 s; people
 * who read the same sentence on the same day ask for more certainty. Copies of a recording (coded, louder, cut, noisy) were measured at 0.15
 * and less, other readings by one voice at 0.21 and more in their best 5 s, mostly near 0.4.
 */
export const replayDefaults = { overlapSeconds: 5, bitErrorRate: 0.2 } as const;

/** Bits in a word. */
const wordBits = 32;

export function isReplay(one: Uint8Array, other: Uint8Array): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)];
  const needed = Math.ceil(replayDefaults.overlapSeconds / fingerprintDefaults.hopSeconds);
  for (let shift = needed - b.length; shift <= a.length - needed; shift++) {
    if (isMatch(a, b, shift, needed)) return true;
  }
  return false;
}

/** Compares a[i + shift] with b[i] where both are. Words without a bit are silence, which is alike in all recordings: they do not count. */
function isMatch(a: Uint32Array, b: Uint32Array, shift: number, needed: number): boolean {
  const start = Math.max(0, -shift);
  const end = Math.min(b.length, a.length - shift);
  const allowed = replayDefaults.bitErrorRate * wordBits;
  let words = 0;
  let errors = 0;
  for (let i = start; i < end; i++) {
    const [left, right] = [a[i + shift], b[i]];
    if (left === 0 || right === 0) continue;
    words++;
    errors += bitsIn(left ^ right);
    if (errors >= allowed * (end - start)) return false; // more than all of it may have
  }
  return words >= needed && errors < allowed * words;
}

/** Counts bits in parallel (Warren, "Hacker's Delight", 5-1). */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

function wordsOf(fingerprint: Uint8Array): Uint32Array {
  const view = new DataView(fingerprint.buffer, fingerprint.byteOffset, fingerprint.byteLength);
  const count = Math.floor(fingerprint.length / FINGERPRINT_BYTES_PER_FRAME);
  return Uint32Array.from({ length: count }, (_, i) => view.getUint32(i * FINGERPRINT_BYTES_PER_FRAME, true));
}
