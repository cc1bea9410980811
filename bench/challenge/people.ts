import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Audio } from '../../src/audio/audio.ts';
import { cached, cacheKey } from '../quality/cache.ts';
import { throughOpus } from '../quality/degrade.ts';
import { resample } from '../quality/resample.ts';
import { readWav } from '../quality/wav.ts';

/**
 * People: those who read challenges in the benchmark. Four flite voices (rms, slt and awb are statistical models of real speakers, kal16
 * is diphones of one), each as it is and with pitch, formants and pace changed by ffmpeg's rubberband filter. Thresholds are chosen on two
 * of the speakers and reported on the other two, whom nothing was chosen on.
 */
export interface Person {
  /** "slt", "slt/lower". */
  readonly name: string;
  readonly speaker: string;
  readonly filter?: string;
}

const changes: Readonly<Record<string, string>> = {
  higher: 'rubberband=pitch=1.13:formant=shifted:tempo=1.06',
  lower: 'rubberband=pitch=0.89:formant=shifted:tempo=0.93',
  lively: 'rubberband=pitch=1.2:formant=preserved:tempo=1.12',
};

export const variantsOfSpeaker = 1 + Object.keys(changes).length;
export const calibrationPeople = peopleOf(['rms', 'kal16']);
export const unseenPeople = peopleOf(['slt', 'awb']);

function peopleOf(speakers: readonly string[]): Person[] {
  return speakers.flatMap(speaker => [
    { name: speaker, speaker },
    ...Object.entries(changes).map(([change, filter]) => ({ name: `${speaker}/${change}`, speaker, filter })),
  ]);
}

const rateHz = 16_000;

/** What the person says, 16 kHz; kept between runs. */
export function reads(person: Person, text: string): Audio {
  return cached('challenge', cacheKey(person.speaker, person.filter ?? '', text), () => {
    const folder = mkdtempSync(join(tmpdir(), 'consonant-challenge-'));
    try {
      const plain = join(folder, 'plain.wav');
      execFileSync('flite', ['-voice', person.speaker, '-t', text, plain]);
      if (!person.filter) return resample(readWav(readFileSync(plain)), rateHz);
      const changed = join(folder, 'changed.wav');
      execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-i', plain, '-af', person.filter, '-ar', `${rateHz}`, changed]);
      return resample(readWav(readFileSync(changed)), rateHz);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** The same as a voice message: Opus at 24 kbit/s. */
export function readsInMessage(person: Person, text: string): Audio {
  return cached('challenge-opus', cacheKey(person.speaker, person.filter ?? '', text), () =>
    throughOpus(reads(person, text), 24),
  );
}
