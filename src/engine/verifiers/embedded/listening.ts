import { type Audio, durationSeconds } from '../../../audio/audio.ts';
import { analyseFramesInSteps } from '../../../audio/quality/frames.ts';
import { detectSpeech } from '../../../audio/quality/vad.ts';
import type { Steps } from '../../../audio/steps.ts';
import type { JudgementReason } from '../verifier.ts';
import type { Bank } from './bank.ts';
import { calibration } from './calibration.ts';
import { type Comparison, compare } from './comparison.ts';
import { personIn } from './person.ts';
import type { Track } from './readers.ts';
import { analyseRecording, sanitised } from './recording.ts';
import { secondsOfSpeech } from './states.ts';

/** Listening: all that is found in a recording without knowing which words were asked for, so that the answer cannot lean towards them. */
export interface Heard {
  readonly scores: Readonly<Record<string, number>>;
  /** Why it is of no use. */
  readonly reason?: JudgementReason;
  /** One of each reader; none where it is of no use. */
  readonly comparisons: readonly Comparison[];
}

export interface Expected {
  readonly bank: Bank;
  /** The statement as each reader reads it. */
  readonly statement: readonly Track[];
  readonly slots: number;
}

export function* listen(recorded: Audio, expected: Expected): Steps<Heard> {
  const seconds = durationSeconds(recorded);
  if (seconds > calibration.longestSeconds) return useless({ durationSeconds: seconds }, 'too-long');
  const audio = sanitised(recorded);
  const voiceSeconds = detectSpeech(yield* analyseFramesInSteps(audio)).seconds;
  yield;
  const recording = yield* analyseRecording(audio);
  const { speechSeconds, snrDecibels } = recording;
  const pace = speechSeconds / secondsOfSpeech(expected.statement[0], expected.bank.tracks[0], expected.slots);
  const scores = { durationSeconds: seconds, voiceSeconds, speechSeconds, snrDecibels, pace };
  if (voiceSeconds < calibration.leastVoiceSeconds || speechSeconds === 0) return useless(scores, 'no-speech');
  if (pace < calibration.leastPace) return useless(scores, 'too-short');
  if (pace > calibration.mostPace) return useless(scores, 'too-long');
  if (snrDecibels < calibration.leastSnrDecibels) return useless(scores, 'too-noisy');

  const person = yield* personIn(recording);
  const comparisons: Comparison[] = [];
  for (const [index, statement] of expected.statement.entries()) {
    const reader = { statement, words: expected.bank.tracks[index], index, readers: expected.statement.length };
    const comparison = yield* compare(person, reader, expected.slots);
    if (!comparison) return useless(scores, 'too-short');
    comparisons.push(comparison);
  }
  return { scores, comparisons };
}

function useless(scores: Heard['scores'], reason: JudgementReason): Heard {
  return { scores, reason, comparisons: [] };
}
