import { durationSeconds } from '../audio/audio.ts';
import { decode } from '../audio/decode.ts';
import type { MarkingKeys } from '../audio/marking-keys.ts';
import { edgedFingerprintInSteps } from '../audio/tags/outline.ts';
import { checkTags } from '../audio/tags/signed-tags.ts';
import type { Trace } from '../audio/trace.ts';
import { findMarks } from '../audio/watermark/index.ts';
import { markRateHz } from '../audio/watermark/watermark.ts';
import type { Recording } from './studio.ts';
import { inTurns, nextTurn } from './turn.ts';

/** Looking for marks takes some 20 ms per second of sound, in turns with all other calls. */
const maximumSeconds = 300;

/** Tracing: what a file says of where it comes from: marks in its sound, and signed tags. */
export async function trace(
  { source, name }: Pick<Recording, 'source' | 'name'>,
  { marks: keys, verifying }: MarkingKeys,
  signal: AbortSignal,
): Promise<Trace> {
  const { audio, source: facts } = await decode({ source, name }, { sampleRateHz: markRateHz, maximumSeconds, signal });
  await nextTurn();
  signal.throwIfAborted();
  const marks = await inTurns(findMarks([audio.samples], keys), signal);
  const tags = checkTags(facts.comments, verifying);
  if (tags.kind !== 'signed') return { marks, tags };
  const sound = { fingerprint: await inTurns(edgedFingerprintInSteps(audio), signal), durationSeconds: durationSeconds(audio) };
  return { marks, tags: { kind: tags.isOf(sound) ? 'unchanged' : 'changed', facts: tags.facts } };
}
