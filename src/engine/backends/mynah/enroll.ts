import type { Audio } from '../../../audio/audio.ts';
import { loudnessDefaults } from '../../../audio/loudness.ts';
import { integratedLufs } from '../../../audio/loudness-meter.ts';
import { measureQuality } from '../../../audio/quality/measure.ts';
import type { Reference } from '../../engine.ts';
import { nextTurn } from '../../turn.ts';
import { type Alignment, alignLadder } from './alignment/ladder.ts';
import { estimateTract, tractMap } from './alignment/tract.ts';
import { stack } from './frames.ts';
import { buildBank, type PhoneNames } from './mapping/bank.ts';
import { fitPredictor } from './mapping/predictor.ts';
import { applyMap } from './mapping/regression.ts';
import { trackOf, trackOfReading } from './parameters.ts';
import { measureMelody } from './prosody/melody.ts';
import { measureRhythm } from './prosody/rhythm.ts';
import type { Reader } from './reading/espeak.ts';
import type { Utterance } from './track.ts';
import type { VoiceModel } from './voice-model.ts';

/** Level to which every recording is brought, so that voices are equally loud: the one that speech leaves with. */
const levelLufs = loudnessDefaults.targetLufs;
/** Upper ends of the spectrum that a voice may be modelled to; the reader itself ends at 11 kHz. */
const bandsHz = [4000, 5500, 8000, 11_000] as const;

export async function enrollReferences(
  reader: Reader,
  references: readonly Reference[],
  signal: AbortSignal,
): Promise<VoiceModel> {
  const bandHz = bandOf(references);
  const utterances: Utterance[] = [];
  for (const { audio, transcript, language } of references) {
    const target = trackOf(levelled(audio), bandHz);
    await nextTurn();
    signal.throwIfAborted();
    const source = trackOfReading(reader.read(transcript!, language), bandHz);
    await nextTurn();
    signal.throwIfAborted();
    utterances.push({ target, source });
  }
  const ladder = alignLadder(utterances);
  for (;;) {
    const rung = ladder.next();
    if (rung.done) return modelOf(utterances, rung.value, bandHz);
    await nextTurn();
    signal.throwIfAborted();
  }
}

/** The widest band that every recording fills. */
function bandOf(references: readonly Reference[]): number {
  const heardHz = Math.min(
    ...references.map(({ audio }) => measureQuality(audio).values['bandwidth-hz']).filter(Number.isFinite),
  );
  return bandsHz.findLast(band => band <= 1.12 * heardHz) ?? bandsHz[0];
}

function levelled({ samples, sampleRateHz }: Audio): Audio {
  const gain = 10 ** ((levelLufs - integratedLufs(samples, sampleRateHz)) / 20);
  return { samples: samples.map(sample => sample * gain), sampleRateHz };
}

export function modelOf(read: readonly Utterance[], alignments: readonly Alignment[], bandHz: number): VoiceModel {
  const tractFactor = tractOf(read, alignments, bandHz);
  const tract = tractMap(bandHz, tractFactor);
  const utterances = read.map(({ target, source }) => ({
    target,
    source: { ...source, cepstra: applyMap(tract, source.cepstra) },
  }));
  const names: PhoneNames = [''];
  const bank = buildBank(utterances, alignments, names);
  return {
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

/** From the voiced frames, where formants show. */
function tractOf(utterances: readonly Utterance[], alignments: readonly Alignment[], bandHz: number): number {
  const source = stack(utterances.map(utterance => utterance.source.cepstra));
  const target = stack(utterances.map(utterance => utterance.target.cepstra));
  const rows: [number, number][] = [];
  let sourceOffset = 0;
  let targetOffset = 0;
  utterances.forEach((utterance, index) => {
    const { sourceOfFrame, phoneOfFrame } = alignments[index];
    for (let frame = 0; frame < utterance.target.count; frame += 2) {
      if (phoneOfFrame[frame] < 0 || utterance.target.f0Hz[frame] === 0) continue;
      rows.push([sourceOffset + sourceOfFrame[frame], targetOffset + frame]);
    }
    sourceOffset += utterance.source.count;
    targetOffset += utterance.target.count;
  });
  return estimateTract(bandHz, { source, target, rows });
}
