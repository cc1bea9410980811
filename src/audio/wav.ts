/**
 * Wav: 16-bit mono PCM in a RIFF file. Written here rather than by ffmpeg, which cannot fill in the lengths of a file that it
 * writes to a pipe. Source: Multimedia Programming Interface and Data Specifications 1.0, IBM and Microsoft, 1991.
 */
import type { Audio } from './audio.ts';

const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
const FULL_SCALE = 32_767;

/** Samples outside [-1, 1] are clipped. */
export function encodeWav(audio: Audio): Uint8Array {
  const dataBytes = audio.samples.length * BYTES_PER_SAMPLE;
  const file = new Uint8Array(HEADER_BYTES + dataBytes);
  const view = new DataView(file.buffer);
  const writeTag = (offset: number, tag: string) => file.set(new TextEncoder().encode(tag), offset);
  writeTag(0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  writeTag(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); // length of the format chunk
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, audio.sampleRateHz, true);
  view.setUint32(28, audio.sampleRateHz * BYTES_PER_SAMPLE, true);
  view.setUint16(32, BYTES_PER_SAMPLE, true);
  view.setUint16(34, 8 * BYTES_PER_SAMPLE, true);
  writeTag(36, 'data');
  view.setUint32(40, dataBytes, true);
  for (let sample = 0; sample < audio.samples.length; sample++) {
    const value = Math.max(-1, Math.min(1, audio.samples[sample]));
    view.setInt16(HEADER_BYTES + BYTES_PER_SAMPLE * sample, Math.round(value * FULL_SCALE), true);
  }
  return file;
}
