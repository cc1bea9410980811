import type { Audio } from '../audio/audio.ts';
import { decode } from '../audio/decode.ts';
import { drawCard } from '../audio/quality/card.ts';
import { measureQuality, mostUsefulAdvice } from '../audio/quality/measure.ts';
import type { QualityReport } from '../audio/quality/report.ts';
import { trimSilences } from '../audio/quality/trim.ts';
import { Refusal } from '../errors.ts';
import type { Engine } from './engine.ts';
import { requireReferences } from './references.ts';
import type { Clone, Measurement, Recording } from './studio.ts';
import { nextTurn } from './turn.ts';

/** Hearing: recordings in, measurements, pictures and prints out. */
export const hearingLimits = {
  /** Measuring takes the thread, and with it every other call, for some 20 ms per second of sound. */
  maximumSeconds: 120,
} as const;

export async function measure(engine: Engine, recording: Recording, signal: AbortSignal): Promise<Measurement> {
  return (await hear(engine, recording, signal)).report;
}

export async function picture(engine: Engine, recording: Recording, signal: AbortSignal): Promise<Uint8Array> {
  const { audio, report } = await hear(engine, recording, signal);
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
  const references = heard.map(({ audio, recording: { transcript, language } }) => ({ audio, transcript, language }));
  const print = await engine.enroll(references, signal);
  return { print, reports: heard.map(({ report }) => report) };
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
  const report = { ...measureQuality(audio), notes };
  await nextTurn();
  signal.throwIfAborted();
  return { audio, report };
}

function requireUsable(name: string, report: QualityReport): void {
  if (report.verdict !== 'refused') return;
  const failed = report.meters.filter(({ verdict }) => verdict === 'refused').map(({ label, reading }) => `${label}: ${reading}`);
  throw new Refusal('reference-refused', `"${name}" cannot be used (${failed.join(', ')}). ${mostUsefulAdvice(report)}`);
}
