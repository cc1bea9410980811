import { hopSeconds } from '../frames.ts';
import { type LabelledTrack, pickTrack, type Utterance } from '../track.ts';
import type { Alignment } from './ladder.ts';
import { insertedPause } from './phone-states.ts';

/**
 * Thin: no more speech than a voice needs: beyond a minute, more frames add size and time but hardly likeness. Long pauses go first,
 * then pieces of even length, evenly spread. A piece keeps its frames together, since neighbours tell frames apart.
 */
const limits = { speechSeconds: 55, pauseSeconds: 0.2 } as const;
const pieceSeconds = 1.5;

export interface Paired {
  readonly utterance: Utterance;
  readonly alignment: Alignment;
}

export function thin(pairs: readonly Paired[]): Paired[] {
  const limit = Math.round(limits.speechSeconds / hopSeconds);
  const total = (parts: readonly Paired[]) => parts.reduce((sum, { utterance }) => sum + utterance.target.count, 0);
  if (total(pairs) <= limit) return [...pairs];
  const withoutPauses = pairs.map(pair => keep(pair, withoutLongPauses(pair.alignment)));
  const left = total(withoutPauses);
  if (left <= limit) return withoutPauses;
  const piece = Math.round(pieceSeconds / hopSeconds);
  const pieces = Math.ceil(left / piece);
  const kept = Math.floor(limit / piece);
  let offset = 0;
  return withoutPauses.map(pair => {
    const { count } = pair.utterance.target;
    // Of `pieces` pieces the ones where the running share of what is kept steps up.
    const isKept = (frame: number) => {
      const number = Math.floor((offset + frame) / piece);
      return Math.floor(((number + 1) * kept) / pieces) > Math.floor((number * kept) / pieces);
    };
    const rows = Int32Array.from({ length: count }, (_, frame) => frame).filter(isKept);
    offset += count;
    return keep(pair, rows);
  });
}

function withoutLongPauses({ phoneOfFrame }: Alignment): Int32Array {
  const longest = Math.round(limits.pauseSeconds / hopSeconds);
  let run = 0;
  return Int32Array.from({ length: phoneOfFrame.length }, (_, frame) => frame).filter(frame => {
    run = phoneOfFrame[frame] === insertedPause ? run + 1 : 0;
    return run <= longest;
  });
}

/** The person's frames `rows`, and of the reading what they are paired with and its surroundings. */
function keep({ utterance, alignment }: Paired, rows: Int32Array): Paired {
  const target = pickTrack(utterance.target, rows);
  const sourceOfFrame = rows.map(frame => alignment.sourceOfFrame[frame]);
  const phoneOfFrame = Int16Array.from(rows, frame => alignment.phoneOfFrame[frame]);
  if (alignment.kind === 'paired') {
    return { utterance: { ...utterance, target }, alignment: { ...alignment, sourceOfFrame, phoneOfFrame } };
  }
  const used = new Uint8Array(utterance.source.count);
  for (const frame of sourceOfFrame) used.fill(1, Math.max(0, frame - surroundings), frame + surroundings + 1);
  const sourceRows = Int32Array.from(used.keys()).filter(frame => used[frame] === 1);
  const place = new Int32Array(utterance.source.count);
  sourceRows.forEach((frame, index) => {
    place[frame] = index;
  });
  return {
    utterance: { target, source: pickReading(utterance.source, sourceRows) },
    alignment: { ...alignment, sourceOfFrame: sourceOfFrame.map(frame => place[frame]), phoneOfFrame },
  };
}

/** As far as the mapping looks to either side. */
const surroundings = 8;

function pickReading(track: LabelledTrack, rows: Int32Array): LabelledTrack {
  return {
    ...pickTrack(track, rows),
    phones: track.phones,
    phoneOfFrame: Int16Array.from(rows, frame => track.phoneOfFrame[frame]),
  };
}
