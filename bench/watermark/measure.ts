import { durationSeconds } from '../../src/audio/audio.ts';
import { createMarker } from '../../src/audio/watermark/index.ts';
import { upperTail } from '../../src/audio/watermark/significance.ts';
import { missingTools } from '../quality/tools.ts';
import { type Bar, markdownTable, mean, number, quantile, writeResults } from '../report.ts';
import { type Attack, attacks } from './attacks.ts';
import { type Clip, clipSeconds, createClips, mostClips } from './clips.ts';
import { keyNumber, markClips } from './marked.ts';
import { cepstralChange, signalToChange } from './strength.ts';
import {
  type AttackOutcome,
  type ExcerptOutcome,
  joined,
  keysSearched,
  type Tally,
  tailsFrom,
  type UnmarkedOutcome,
} from './tasks.ts';
import { performAll } from './threads.ts';

/**
 * Watermark: how well marks survive, how often there are none and one is found, how far they change speech, what they cost. CONSONANT_WATERMARK_CLIPS:
 * clips of each kind, of 72; fewer for a quick look.
 */
const clipsOfKind = Math.min(mostClips, Number(process.env.CONSONANT_WATERMARK_CLIPS ?? mostClips));
const unmarkedParts = 8;

export async function measureWatermark(): Promise<Bar[]> {
  const missing = missingTools({ withWords: false });
  if (missing) throw new Error(missing);
  const clips = await createClips('measured', clipsOfKind);
  process.stderr.write(`    ${clips.length} clips of ${clipSeconds} s\n`);
  const changes = measureStrength(clips);
  const names = Object.keys(attacks);
  const tasks = [
    ...names.map(name => ({ kind: 'attack', name, clipsOfKind }) as const),
    ...Array.from(
      { length: unmarkedParts },
      (_, part) => ({ kind: 'unmarked', part, parts: unmarkedParts, clipsOfKind }) as const,
    ),
  ];
  const outcomes = await performAll<AttackOutcome | UnmarkedOutcome>(tasks, task =>
    process.stderr.write(`    ${task.kind === 'attack' ? task.name : `unmarked, part ${task.part + 1}`}\n`),
  );
  const byAttack = new Map(names.map((name, index) => [name, (outcomes[index] as AttackOutcome).excerpts]));
  const parts = outcomes.slice(names.length) as UnmarkedOutcome[];
  const excerpts = [...byAttack.values()].flat();
  const tallies = { quick: joined(parts.map(({ quick }) => quick)), network: joined(parts.map(({ network }) => network)) };
  const payloads = parts.flatMap(part => part.payloads);
  console.log(`${attackTable(byAttack)}\n\n${tailTable(tallies)}\n`);
  console.log(
    `Best code where there is no mark: ${payloads.length} decoded, score median ${number(quantile(payloads, 0.5))}, 99 % ${number(quantile(payloads, 0.99))}, ` +
      `largest ${number(Math.max(...payloads))}; ${parts.reduce((sum, part) => sum + part.checkSums, 0)} with a right check sum.\n`,
  );
  const bars = [...survivalBars(byAttack), ...chanceBars(parts, excerpts), ...changes, ...costBars(excerpts, parts)];
  console.log(
    `Kept: ${writeResults({ clipsOfKind, byAttack: Object.fromEntries(byAttack), tallies, payloads, bars }, 'watermark')}\n`,
  );
  return bars;
}

function measureStrength(clips: readonly Clip[]): Bar[] {
  const before = process.cpuUsage();
  const marked = markClips(clips, keyNumber(1));
  const { user, system } = process.cpuUsage(before);
  const seconds = clips.reduce((sum, { audio }) => sum + durationSeconds(audio), 0);
  const ratios = marked.map(({ clip, samples }) => signalToChange(clip.audio, samples));
  const cepstral = marked.map(({ clip, samples }) => cepstralChange(clip.audio, samples));
  const up = { unit: 'dB', higherIsBetter: true };
  return [
    { measure: 'speech over its change: mean', value: mean(ratios), bar: 26.5, aim: 28, ...up },
    { measure: 'speech over its change: least of all clips', value: Math.min(...ratios), bar: 23, aim: 25, ...up },
    { measure: 'mel-cepstral change, c1 to c13: mean', value: mean(cepstral), bar: 0.52, aim: 0.35, unit: 'dB' },
    {
      measure: 'marking: core-seconds per second',
      value: (user + system) / 1e6 / seconds,
      bar: 0.01,
      aim: 0.004,
      unit: 's',
      digits: 4,
    },
    { measure: 'marking: delay', value: delayMs(clips[0].audio.sampleRateHz), bar: 20, aim: 20, unit: 'ms', digits: 0 },
  ];
}

function delayMs(sampleRateHz: number): number {
  const { delaySamples } = createMarker({ key: keyNumber(1), generationId: '00000000' }, sampleRateHz);
  return (1000 * delaySamples) / sampleRateHz;
}

function share(excerpts: readonly ExcerptOutcome[], which: (excerpt: ExcerptOutcome) => boolean): number {
  return (100 * excerpts.filter(which).length) / excerpts.length;
}

