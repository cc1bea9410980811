import type { Reference } from '../../engine.ts';
import type { Reader } from '../../reading/espeak.ts';
import { passageFor, requirePassage } from '../../reading/passages.ts';
import { inTurns, nextTurn } from '../../turn.ts';
import { decoyOf, fitOf, isCertain, requireLead, requireLikelyLength } from './alignment/fit.ts';
import { pairFrames } from './alignment/inca.ts';
import { type Alignment, alignLadder } from './alignment/ladder.ts';
import { learnReadingMap } from './alignment/reading-map.ts';
import { thin } from './alignment/thin.ts';
import { tractMap, tractOfPairs } from './alignment/tract.ts';
import { hear } from './hearing.ts';
import { buildBank, type PhoneNames } from './mapping/bank.ts';
import { fitPredictor } from './mapping/predictor.ts';
import { applyMap } from './mapping/regression.ts';
import { readingInSteps, trackInSteps, trackOfReading } from './parameters.ts';
import { poolReadings } from './pool.ts';
import { measureMelody } from './prosody/melody.ts';
import { measureRhythm } from './prosody/rhythm.ts';
import { joinTracks, type LabelledTrack, type Track, type Utterance } from './track.ts';
import type { VoiceModel } from './voice-model.ts';

/** What was found out about the recordings: sound beside reading, and which frame of one belongs to which of the other. */
export interface Aligned {
  readonly bandHz: number;
  readonly utterances: readonly Utterance[];
  readonly alignments: readonly Alignment[];
  /** From pairs by sound alone; left out where words tell. */
  readonly tractFactor?: number;
}

export async function enrollReferences(
  reader: Reader,
  references: readonly Reference[],
  signal: AbortSignal,
): Promise<VoiceModel> {
  return modelOf(await alignReferences(reader, references, signal));
}

/** Recordings whose words are known first, then all others as one. */
export async function alignReferences(reader: Reader, references: readonly Reference[], signal: AbortSignal): Promise<Aligned> {
  const { bandHz, recordings } = await hear(references, signal);
  const turn = async () => {
    await nextTurn();
    signal.throwIfAborted();
  };
  const utterances: Utterance[] = [];
  const transcripts: string[] = [];
  const wordless: Track[] = [];
  for (const { audio, transcript, language } of recordings) {
    const target = await inTurns(trackInSteps(audio, bandHz), signal);
    if (transcript === undefined) {
      wordless.push(target);
      continue;
    }
    const reading = reader.read(transcript, language);
    requireLikelyLength(reading.phones, target);
    await turn();
    utterances.push({ target, source: await inTurns(readingInSteps(reading, bandHz), signal) });
    transcripts.push(transcript);
  }
  const alignments = utterances.length > 0 ? await inTurns(alignLadder(utterances), signal) : [];
  for (const [index, { target, source }] of utterances.entries()) {
    const fit = fitOf(source.phones, alignments[index]);
    if (isCertain(source.phones, fit)) continue;
    const { language } = recordings[0];
    const decoy = await inTurns(readingInSteps(reader.read(decoyOf(transcripts[index], language), language), bandHz), signal);
    const [alignment] = await inTurns(alignLadder([{ target, source: decoy }]), signal);
    requireLead(fit, fitOf(decoy.phones, alignment));
  }
  if (wordless.length === 0) return { bandHz, utterances, alignments };
  const target = joinTracks(wordless);
  const source = poolReadings([
    ...utterances.map(utterance => utterance.source),
    ...(await readPassage(reader, { language: recordings[0].language, bandHz, isNeeded: utterances.length === 0 }, turn)),
  ]);
  const known = utterances.length > 0 ? learnReadingMap(utterances, alignments) : undefined;
  const pairing = await inTurns(pairFrames(target, source, { bandHz, known }), signal);
  return {
    bandHz,
    utterances: [...utterances, { target, source }],
    alignments: [...alignments, pairing.alignment],
    tractFactor: known ? undefined : pairing.tractFactor,
  };
}

/** Readings of passages do not change: the last few are kept. */
const passagesRead = new Map<string, readonly LabelledTrack[]>();
const passagesKept = 4;

async function readPassage(
  reader: Reader,
  { language, bandHz, isNeeded }: { language: string; bandHz: number; isNeeded: boolean },
  turn: () => Promise<void>,
): Promise<readonly LabelledTrack[]> {
  const passage = isNeeded ? requirePassage(language) : (passageFor(language) ?? []);
  const key = `${language.toLowerCase()}/${bandHz}`;
  const known = passagesRead.get(key);
  if (known) return known;
  const readings: LabelledTrack[] = [];
  for (const sentence of passage) {
    readings.push(trackOfReading(reader.read(sentence, language), bandHz));
    await turn();
  }
  passagesRead.set(key, readings);
  if (passagesRead.size > passagesKept) passagesRead.delete(passagesRead.keys().next().value!);
  return readings;
}

export function modelOf({ bandHz, utterances: read, alignments, tractFactor: known }: Aligned): VoiceModel {
  const tractFactor = known ?? tractOfPairs(bandHz, read, alignments);
  const tract = tractMap(bandHz, tractFactor);
  const utterances = read.map(({ target, source }) => ({
    target,
    source: { ...source, cepstra: applyMap(tract, source.cepstra) },
  }));
  const names: PhoneNames = [''];
  const kept = thin(utterances.map((utterance, index) => ({ utterance, alignment: alignments[index] })));
  const bank = buildBank(
    kept.map(({ utterance }) => utterance),
    kept.map(({ alignment }) => alignment),
    names,
  );
  return {
    kind: known === undefined ? 'aligned' : 'paired',
    bandHz,
    tractFactor,
    names,
    bank,
    predictor: fitPredictor(bank, names),
    rhythm: measureRhythm(utterances, alignments),
    melody: measureMelody(
      utterances.map(({ target }) => target.f0Hz),
      utterances.map(({ source }) => source.f0Hz),
    ),
  };
}
