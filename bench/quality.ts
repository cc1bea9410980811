import { parseArgs } from 'node:util';
import { describeMachine, machineLine } from './machine.ts';
import { barsOf, barVoices, type Results } from './quality/bars.ts';
import { type ConditionName, conditions } from './quality/conditions.ts';
import { testSentences } from './quality/corpus.ts';
import { candidates, createIdentifier } from './quality/identification.ts';
import { measure, type Row } from './quality/measure.ts';
import { createSystem } from './quality/systems.ts';
import { missingTools } from './quality/tools.ts';
import { barTable, markdownTable, mean, number, writeResults } from './report.ts';

/** bench:quality: how well an engine clones voices that are known to the last sample. See `--help`. */
const help = `npm run bench:quality -- [options]

Measures an engine against voices whose true speech is known: mel-cepstral distortion, speaker identification, word errors,
alignment. Needs flite, ffmpeg and pocketsphinx.

  --quick                3 voices, 10 sentences, clean reference, no word errors
  --condition A,B        of ${Object.keys(conditions).join(', ')} (default: all)
  --voices A,B           of ${candidates.filter(name => !name.includes('@')).join(', ')}, each also as NAME@0.85, @0.92, @1.08, @1.15
                         (default: rms,slt,awb and, in the clean condition, kal16,rms@1.08,slt@0.92,awb@1.15)
  --sentences N          1 to ${testSentences.length} (default ${testSentences.length})
  --system NAME          an engine, or an anchor: true, copy, espeak (default mynah)
  --no-wer               no word errors
  --json FILE            where the numbers go (default bench/results/quality.json)`;

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    condition: { type: 'string' },
    voices: { type: 'string' },
    sentences: { type: 'string' },
    system: { type: 'string', default: 'mynah' },
    'no-wer': { type: 'boolean', default: false },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (flags.help) console.log(help);
else process.exitCode = await run();

async function run(): Promise<number> {
  const withWords = !flags['no-wer'] && !flags.quick;
  const problem = missingTools({ withWords }) ?? unknownNames();
  if (problem) {
    console.error(problem);
    return 2;
  }
  const sentences = testSentences.slice(0, Number(flags.sentences ?? (flags.quick ? 10 : testSentences.length)));
  const machine = describeMachine();
  console.log(`${machineLine(machine)}\nSystem ${flags.system}, ${sentences.length} unseen sentences a voice.`);
  const identify = await createIdentifier();
  const system = await createSystem(flags.system);
  const results: Results = {};
  for (const name of conditionNames()) {
    const condition = conditions[name];
    const rows: Row[] = [];
    for (const voice of voicesOf(name)) {
      const row = await measure({ system, voice, condition, sentences, identify, withWords: withWords && condition.withWords });
      process.stderr.write(`  ${name} ${voice}: MCD ${number(row.distortionDecibels)} dB\n`);
      rows.push(row);
    }
    results[name] = rows;
    console.log(`\n## ${condition.title}\n\n${conditionTable(rows)}`);
  }
  const bars = barsOf(results);
  const measured = barVoices.filter(voice => Object.values(results).some(rows => rows.some(row => row.voice === voice)));
  if (bars.length > 0) console.log(`\n## Bars, over ${measured.join(', ')}\n\n${barTable(bars)}`);
  if (bars.length > 0 && measured.length < barVoices.length)
    console.log(`\nThe bars are meant for ${barVoices.join(', ')} together.`);
  const path = writeResults({ machine, system: flags.system, sentences: sentences.length, results, bars }, 'quality', flags.json);
  console.log(`\nNumbers: ${path}`);
  return 0;
}

function conditionNames(): ConditionName[] {
  if (flags.quick && !flags.condition) return ['clean'];
  const names = (flags.condition?.split(',') ?? Object.keys(conditions)) as ConditionName[];
  return names.includes('opus') && !names.includes('clean') ? ['clean', ...names] : names; // its bar is an increase over clean
}

function voicesOf(condition: ConditionName): string[] {
  if (flags.voices) return flags.voices.split(',');
  const fair = condition === 'clean' && !flags.quick ? ['kal16', 'rms@1.08', 'slt@0.92', 'awb@1.15'] : [];
  return ['rms', 'slt', 'awb', ...fair];
}

function unknownNames(): string | undefined {
  const condition = flags.condition?.split(',').find(name => !(name in conditions));
  if (condition) return `--condition: "${condition}" is unknown. Conditions: ${Object.keys(conditions).join(', ')}.`;
  const voice = flags.voices?.split(',').find(name => !candidates.includes(name));
  if (voice) return `--voices: "${voice}" is unknown. Voices: ${candidates.join(', ')}.`;
  const count = Number(flags.sentences ?? 1);
  if (!(Number.isInteger(count) && count >= 1 && count <= testSentences.length)) {
    return `--sentences: "${flags.sentences}" is not a whole number from 1 to ${testSentences.length}.`;
  }
  return undefined;
}

function conditionTable(rows: readonly Row[]): string {
  const head = [
    'voice',
    'MCD dB',
    'copy',
    'espeak',
    '25-way',
    'margin',
    '5-way',
    'margin',
    'WER %',
    'copy',
    'true',
    'F0 st',
    'duration',
    'align',
    'enrol s',
    'RTF',
  ];
  const cells = (name: string, of: (pick: (row: Row) => number) => number) => [
    name,
    number(of(row => row.distortionDecibels)),
    number(of(row => row.copy.distortionDecibels)),
    number(of(row => row.raw.distortionDecibels)),
    `${number(
      of(row => 100 * row.rightOf25),
      0,
    )} %`,
    number(
      of(row => row.marginOf25),
      1,
    ),
    `${number(
      of(row => 100 * row.rightOf5),
      0,
    )} %`,
    number(
      of(row => row.marginOf5),
      1,
    ),
    number(
      of(row => row.wordErrorPercent),
      1,
    ),
    number(
      of(row => row.copy.wordErrorPercent),
      1,
    ),
    number(
      of(row => row.truth.wordErrorPercent),
      1,
    ),
    number(
      of(row => row.pitchErrorSemitones),
      1,
    ),
    number(of(row => row.durationRatio)),
    number(of(row => row.alignmentAccuracy)),
    number(of(row => row.enrolSeconds)),
    number(
      of(row => row.realTimeFactor),
      3,
    ),
  ];
  const lines = rows.map(row => cells(row.voice, pick => pick(row)));
  const judged = rows.filter(row => barVoices.includes(row.voice));
  if (judged.length > 1) lines.push(cells(`mean of ${judged.length}`, pick => mean(judged.map(pick))));
  return markdownTable(head, lines);
}
