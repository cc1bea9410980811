import { measureChallenge } from '../challenge/measure.ts';
import type { Bar } from '../report.ts';
import { measureWatermark } from '../watermark/measure.ts';
import type { Context } from './context.ts';
import { measureEnrolment } from './enrolment.ts';
import { measureEventLoop } from './event-loop.ts';
import { measureFirstAudio } from './first-audio.ts';
import { measureGate } from './gate.ts';
import { measureJobs } from './jobs.ts';
import { measureLedger } from './ledger.ts';
import { measureProcess } from './process.ts';
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
};
