import { mkdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VoicePrint } from '../engine/engine.ts';
import { defaultEngine } from '../engine/index.ts';
import type { Studio } from '../engine/studio.ts';
import { takeEnd } from '../engine/take-end.ts';
import type { Session } from './command.ts';
import { withStudio } from './engine-option.ts';
import { ownMarkingKeys } from './marking.ts';
import { reserveOutput } from './output.ts';

const sample = inProject('samples/voice-message.ogg');
const transcript = inProject('samples/voice-message.txt');

const sentences = [
  { text: 'You are listening to a voice that was learned a moment ago, from a single message.', name: 'first.ogg' },
  { text: 'None of these words were in it; and nothing has left your computer.', name: 'second.ogg' },
] as const;

/** Demonstration: clones the voice of the sample message that comes with the project; it says two sentences into `folder`. */
export async function demonstrate(folder: string, session: Session): Promise<void> {
  await mkdir(folder, { recursive: true });
  process.stdout.write('\nConsonant: a voice from one message\n\n');
  const markingKeys = await ownMarkingKeys();
  await withStudio({ engine: defaultEngine, markingKeys }, session, async studio => {
    const { print, heardSeconds } = await clone(studio, session);
    const spoken: string[] = [];
    for (const { text, name } of sentences)
      spoken.push(await speak({ text, out: join(folder, name) }, { studio, print, session }));
    process.stdout.write(`\n${summary(heardSeconds, spoken)}\n`);
  });
}

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
  { text, out }: { readonly text: string; readonly out: string },
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
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/** The shorter way to name a file. */
function shown(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}
