import type { Audio } from '../audio.ts';
import { FINGERPRINT_BYTES_PER_FRAME, fingerprintDefaults, fingerprintInSteps } from '../fingerprint.ts';
import type { Steps } from '../steps.ts';

/**
 * Outline: every second word of a sound's fingerprint, which is all of the sound still, for the windows overlap: 43 bytes a second. Tells whether sound is
 * what it was, coded again or not. Share of bits that differ over the worst stretch, five sentences of the embedded engine: after Opus at 12 and 24, MP3
 * at 32 and 64 and AAC at 48 kbit/s at most 0.18; where half a second was replaced by other speech or muted at least 0.28, where 0.7 s 0.40. Where 0.3 s
 * was, half of the changes are told.
 */
export const outlineDefaults = {
  wordsKept: 2,
  /** Of differing bits over the whole, and over any stretch of so many words that were kept. Other speech: half of the bits. */
  mostDiffering: 0.2,
  stretchWords: 6,
  mostDifferingInStretch: 0.27,
  /** Codecs may begin later. */
  mostShiftSeconds: 0.14,
} as const;

/** [words * 4 bytes], what outlines are compared with: the fingerprint with half a window of silence before and after, so that a single syllable has one, too. */
export function* edgedFingerprintInSteps({ samples, sampleRateHz }: Audio): Steps<Uint8Array> {
  const edge = Math.round((fingerprintDefaults.windowSeconds / 2) * sampleRateHz);
  const edged = new Float32Array(samples.length + 2 * edge);
  edged.set(samples, edge);
  return yield* fingerprintInSteps({ samples: edged, sampleRateHz });
}

/** [words * 4 bytes], of which there is one at least. */
export function* outlineInSteps(audio: Audio): Steps<Uint8Array> {
  const fingerprint = yield* edgedFingerprintInSteps(audio);
  return Uint8Array.from(
    wordsOf(fingerprint)
      .flatMap((word, index) => (index % outlineDefaults.wordsKept === 0 ? [word] : []))
      .flatMap(bytesOf),
  );
}

/** `fingerprint`: of the whole sound that was heard, with its edges. Nothing to compare, as in silence: it does not fit. */
export function fitsOutline(fingerprint: Uint8Array, outline: Uint8Array): boolean {
  const heard = wordsOf(fingerprint);
  const signed = wordsOf(outline);
  const mostShift = Math.round(outlineDefaults.mostShiftSeconds / fingerprintDefaults.hopSeconds);
  for (let shift = -mostShift; shift <= mostShift; shift++) if (fits(heard, signed, shift)) return true;
  return false;
}

function fits(heard: readonly number[], signed: readonly number[], shift: number): boolean {
  const { wordsKept, mostDiffering, stretchWords, mostDifferingInStretch } = outlineDefaults;
  const shares: number[] = [];
  for (const [index, word] of signed.entries()) {
    const other = heard[index * wordsKept + shift];
    // Silence has no bits, and sound that was coded has some there.
    if (other !== undefined && word !== 0) shares.push(bitsIn(word ^ other) / 32);
  }
  const isMissing = shares.length < 0.7 * signed.filter(word => word !== 0).length;
  if (shares.length === 0 || isMissing || meanOf(shares) > mostDiffering) return false;
  for (let start = 0; start + stretchWords <= shares.length; start++) {
    if (meanOf(shares.slice(start, start + stretchWords)) > mostDifferingInStretch) return false;
  }
  return true;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function bitsIn(word: number): number {
  let bits = 0;
  for (let rest = word >>> 0; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}

function wordsOf(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = Math.floor(bytes.length / FINGERPRINT_BYTES_PER_FRAME);
  return Array.from({ length: count }, (_, word) => view.getUint32(word * FINGERPRINT_BYTES_PER_FRAME, true));
}

function bytesOf(word: number): number[] {
  return [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24];
}
