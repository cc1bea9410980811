import type { Adaptation } from './adaptation.ts';
import type { Pairs } from './alignment.ts';
import { cepstra } from './features.ts';

/**
 * Voice shift: how far the colour of the voice in the words lies from that in the statement. The reader was fitted to the statement; what
 * it says is taken out by comparing it with the reader saying the same, so what is left on average is throat, microphone and room.
 */

/** Squared length of the mean difference of the cepstra but the first (the level), each in deviations of a frame. */
export function voiceShift(statement: Adaptation, words: Pairs): number {
  const reader = statement.mapReader(words.reader);
  const person = statement.mapPerson(words.person);
  let shift = 0;
  for (let order = 1; order < cepstra; order++) {
    let sum = 0;
    for (let at = order; at < reader.data.length; at += reader.width) sum += person.data[at] - reader.data[at];
    shift += (sum / reader.count) ** 2;
  }
  return shift;
}
