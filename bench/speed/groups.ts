import { measureChallenge } from '../challenge/measure.ts';
import { measureDiscordCommands } from '../discord/commands.ts';
import { measureDiscordVoice } from '../discord/measure.ts';
import { measurePlayground } from '../playground/measure.ts';
import type { Bar } from '../report.ts';
import { measureTelegram } from '../telegram/telegram.ts';
import { measureWatermark } from '../watermark/measure.ts';
import type { Context } from './context.ts';
import { measureEnrolment } from './enrolment.ts';
import { measureEventLoop } from './event-loop.ts';
import { measureFirstAudio } from './first-audio.ts';
import { measureGate } from './gate.ts';
import { measureJobs } from './jobs.ts';
import { measureLedger } from './ledger.ts';
import { measureProcess } from './process.ts';
import { measureSpark } from './spark.ts';
import { measureSpeech } from './speech.ts';

/** What `npm run bench -- NAME` can measure. To add a group: its file, and its row here. */
export const groups: Readonly<Record<string, (context: Context) => Promise<Bar[]>>> = {
  speak: measureSpeech,
  'first-audio': measureFirstAudio,
  enrol: measureEnrolment,
  process: measureProcess,
  'event-loop': measureEventLoop,
  ledger: measureLedger,
  gate: measureGate,
  jobs: measureJobs,
  challenge: measureChallenge,
  watermark: measureWatermark,
  playground: measurePlayground,
  discord: measureDiscordCommands,
  'discord-voice': measureDiscordVoice,
  telegram: measureTelegram,
  spark: measureSpark,
};

/** Not measured unless named: they take long, and spark needs 15 GB of disk. */
export const onlyWhenNamed: readonly string[] = ['spark', 'discord-voice'];
