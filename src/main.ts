/** npm start [-- FOLDER]: clones the voice of the sample message that comes with the project; it says two sentences into out/, or FOLDER. */
import { mkdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Session } from './cli/command.ts';
import { withStudio } from './cli/engine-option.ts';
import { ownMarkingKeys } from './cli/marking.ts';
import { reserveOutput } from './cli/output.ts';
import { runProgram } from './cli/run-program.ts';
import type { VoicePrint } from './engine/engine.ts';
import { defaultEngine } from './engine/index.ts';
import type { Studio } from './engine/studio.ts';
import { takeEnd } from './engine/take-end.ts';

const sample = inProject('samples/voice-message.ogg');
const transcript = inProject('samples/voice-message.txt');
const folder = process.argv[2] ?? inProject('out');

const sentences = [
  { text: 'You are listening to a voice that was learned a moment ago, from a single message.', out: join(folder, 'first.ogg') },
  { text: 'None of these words were in it; and nothing has left your computer.', out: join(folder, 'second.ogg') },
];

await runProgram(async session => {
  await mkdir(folder, { recursive: true });
  process.stdout.write('\nConsonant: a voice from one message\n\n');
  const markingKeys = await ownMarkingKeys();
  await withStudio({ engine: defaultEngine, markingKeys }, session, async studio => {
    const { print, heardSeconds } = await clone(studio, session);
    const spoken: string[] = [];
    for (const sentence of sentences) spoken.push(await speak(sentence, { studio, print, session }));
    process.stdout.write(`\n${summary(heardSeconds, spoken)}\n`);
  });
  return 0;
});

async function clone(studio: Studio, session: Session): Promise<{ print: VoicePrint; heardSeconds: number }> {
  const recording = {
    source: sample,
    name: shown(sample),
    language: 'en',
    transcript: (await readFile(transcript, 'utf8')).trim(),
  };
  const { value } = await session.progress.step(`cloning ${recording.name}`, () => studio.clone([recording], session.signal));
  return { print: value.print, heardSeconds: value.reports[0].durationSeconds };
}

/** Returns what was written, for people. */
async function speak(
  { text, out }: (typeof sentences)[number],
  { studio, print, session }: { studio: Studio; print: VoicePrint; session: Session },
): Promise<string> {
  await using output = await reserveOutput(out);
  const { value } = await session.progress.step(`speaking into ${shown(out)}`, () =>
    takeEnd(studio.sayFile(text, print, { format: 'ogg' }, session.signal)),
  );
  await output.commit(value.file);
  return `  ${shown(out).padEnd(15)} ${value.durationSeconds.toFixed(1)} s  "${text}"`;
}

function summary(heardSeconds: number, spoken: readonly string[]): string {
  return `Heard ${heardSeconds.toFixed(0)} s of ${shown(sample)}, then said two sentences that are not in it:
${spoken.join('\n')}

Now your own voice: record 15 s or more in a quiet room, write down the words, then
  npm run consonant -- clone --reference me.ogg --transcript "the words you said" --out me.voice
  npm run consonant -- say --voice me.voice --text "Anything you like." --out hello.ogg

Is a recording good enough?  npm run consonant -- quality me.ogg
Everything else:             npm run consonant -- --help`;
}

function inProject(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/** The shorter way to name a file. */
function shown(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}
