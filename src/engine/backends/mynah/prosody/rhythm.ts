import { type PhoneClass, phoneClass, phoneClasses } from '../../../reading/phones.ts';
import type { Alignment } from '../alignment/ladder.ts';
import { hopSeconds } from '../frames.ts';
import { joinTracks, type LabelledTrack, type Utterance } from '../track.ts';
import { syllablesPerSecond } from './pace.ts';

/** Rhythm: how long the person holds each class of sound, as a multiple of the reader's length. */
export type Rhythm = Readonly<Record<PhoneClass, number>>;

/** A class is drawn towards the overall ratio as if it had been heard this often at that ratio. */
const pseudoCount = 5;
const paceDoubtSeconds = 6;
const range = { shortest: 0.4, longest: 2.5 } as const;

export function measureRhythm(utterances: readonly Utterance[], alignments: readonly Alignment[]): Rhythm {
  const heard = Object.fromEntries(phoneClasses.map(name => [name, { target: 0, source: 0, count: 0 }])) as Record<
    PhoneClass,
    { target: number; source: number; count: number }
  >;
  utterances.forEach(({ source }, index) => {
    if (alignments[index].kind === 'paired') return;
    const lengths = new Map<number, number>();
    for (const phone of alignments[index].phoneOfFrame) lengths.set(phone, (lengths.get(phone) ?? 0) + 1);
    source.phones.forEach((phone, number) => {
      const sum = heard[phoneClass(phone.ipa)];
      sum.target += (lengths.get(number) ?? 0) * hopSeconds;
      sum.source += phone.endSeconds - phone.startSeconds;
      sum.count++;
    });
  });
  const speech = phoneClasses.filter(name => name !== 'pause').map(name => heard[name]);
  const overall = alignments.some(({ kind }) => kind === 'aligned')
    ? ratio(
        speech.reduce((sum, { target }) => sum + target, 0),
        speech.reduce((sum, { source }) => sum + source, 0),
      )
    : paceRatio(utterances);
  const rhythm = {} as Record<PhoneClass, number>;
  for (const name of phoneClasses) {
    const { target, source, count } = heard[name];
    const prior = pseudoCount * (count > 0 ? source / count : 0.08);
    rhythm[name] = name === 'pause' ? overall : ratio(target + overall * prior, source + prior);
  }
  return rhythm;
}

/** Where no words tell: slower or faster than the reader on the whole, drawn towards the same pace where little was heard. */
function paceRatio(utterances: readonly Utterance[]): number {
  const target = joinTracks(utterances.map(utterance => utterance.target));
  const source = joinTracks(utterances.map(utterance => utterance.source));
  const heardSeconds = target.count * hopSeconds;
  const faster = Math.log(syllablesPerSecond(source) / Math.max(0.5, syllablesPerSecond(target)));
  return ratio(Math.exp((faster * heardSeconds) / (heardSeconds + paceDoubtSeconds)), 1);
}

function ratio(target: number, source: number): number {
  return Math.min(range.longest, Math.max(range.shortest, source > 0 ? target / source : 1));
}

/** For each output frame the position in `source` that it is made of, in frames. `rate` above 1 is faster. */
export function timeMap(source: LabelledTrack, rhythm: Rhythm, rate: number): Float64Array {
  const ends = new Float64Array(source.count + 1);
  for (let frame = 0; frame < source.count; frame++) {
    ends[frame + 1] = ends[frame] + rhythm[phoneClass(source.phones[source.phoneOfFrame[frame]]?.ipa ?? '')] / rate;
  }
  const count = Math.max(1, Math.round(ends[source.count]));
  const positions = new Float64Array(count);
  let frame = 0;
  for (let index = 0; index < count; index++) {
    while (frame < source.count - 1 && ends[frame + 1] < index) frame++;
    positions[index] = Math.min(source.count - 1, frame + (index - ends[frame]) / (ends[frame + 1] - ends[frame]));
  }
  return positions;
}
