import { concatenate } from '../../src/audio/audio.ts';
import { calibration } from '../../src/engine/verifiers/embedded/calibration.ts';
import { decide } from '../../src/engine/verifiers/embedded/decision.ts';
import { withNoise } from '../quality/degrade.ts';
import { missingTools } from '../quality/tools.ts';
import { type Bar, markdownTable, number, quantile, writeResults } from '../report.ts';
import { challengesFor, createRandom, drawWords, textOf, wordsPerChallenge } from './challenges.ts';
import { sumOf, type Tally, tally, wilson } from './claims.ts';
import { createHear, type Hear } from './hear.ts';
import { oppositeText, otherTexts } from './other-texts.ts';
import { calibrationPeople, type Person, reads, unseenPeople, variantsOfSpeaker } from './people.ts';
import { type Form, type Reading, type ReadingRates, ratesOf, readingsOf } from './readings.ts';
import { type Sound, soundKinds } from './sounds.ts';

/**
 * Challenge: how often the embedded verifier accepts what it should and what it should not. Rates are of people whom nothing was chosen on;
 * those of the calibration are printed beside them. Takes minutes the first time, seconds after.
 */
const each = { unseen: 9, calibration: 6, claims: 120, sounds: 30, noisy: 4, twoSpeakers: 3 };

export async function measureChallenge(): Promise<Bar[]> {
  const missing = missingTools({ withWords: false });
  if (missing) throw new Error(missing);
  const hear = await createHear();
  const rows: Row[] = [];
  const bars: Bar[] = [];
  const seconds: number[] = [];
  for (const [group, people, count] of [
    ['calibration', calibrationPeople, each.calibration],
    ['unseen', unseenPeople, each.unseen],
  ] as const) {
    for (const form of ['clean', 'Opus 24 kbit/s'] as const) {
      const readings = await readingsOf(hear, people, { form, each: count });
      const rates = ratesOf(readings, { claimsEach: each.claims });
      rows.push(...rowsOf(`${group}, ${form}`, rates), ...marginsOf(`${group}, ${form}`, readings));
      if (group === 'unseen') bars.push(...barsOf(form, rates));
      seconds.push(...readings.map(reading => reading.seconds));
    }
  }
  for (const [name, make] of Object.entries(soundKinds)) addTally(`claims of ${name}`, await hearSounds(hear, make));
  const texts = await hearTexts(hear, Object.values(otherTexts));
  addTally('other sentences', texts.accepted);
  addRow('other sentences refused as statement-differs', texts.differing);
  addRow('the opposite wording accepted', (await hearTexts(hear, [oppositeText])).accepted);
  for (const [name, other] of Object.entries(secondSpeakers)) addRow(`words by ${name} accepted`, await hearTwo(hear, other));
  const noisy = await hearNoise(hear, unseenPeople);
  bars.push({ ...percent('white noise at 20 dB refused as too-noisy', noisy), bar: 100, higherIsBetter: true });
  bars.push({ measure: 'processor time of a recording, the longest', value: Math.max(...seconds), bar: 3, unit: 's' });
  bars.push({ measure: 'processor time of a recording, median', value: quantile(seconds, 0.5), bar: 3, unit: 's' });
  console.log(`${tableOf(rows)}\n\nKept: ${writeResults({ calibration, rows, bars }, 'challenge')}\n`);
  return bars;

  function addRow(measure: string, found: Tally): void {
    rows.push({ measure, tally: found });
  }

  function addTally(measure: string, found: Tally): void {
    rows.push({ measure: `${measure} accepted`, tally: found });
    bars.push({ measure: `${measure} accepted`, value: found.accepted, bar: 0, unit: `of ${found.asked}`, digits: 0 });
  }
}

interface Row {
  readonly measure: string;
  readonly tally?: Tally;
  readonly note?: string;
}

function barsOf(form: Form, rates: ReadingRates): Bar[] {
  const more = { higherIsBetter: true };
  return [
    { ...percent(`right reading, first try, ${form}`, rates.first), bar: form === 'clean' ? 90 : 88, ...more },
    { ...percent(`right reading within three, ${form}`, rates.withinThree), bar: 97, ...more },
    {
      measure: `four other words, ${form}`,
      value: rates.otherWords.accepted,
      bar: 0,
      unit: `of ${rates.otherWords.asked}`,
      digits: 0,
    },
    { ...percent(`three of four words right, ${form}`, rates.oneWordWrong), bar: 2.5 },
    { ...percent(`right words in another order, ${form}`, rates.otherOrder), bar: 0.2 },
    {
      measure: `an earlier challenge, ${form}`,
      value: rates.earlier.accepted,
      bar: 0,
      unit: `of ${rates.earlier.asked}`,
      digits: 0,
    },
  ];
}

