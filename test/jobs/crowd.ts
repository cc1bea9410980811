import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { concatenate, durationSeconds } from '../../src/audio/audio.ts';
import { encodeWav } from '../../src/audio/wav.ts';
import { createTone } from '../../src/engine/backends/tone.ts';
import type { VoicePrint } from '../../src/engine/engine.ts';
import type { Speaker } from '../../src/jobs/speaker.ts';

/** A crowd of 500 persons in 50 places, a few of which ask for most; for the test of 10 000 jobs and its benchmark. */
export const crowd = { persons: 500, places: 50, loudPlaces: 5, jobsPerWave: 2_000, waves: 5 } as const;

export interface CrowdJob {
  readonly text: string;
  readonly personId: string;
  readonly placeId: string;
}

/** One wave, the loud places first: each of them asks for 220 texts, each of the others for 20. */
export function crowdWave(wave: number): CrowdJob[] {
  const { persons, places, loudPlaces, jobsPerWave } = crowd;
  const quietJobs = 20;
  const loudJobs = (jobsPerWave - quietJobs * (places - loudPlaces)) / loudPlaces;
  const personsPerPlace = persons / places;
  return Array.from({ length: places }, (_, place) =>
    Array.from({ length: place < loudPlaces ? loudJobs : quietJobs }, (_, i) => ({
      // Most of a place's jobs are those of its first person.
      personId: `console:p${place}-${i % 3 === 0 ? (i / 3) % personsPerPlace : 0}`,
      placeId: `console:q${place}`,
      // As short as 10 000 different texts can be: the tone engine beeps longer for longer words.
      text: (wave * places * loudJobs + place * loudJobs + i).toString(36),
    })),
  ).flat();
}

/** How many jobs are done while every place of a wave still has some waiting. */
export const jobsWithBacklog = crowd.places * 19;

/** The tone engine itself, as WAV; without levelling and Opus, which take a hundred times as long as a beep. */
export function createToneSpeaker(): Speaker {
  const tone = createTone();
  return {
    async *speakLive() {},
    async *speakFile(text, print, options, signal) {
      const audio = concatenate(
        await Array.fromAsync(tone.speak(text, print, { ...options, rate: 2 }, signal)),
        tone.sampleRateHz,
      );
      const facts = { durationSeconds: durationSeconds(audio), waveform: new Uint8Array(256), firstAudioSeconds: 0 };
      yield { kind: 'end', file: encodeWav(audio), format: 'wav', ...facts };
    },
  };
}

export function tonePrint(): Promise<VoicePrint> {
  return createTone().design!({ gender: 'female', pitch: 3, speed: 5 }, new AbortController().signal);
}

/**
 * Bytes of what is still reachable: objects, and the memory behind typed arrays. Some things are let go of only after a collection, in turns of
 * their own: abort signals that others followed, for example.
 */
export async function heldBytes(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let turn = 0; turn < 4; turn++) {
    collect();
    await setImmediate();
  }
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
