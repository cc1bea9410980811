import type { Audio } from '../../src/audio/audio.ts';

/** Wav: 16-bit mono PCM, as flite writes it and pocketsphinx reads it. Independent of the program's own decoder. */

export function readWav(file: Uint8Array): Audio {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let sampleRateHz = 0;
  for (let offset = 12; offset + 8 <= file.length; ) {
    const id = String.fromCharCode(...file.subarray(offset, offset + 4));
    const size = Math.min(view.getUint32(offset + 4, true), file.length - offset - 8);
    if (id === 'fmt ') sampleRateHz = view.getUint32(offset + 12, true);
    if (id === 'data') {
      const samples = new Float32Array(size >> 1);
      for (let index = 0; index < samples.length; index++) samples[index] = view.getInt16(offset + 8 + 2 * index, true) / 32768;
      return { samples, sampleRateHz };
    }
    offset += 8 + size + (size & 1);
  }
  throw new Error('readWav: no data chunk.');
}

export function writeWav({ samples, sampleRateHz }: Audio): Buffer {
  const file = Buffer.alloc(44 + 2 * samples.length);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(36 + 2 * samples.length, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20); // PCM
  file.writeUInt16LE(1, 22); // mono
  file.writeUInt32LE(sampleRateHz, 24);
  file.writeUInt32LE(2 * sampleRateHz, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(2 * samples.length, 40);
  for (let index = 0; index < samples.length; index++) {
    file.writeInt16LE(Math.round(Math.max(-1, Math.min(1, samples[index])) * 32767), 44 + 2 * index);
  }
  return file;
}
