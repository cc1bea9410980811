import { concatenate } from '../../../audio/audio.ts';
import { Refusal } from '../../../errors.ts';
import type { Reference } from '../../engine.ts';
import { expectedDuration } from '../../speaking/expected.ts';
import { nextTurn } from '../../turn.ts';
import type { Networks } from './networks-at-work.ts';
import { normalizeVolume, referenceClip, referenceLength, standardize } from './reference-sound.ts';
import type { SparkVoice } from './voice-codec.ts';

/**
 * Enrolment: recordings to a voice. The speaker encoder reads all of the sound, not only the first six seconds as upstream does: its attention takes
 * any length, and others have measured voices much closer to the person's that way. Where the words of a recording are known, what was said in it
 * is read as well, and the voice speaks after its manner.
 */
const LONGEST_SECONDS = 60;
/** For going on from a recording: much longer ones confuse the model, very short ones tell nothing. */
const MANNER_SECONDS = { least: 2, most: 12 };
const SHORTEST_TRANSCRIPT = 2;
/** Of silence around and between the words. */
const MOST_PAUSES_SECONDS = 10;
const QUIETEST_PEAK = 1e-4;

export async function enrollReferences(
  networks: Networks,
  references: readonly Reference[],
  signal: AbortSignal,
): Promise<SparkVoice> {
  const { top } = networks.description.config;
  for (const { audio, transcript } of references) {
    requireSound(audio, top.sample_rate);
    if (transcript !== undefined) requireLikelyWords(transcript, audio.samples.length / audio.sampleRateHz);
  }
  const sounds = references.map(({ audio }) => normalizeVolume(audio.samples));
  await nextTurn();
  signal.throwIfAborted();
  const all = concatenate(
    sounds.map(samples => ({ samples, sampleRateHz: top.sample_rate })),
    top.sample_rate,
  ).samples;
  const shortest = referenceLength(top);
  const length = Math.min(Math.max(all.length, shortest), LONGEST_SECONDS * top.sample_rate);
  const globalTokens = await networks.readSpeaker(referenceClip(all, length));
  await nextTurn();
  signal.throwIfAborted();
  const manner = bestManner(references);
  if (manner < 0) return { globalTokens };
  const semanticTokens = await networks.readSpeech(standardize(sounds[manner]));
  signal.throwIfAborted();
  return { globalTokens, spoken: { transcript: references[manner].transcript!.trim(), semanticTokens } };
}

/** The longest recording with words that is not too long; -1 when there is none. */
function bestManner(references: readonly Reference[]): number {
  const lengths = references.map(({ audio, transcript = '' }) => {
    const seconds = audio.samples.length / audio.sampleRateHz;
    const isUsable =
      seconds >= MANNER_SECONDS.least && seconds <= MANNER_SECONDS.most && transcript.trim().length >= SHORTEST_TRANSCRIPT;
    return isUsable ? seconds : 0;
  });
  const longest = Math.max(...lengths);
  return longest > 0 ? lengths.indexOf(longest) : -1;
}

/** In wide bounds; whether they are the words that are spoken is not known here. */
function requireLikelyWords(transcript: string, seconds: number): void {
  const { leastSeconds, mostSeconds } = expectedDuration(transcript, 1);
  if (seconds >= leastSeconds && seconds <= mostSeconds + MOST_PAUSES_SECONDS) return;
  throw new Refusal(
    'transcript-mismatch',
    `The transcript does not fit the recording: it is too ${seconds < leastSeconds ? 'long' : 'short'} for ${seconds.toFixed(1)} s of speech. ` +
      'Check the words, word for word as spoken; or leave the transcript out.',
  );
}

function requireSound({ samples, sampleRateHz }: Reference['audio'], expectedRateHz: number): void {
  if (sampleRateHz !== expectedRateHz)
    throw new RangeError(`spark: a reference of ${sampleRateHz} Hz, ${expectedRateHz} Hz expected.`);
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  if (peak >= QUIETEST_PEAK) return;
  throw new Refusal('reference-silent', 'A recording holds no sound. Record a few seconds of speech.');
}
