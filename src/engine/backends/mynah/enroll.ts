import { alignLadder, type Alignment } from './alignment/ladder.ts';
import { buildBank, type PhoneNames } from './mapping/bank.ts';
import { fitPredictor } from './mapping/predictor.ts';
import { measureMelody } from './prosody/melody.ts';
import { measureRhythm } from './prosody/rhythm.ts';
import type { Utterance } from './track.ts';
import type { VoiceModel } from './voice-model.ts';

export function modelOf(utterances: readonly Utterance[], alignments: readonly Alignment[], bandHz: number): VoiceModel {
  const names: PhoneNames = [''];
  const bank = buildBank(utterances, alignments, names);
  return {
    bandHz,
    names,
    bank,
    predictor: fitPredictor(bank, names),
    rhythm: measureRhythm(utterances, alignments),
    melody: measureMelody(utterances.map(({ target }) => target.f0Hz), utterances.map(({ source }) => source.f0Hz)),
  };
}

export { alignLadder };
