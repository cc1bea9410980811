import { type Audio, durationSeconds } from '../audio/audio.ts';
import { type DecodedSound, type DecodeOptions, decode } from '../audio/decode.ts';
import type { MarkingKeys } from '../audio/marking-keys.ts';
import type { Steps } from '../audio/steps.ts';
import { edgedFingerprintInSteps } from '../audio/tags/outline.ts';
import { checkTags } from '../audio/tags/signed-tags.ts';
import type { Trace } from '../audio/trace.ts';
import { findMarks } from '../audio/watermark/index.ts';
import { markRateHz } from '../audio/watermark/watermark.ts';
import { createLine } from '../line.ts';
import type { Recording } from './studio.ts';
import { inTurns, nextTurn } from './turn.ts';

/**
 * Looking for marks takes some 50 ms per second of sound, so that is done in the beginning; what was signed is compared as a whole, which takes 2 ms.
 * The longest text at the slowest rate is spoken in a quarter of an hour.
 */
export const traceDefaults = { maximumSeconds: 1800, listenedSeconds: 120 } as const;

type Limits = Readonly<Record<keyof typeof traceDefaults, number>>;

type Traced = Pick<Recording, 'source' | 'name'>;

/** One at a time in a process: however many ask, speech has every other turn of the thread, and one sound lies in memory. */
const line = createLine();

/** Tracing: what a file says of where it comes from: marks in its sound, and signed tags. */
export function trace(sound: Traced, keys: MarkingKeys, signal: AbortSignal, limits: Partial<Limits> = {}): Promise<Trace> {
  return line.wait('', () => traceNow(sound, keys, { ...traceDefaults, ...limits, signal }), signal);
}

async function traceNow(
  sound: Traced,
  { marks: keys, verifying }: MarkingKeys,
  { maximumSeconds, listenedSeconds, signal }: Limits & { readonly signal: AbortSignal },
): Promise<Trace> {
  const heard = await hear(sound, { maximumSeconds, firstSeconds: listenedSeconds, signal });
  const channels = [heard.audio.samples, ...(heard.otherChannel ? [heard.otherChannel] : [])];
  const marks = await inTurns(findMarks(channels, keys), signal);
  const listened = { listenedSeconds: durationSeconds(heard.audio), isWhole: heard.isWhole };
  const tags = checkTags(heard.source.comments, verifying);
  if (tags.kind !== 'signed') return { marks, tags, ...listened };
  const { audio } = heard.isWhole ? heard : await hear(sound, { maximumSeconds, signal });
  const isUnchanged = tags.isOf(await inTurns(outlined(audio), signal));
  return { marks, tags: { kind: isUnchanged ? 'unchanged' : 'changed', facts: tags.facts }, ...listened };
}

async function hear(sound: Traced, options: Omit<DecodeOptions, 'sampleRateHz'>): Promise<DecodedSound> {
  const decoded = await decode(sound, { sampleRateHz: markRateHz, ...options });
  await nextTurn();
  options.signal.throwIfAborted();
  return decoded;
}

function* outlined(audio: Audio): Steps<{ fingerprint: Uint8Array; durationSeconds: number }> {
  return { fingerprint: yield* edgedFingerprintInSteps(audio), durationSeconds: durationSeconds(audio) };
}
