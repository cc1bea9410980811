/** Opus options: how Consonant encodes speech, once for files and live packets. */
import { Refusal } from '../errors.ts';

export const opusDefaults = {
  /** Kilobits per second, 24 to 64; 32 is transparent enough for one voice and 4 kB a second. */
  bitrateKbps: 32,
} as const;

const BITRATE_KBPS = { least: 24, most: 64 };

export type OpusOptions = Partial<{ readonly bitrateKbps: number }>;

/** ffmpeg's options for mono 48 kHz Opus in Ogg, 20 ms a packet. Refuses a bitrate outside 24 to 64 kbit/s. */
export function opusOutputOptions(options: OpusOptions): string[] {
  const bitrateKbps = options.bitrateKbps ?? opusDefaults.bitrateKbps;
  if (!(bitrateKbps >= BITRATE_KBPS.least && bitrateKbps <= BITRATE_KBPS.most)) {
    throw new Refusal(
      'bitrate-out-of-range',
      `The bitrate is ${bitrateKbps} kbit/s; allowed are ${BITRATE_KBPS.least} to ${BITRATE_KBPS.most}. ` +
        `Leave it out to use ${opusDefaults.bitrateKbps}.`,
    );
  }
  // 'audio' rather than 'voip': measured at 32 kbit/s on two voices, 10 to 16 dB closer to the waveform at the same size.
  const encoder = ['-c:a', 'libopus', '-b:a', `${bitrateKbps}k`, '-vbr', 'on', '-application', 'audio', '-frame_duration', '20'];
  // Bit-exact: no random stream serial and no program version in the tags, so that equal speech gives equal files.
  return [
    '-ar',
    '48000',
    '-ac',
    '1',
    ...encoder,
    '-map_metadata',
    '-1',
    '-fflags',
    '+bitexact',
    '-flags:a',
    '+bitexact',
    '-f',
    'ogg',
  ];
}

/** ffmpeg's options for mono samples as 32-bit floats on its standard input, known without looking at any of them. */
export function floatInputOptions(sampleRateHz: number): string[] {
  return ['-f', 'f32le', '-ar', String(sampleRateHz), '-ac', '1'];
}

/** The samples' bytes, little-endian as every machine that Node runs on. */
export function floatBytes(samples: Float32Array): Buffer {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
}
