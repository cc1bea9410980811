import { alignmentAccuracy } from './alignment.ts';
import { type Condition, referenceOf } from './conditions.ts';
import type { Identifier } from './identification.ts';
import { type Said, type Scores, score } from './scores.ts';
import { anchors, type Prepared, type System } from './systems.ts';
import { warnsAboutNoise } from './warning.ts';

/** Measure: one voice under one condition, through one system, beside the anchors on the same sentences. */
export interface Row extends Scores {
  readonly voice: string;
  readonly copy: Scores;
  readonly raw: Scores;
  readonly truth: Pick<Scores, 'wordErrorPercent'>;
  /** 0 to 1; NaN where the engine tells no alignment. */
  readonly alignmentAccuracy: number;
  /** 1 if the quality report of the reference warns about its noise, 0 if not. */
  readonly warned: number;
  readonly referenceSeconds: number;
  readonly enrolSeconds: number;
  /** Processor seconds per second of speech. */
  readonly realTimeFactor: number;
  readonly printBytes: number;
}

export interface MeasureOptions {
  readonly system: System;
  readonly voice: string;
  readonly condition: Condition;
  readonly sentences: readonly string[];
  readonly identify: Identifier;
  readonly withWords: boolean;
}

export async function measure(options: MeasureOptions): Promise<Row> {
  const { system, voice, condition, sentences, identify, withWords } = options;
  const scoring = { voice, identify, withWords };
  const { truth, reference } = await referenceOf(voice, condition);
  const prepared = await system.prepare(voice, reference);
  const start = process.cpuUsage();
  const said = await speakAll(prepared, sentences);
  const { user, system: kernel } = process.cpuUsage(start);
  const spokenSeconds = said.reduce((sum, { audio }) => sum + audio.samples.length / audio.sampleRateHz, 0);
  const anchorScores = async (name: string) => {
    const anchor = await (await anchors[name]()).prepare(voice, reference);
    return score(await speakAll(anchor, sentences), scoring);
  };
  return {
    voice,
    ...(await score(said, scoring)),
    copy: await anchorScores('copy'),
    raw: await anchorScores('espeak'),
    truth: await anchorScores('true'),
    alignmentAccuracy: prepared.alignment ? alignmentAccuracy(prepared.alignment, truth) : Number.NaN,
    warned: Number(warnsAboutNoise(reference.audio)),
    referenceSeconds: truth.audio.samples.length / truth.audio.sampleRateHz,
    enrolSeconds: prepared.enrolSeconds,
    realTimeFactor: (user + kernel) / 1e6 / spokenSeconds,
    printBytes: prepared.printBytes,
  };
}

async function speakAll(prepared: Prepared, sentences: readonly string[]): Promise<Said[]> {
  const said: Said[] = [];
  for (const text of sentences) said.push({ text, audio: await prepared.speak(text) });
  return said;
}
