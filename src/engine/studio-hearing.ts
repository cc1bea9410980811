import type { Audio } from '../audio/audio.ts';
import { decode } from '../audio/decode.ts';
import { encodeOgg } from '../audio/encode.ts';
import { examine, mostUsefulAdvice, reportOf } from '../audio/quality/measure.ts';
import type { QualityReport } from '../audio/quality/report.ts';
import { trimSilences } from '../audio/quality/trim.ts';
import { Refusal } from '../errors.ts';
import type { Engine } from './engine.ts';
import { requireReferences } from './references.ts';
import type { Clone, Measurement, Recording } from './studio.ts';
import { inTurns, nextTurn } from './turn.ts';

/** Hearing: recordings in, measurements, pictures and prints out. */
export const hearingLimits = {
  /** Measuring takes some 20 ms per second of sound, in turns with all other calls. */
  maximumSeconds: 120,
  /** A shorter recording cannot hold the speech that is asked for; saying so is clearer than what its meters say. */
  minimumSeconds: 3,
} as const;

/** Twice what speech is sent with: what is kept may be cloned from, and encoded, again. */
const keptBitrateKbps = 64;

export async function measure(engine: Engine, recording: Recording, signal: AbortSignal): Promise<Measurement> {
  return (await hear(engine, recording, signal)).report;
}

export async function picture(engine: Engine, recording: Recording, signal: AbortSignal): Promise<Uint8Array> {
  const { audio, report } = await hear(engine, recording, signal);
  // The drawing library takes memory that most processes never need.
  const { drawCard } = await import('../audio/quality/card.ts');
  return drawCard(audio, report, { title: recording.name });
}

/** Refuses with 'reference-refused' when a recording is below the floor. */
export async function clone(engine: Engine, recordings: readonly Recording[], signal: AbortSignal): Promise<Clone> {
  requireReferences(recordings, engine);
  const heard: { audio: Audio; report: Measurement; recording: Recording }[] = [];
  for (const recording of recordings) {
    const { audio, report } = await hear(engine, recording, signal);
    requireUsable(recording.name, report);
    heard.push({ audio: trimSilences(audio), report, recording });
    await nextTurn();
    signal.throwIfAborted();
  }
  const references = heard.map(({ audio, report, recording: { transcript, language } }) => ({
    audio,
    transcript,
    language,
    quality: report,
  }));
  const print = await engine.enroll(references, signal);
  const kept: Uint8Array[] = [];
  for (const { audio } of references) kept.push(await encodeOgg(audio, { bitrateKbps: keptBitrateKbps }, signal));
  return { print, reports: heard.map(({ report }) => report), kept };
}

async function hear(
  engine: Engine,
  { source, name }: Recording,
  signal: AbortSignal,
): Promise<{ audio: Audio; report: Measurement }> {
  const { sampleRateHz } = engine;
  const { audio, notes } = await decode({ source, name }, { sampleRateHz, maximumSeconds: hearingLimits.maximumSeconds, signal });
  await nextTurn();
  signal.throwIfAborted();
  const report = { ...reportOf(await inTurns(examine(audio), signal)), notes };
  return { audio, report };
}

function requireUsable(name: string, report: QualityReport): void {
  if (report.verdict !== 'refused') return;
  if (report.durationSeconds < hearingLimits.minimumSeconds) {
    throw new Refusal(
      'reference-refused',
      `"${name}" is only ${report.durationSeconds.toFixed(1)} s long; at least ${hearingLimits.minimumSeconds} s of speech are needed. ` +
        'Record 15 s or more.',
    );
  }
  const failed = report.meters.filter(({ verdict }) => verdict === 'refused').map(({ label, reading }) => `${label}: ${reading}`);
  throw new Refusal('reference-refused', `"${name}" cannot be used (${failed.join(', ')}). ${mostUsefulAdvice(report)}`);
}