function rowsOf(group: string, rates: ReadingRates): Row[] {
  return Object.entries(rates).map(([name, found]) => ({ measure: `${group}: ${name}`, tally: found as Tally }));
}

/** How far the right readings are from each limit. */
function marginsOf(group: string, readings: readonly Reading[]): Row[] {
  const scores = readings.map(
    ({ heard, challenge }) =>
      decide(
        heard,
        challenge.words.map(word => challenge.list.indexOf(word)),
      ).scores,
  );
  const margins = scores.flatMap(score => Object.entries(score).flatMap(([name, value]) => (/^word/.test(name) ? [value] : [])));
  const of = (name: string, share: number) =>
    number(
      quantile(
        scores.map(score => score[name]),
        share,
      ),
    );
  return [
    {
      measure: `${group}: scores`,
      note:
        `word margin least ${number(Math.min(...margins))}, 5 % ${number(quantile(margins, 0.05))}; ` +
        `statement cost most ${of('statementCost', 0.999)}, part ${of('statementPartCost', 0.999)}; ` +
        `voice shift most ${of('voiceShift', 0.999)}; ` +
        `noise ratio least ${of('snrDecibels', 0)} dB; pace ${of('pace', 0)} to ${of('pace', 0.999)}`,
    },
  ];
}

/** Random claims about each sound. */
async function hearSounds(hear: Hear, make: Sound): Promise<Tally> {
  const random = createRandom(5);
  const tallies: Tally[] = [];
  for (let seed = 0; seed < each.sounds; seed++) {
    const [challenge] = challengesFor(`sound ${seed}`, 1);
    const { heard } = await hear(make(seed), challenge.statement);
    const claims = Array.from({ length: 100 }, () => drawWords(random, wordsPerChallenge));
    tallies.push({ asked: 1, accepted: Math.min(1, tally(heard, claims).accepted) });
  }
  return sumOf(tallies);
}

/** Claimed with the words that are spoken at the end. */
async function hearTexts(hear: Hear, texts: (typeof otherTexts)[string][]): Promise<{ accepted: Tally; differing: Tally }> {
  const accepted: Tally = { asked: 0, accepted: 0 };
  const differing: Tally = { asked: 0, accepted: 0 };
  for (const text of texts) {
    for (const person of unseenPeople) {
      const challenge = challengesFor(person.name, 1)[0];
      const { heard } = await hear(reads(person, text(challenge)), challenge.statement);
      const judgement = decide(
        heard,
        challenge.words.map(word => challenge.list.indexOf(word)),
      );
      accepted.asked++;
      differing.asked++;
      accepted.accepted += Number(judgement.accepted);
      differing.accepted += Number(judgement.reason === 'statement-differs');
    }
  }
  return { accepted, differing };
}

/** Who reads the words after somebody else's statement: person, place of the person -> the other. */
const secondSpeakers: Readonly<Record<string, (place: number) => Person>> = {
  'another speaker': place => unseenPeople[(place + unseenPeople.length / 2) % unseenPeople.length],
  'the same speaker with pitch and formants moved': place => {
    const first = place - (place % variantsOfSpeaker);
    return unseenPeople[first + ((place + 1) % variantsOfSpeaker)];
  },
};

async function hearTwo(hear: Hear, other: (place: number) => Person): Promise<Tally> {
  const tallies: Tally[] = [];
  for (const [place, person] of unseenPeople.entries()) {
    for (const challenge of challengesFor(person.name, each.twoSpeakers)) {
      const words = reads(other(place), `${challenge.words.join(', ')}.`);
      const audio = concatenate([reads(person, challenge.statement), words], words.sampleRateHz);
      tallies.push(tally((await hear(audio, challenge.statement)).heard, [challenge.words]));
    }
  }
  return sumOf(tallies);
}

async function hearNoise(hear: Hear, people: readonly Person[]): Promise<Tally> {
  const found: Tally = { asked: 0, accepted: 0 };
  for (const person of people) {
    for (const challenge of challengesFor(person.name, each.noisy)) {
      const { heard } = await hear(withNoise(reads(person, textOf(challenge)), 'white', 20), challenge.statement);
      found.asked++;
      found.accepted += Number(heard.reason === 'too-noisy');
    }
  }
  return found;
}

function percent(measure: string, { accepted, asked }: Tally): { measure: string; value: number; unit: string; digits: number } {
  return { measure, value: (100 * accepted) / asked, unit: '%', digits: 2 };
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ measure, tally: found, note }) => {
    if (!found) return [measure, '', '', note ?? ''];
    const [low, high] = wilson(found).map(share => number(100 * share));
    return [
      measure,
      `${found.accepted} of ${found.asked}`,
      `${number((100 * found.accepted) / found.asked)} %`,
      `${low} to ${high} %`,
    ];
  });
  return markdownTable(['measure', 'count', 'share', '95 % (recordings taken as independent)'], lines);
}