const isDetected = ({ detected }: ExcerptOutcome) => detected;
const isRight = ({ id }: ExcerptOutcome) => id === 'right';

function attackTable(byAttack: ReadonlyMap<string, readonly ExcerptOutcome[]>): string {
  const rows = [...byAttack].map(([name, excerpts]) => {
    const of = (seconds: number) => excerpts.filter(excerpt => excerpt.seconds === seconds);
    const cells = [3, 10].flatMap(seconds => [share(of(seconds), isDetected), share(of(seconds), isRight)]);
    const missed = Object.entries(
      Object.groupBy(
        of(3).filter(excerpt => !isRight(excerpt)),
        ({ clip }) => clip.split(' ')[0],
      ),
    );
    return [name, ...cells.map(value => number(value, 1)), missed.map(([kind, some]) => `${some?.length} ${kind}`).join(', ')];
  });
  return markdownTable(['attack', '3 s found %', '3 s read %', '10 s found %', '10 s read %', '3 s not read'], rows);
}

/** The worst attack of a group decides. */
function survivalBars(byAttack: ReadonlyMap<string, readonly ExcerptOutcome[]>): Bar[] {
  const groups: readonly [Attack['group'], string, Readonly<Record<string, readonly [bar: number, aim: number]>>][] = [
    ['opus24', 'Opus 24 kbit/s', { '10 found': [99.5, 100], '10 read': [99, 100], '3 found': [98, 99.5], '3 read': [90, 97] }],
    ['mild', 'gain, 16 kHz, MP3, Opus 32 and 64, telephone, speed', { '3 found': [99, 100], '3 read': [97, 100] }],
    ['hard', 'Opus twice, noise at 20 dB', { '3 found': [92, 97], '10 found': [99, 100], '10 read': [98, 100] }],
  ];
  return groups.flatMap(([group, title, limits]) => {
    const members = [...byAttack].filter(([name]) => attacks[name].group === group).map(([, excerpts]) => excerpts);
    return Object.entries(limits).map(([what, [bar, aim]]) => {
      const [seconds, verb] = what.split(' ');
      const shares = members.map(excerpts =>
        share(
          excerpts.filter(excerpt => excerpt.seconds === Number(seconds)),
          verb === 'found' ? isDetected : isRight,
        ),
      );
      return {
        measure: `${title}: ${seconds} s ${verb}, worst`,
        value: Math.min(...shares),
        bar,
        aim,
        unit: '%',
        digits: 1,
        higherIsBetter: true,
      };
    });
  });
}

function chanceBars(parts: readonly UnmarkedOutcome[], excerpts: readonly ExcerptOutcome[]): Bar[] {
  const trials = parts.reduce((sum, part) => sum + part.trials, 0);
  const alarms = parts.reduce((sum, part) => sum + part.alarms, 0);
  const wrong = excerpts.filter(({ id }) => id === 'wrong').length;
  const searches = parts.flatMap(part => part.searches);
  const marks = searches.reduce((sum, search) => sum + search.marks, 0);
  return [
    { measure: 'alarms on unmarked speech, an excerpt and a key', value: alarms, bar: 0, unit: `of ${trials}`, digits: 0 },
    { measure: 'marks found in unmarked speech, whole searches', value: marks, bar: 0, unit: `of ${searches.length}`, digits: 0 },
    { measure: 'wrong numbers in marked speech', value: wrong, bar: 0, unit: `of ${excerpts.length}`, digits: 0 },
  ];
}

function costBars(excerpts: readonly ExcerptOutcome[], parts: readonly UnmarkedOutcome[]): Bar[] {
  const inMarked = excerpts.map(({ cost, seconds }) => cost / seconds);
  const cost = { unit: 's', digits: 3 };
  return [
    { measure: 'finding: core-seconds per second, marked, one key', value: mean(inMarked), bar: 0.15, aim: 0.05, ...cost },
    ...keysSearched.map(keys => {
      const searches = parts.flatMap(part => part.searches).filter(search => search.keys === keys);
      const value = mean(searches.map(({ costPerSecond }) => costPerSecond));
      const limits = keys === 2 ? { bar: 0.15, aim: 0.05 } : { bar: 0.25, aim: 0.15 };
      return { measure: `finding nothing: core-seconds per second, unmarked, ${keys} keys`, value, ...limits, ...cost };
    }),
  ];
}

/** How often scores without a mark are above a limit, against the normal distribution. */
function tailTable(tallies: Readonly<Record<string, Tally>>): string {
  const head = ['scores without a mark', 'count', 'mean', 'deviation', 'largest', ...tailsFrom.map(from => `> ${from}`)];
  const rows = Object.entries(tallies).map(([name, { count, sum, squares, largest, above }]) => {
    const middle = sum / count;
    const deviation = Math.sqrt(squares / count - middle ** 2);
    return [
      name,
      count.toExponential(2),
      number(middle, 4),
      number(deviation, 4),
      number(largest),
      ...above.map(some => (some / count).toExponential(1)),
    ];
  });
  const normal = ['normal', '', '0', '1', '', ...tailsFrom.map(from => upperTail(from).toExponential(1))];
  return markdownTable(head, [...rows, normal]);
}
