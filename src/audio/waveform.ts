/**
 * Waveform: the 256 bars that a chat client draws for a voice message. Takes sound of any length as it comes, in fixed memory:
 * when its parts are used up, each two become one.
 */
export interface WaveformAccumulator {
  push(samples: Float32Array): void;
  /** 256 points, 0-255, the loudest 255; all 0 for silence. */
  finish(): Uint8Array;
}

export const WAVEFORM_POINTS = 256;
const MOST_PARTS = 16 * WAVEFORM_POINTS;
/** Below -80 dBFS in every point there is nothing to draw; stretching it to full height would show noise as speech. */
const SILENT_POWER = 1e-8;

export function createWaveformAccumulator(): WaveformAccumulator {
  let partLength = 1;
  let energies: number[] = [];
  let energy = 0;
  let fill = 0;
  return {
    push(samples) {
      for (const sample of samples) {
        energy += sample * sample;
        if (++fill < partLength) continue;
        energies.push(energy);
        energy = 0;
        fill = 0;
        if (energies.length < MOST_PARTS) continue;
        energies = Array.from({ length: MOST_PARTS / 2 }, (_, pair) => energies[2 * pair] + energies[2 * pair + 1]);
        partLength *= 2;
      }
    },
    finish() {
      return draw([...energies, ...(fill > 0 ? [(energy * partLength) / fill] : [])], partLength);
    },
  };
}

/** 256 points, 0-255, the loudest 255; all 0 for silence. */
export function waveform(samples: Float32Array): Uint8Array {
  const accumulator = createWaveformAccumulator();
  accumulator.push(samples);
  return accumulator.finish();
}

/** Root mean square of each point; a part on the border of two points counts in each by its share. */
function draw(energies: readonly number[], partLength: number): Uint8Array {
  const levels = Array.from({ length: WAVEFORM_POINTS }, (_, point) => {
    const begin = (point * energies.length) / WAVEFORM_POINTS;
    const end = ((point + 1) * energies.length) / WAVEFORM_POINTS;
    let sum = 0;
    for (let part = Math.floor(begin); part < end; part++) {
      sum += energies[part] * (Math.min(part + 1, end) - Math.max(part, begin));
    }
    return Math.sqrt(sum / ((end - begin) * partLength) || 0);
  });
  const loudest = Math.max(...levels);
  const scale = loudest * loudest > SILENT_POWER ? 255 / loudest : 0;
  return Uint8Array.from(levels, level => Math.round(level * scale));
}
