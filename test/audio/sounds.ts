/** Sounds: test recordings, made with ffmpeg's own generators in a folder that goes away with the test, and checks on processes. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Audio } from '../../src/audio/audio.ts';

export interface SoundFolder {
  readonly path: string;
  /** Runs ffmpeg with these arguments and the file last; returns its path. */
  make(file: string, ...options: string[]): string;
  remove(): void;
}

export function createSoundFolder(): SoundFolder {
  const path = mkdtempSync(join(tmpdir(), 'consonant-test-'));
  return {
    path,
    make(file, ...options) {
      const target = join(path, file);
      execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...options, target]);
      return target;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** ffmpeg input options for a sine. */
export function sineInput(seconds: number, frequencyHz = 300): string[] {
  return ['-f', 'lavfi', '-i', `sine=frequency=${frequencyHz}:duration=${seconds}:sample_rate=48000`];
}

/** Syllables of a buzz with pauses: level and peaks like speech, without any. */
export function buzz(seconds: number, sampleRateHz: number, amplitude = 0.3): Audio {
  const samples = Float32Array.from({ length: Math.round(seconds * sampleRateHz) }, (_, index) => {
    const time = index / sampleRateHz;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 2.3 * time)) ** 0.5;
    let wave = 0;
    for (let harmonic = 1; harmonic <= 12; harmonic++)
      wave += Math.cos(2 * Math.PI * 130 * harmonic * time + harmonic ** 2) / harmonic;
    return amplitude * syllable * wave;
  });
  return { samples, sampleRateHz };
}

export function isProcessRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

/** What ffmpeg's own meter says of a file. */
export function meterOfFfmpeg(file: string): { lufs: number; dbtp: number } {
  const report = execFileSync(
    'sh',
    ['-c', 'ffmpeg -nostdin -hide_banner -nostats -i "$0" -af ebur128=peak=true -f null - 2>&1', file],
    { encoding: 'utf8' },
  );
  const summary = report.slice(report.lastIndexOf('Summary'));
  return { lufs: Number(/I:\s+(\S+)/.exec(summary)?.[1]), dbtp: Number(/Peak:\s+(\S+)/.exec(summary)?.[1]) };
}

export function rootMeanSquare(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
