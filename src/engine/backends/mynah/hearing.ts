import type { Audio } from '../../../audio/audio.ts';
import { loudnessDefaults } from '../../../audio/loudness.ts';
import { integratedLufs } from '../../../audio/loudness-meter.ts';
import { examine, reportOf } from '../../../audio/quality/measure.ts';
import { Refusal } from '../../../errors.ts';
import { isSpeakable } from '../../../text/pieces.ts';
import type { Reference } from '../../engine.ts';
import { inTurns } from '../../turn.ts';
import { denoise } from './denoise.ts';

/** Hearing: recordings made ready for analysis: measured once, cleaned of noise where there is some, brought to one level. */
export interface Heard {
  readonly audio: Audio;
  /** Undefined when nobody wrote the words down. */
  readonly transcript: string | undefined;
  readonly language: string;
}

/** Level to which every recording is brought, so that voices are equally loud: the one that speech leaves with. */
const levelLufs = loudnessDefaults.targetLufs;
/** Above this signal-to-noise ratio, taking out the noise does more harm than the noise. */
const cleanDecibels = 35;
/** Upper ends of the spectrum that a voice may be modelled to; the reader itself ends at 11 kHz. */
const bandsHz = [4000, 5500, 8000, 11_000] as const;
/** A band is taken as filled when speech was heard to this part of it; noise hides where speech ends, so that less is asked for. */
const bandReach = { clean: 1.25, noisy: 1.65 } as const;

export async function hear(
  references: readonly Reference[],
  signal: AbortSignal,
): Promise<{ bandHz: number; recordings: Heard[] }> {
  const recordings: Heard[] = [];
  let narrowestHz = Infinity;
  for (const { audio, transcript, language, quality } of references) {
    const { values } = quality ?? reportOf(await inTurns(examine(audio), signal));
    const isNoisy = values['snr-db'] < cleanDecibels;
    narrowestHz = Math.min(narrowestHz, (isNoisy ? bandReach.noisy : bandReach.clean) * (values['bandwidth-hz'] || Infinity));
    const clean = isNoisy ? await inTurns(denoise(audio), signal) : audio;
    recordings.push({ audio: levelled(clean), transcript: wordsOf(transcript), language });
  }
  // The widest band that every recording fills.
  const bandHz = bandsHz.findLast(band => band <= narrowestHz) ?? bandsHz[0];
  return { bandHz, recordings };
}

function levelled({ samples, sampleRateHz }: Audio): Audio {
  const gain = 10 ** ((levelLufs - integratedLufs(samples, sampleRateHz)) / 20);
  return { samples: samples.map(sample => sample * gain), sampleRateHz };
}

/** Undefined where there is no transcript; refuses one that says nothing, which is a slip and not a wish. */
function wordsOf(transcript: string | undefined): string | undefined {
  if (transcript === undefined || isSpeakable(transcript)) return transcript?.trim();
  throw new Refusal(
    'transcript-empty',
    `The transcript "${transcript.slice(0, 40)}" has no letters. Write down the words that are said in the recording, or leave the transcript out.`,
  );
}
