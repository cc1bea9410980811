/**
 * Bot process: the Telegram bot and everything behind it, in a process of its own, so that nothing else is in its numbers. Started by bot.ts
 * with the folder, the address, the token and the engine; answers its questions.
 */
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createTelegramBot } from '../../src/bots/telegram/telegram.ts';
import { createLog } from '../../src/log.ts';
import { createService } from '../../src/service.ts';
import { heldBytes } from '../../test/jobs/crowd.ts';
import { trustingEar } from '../trusting-ear.ts';

export interface Usage {
  readonly processorMs: number;
  /** Since the last question. */
  readonly loop99Ms: number;
  readonly loopLongestMs: number;
}

export interface MemoryHeld {
  /** After a collection. */
  readonly heldBytes: number;
  readonly residentBytes: number;
}

const [folder, apiRoot, token, engine] = process.argv.slice(2) as [string, string, string, string];

let aheadMs = 0;
const log = createLog({ file: join(folder, 'log'), level: 'warn' });
const service = await createService({
  dataFolder: join(folder, 'data'),
  keyFile: join(folder, 'master.key'),
  engine,
  operators: [],
  log,
  warm: false,
  now: () => Date.now() + aheadMs,
  earFor: trustingEar,
});
const bot = await createTelegramBot(
  { token, apiRoot },
  {
    dispatcher: service.dispatcher,
    commands: service.commands,
    places: { left: id => service.consent.placeLeft(id), joined: id => service.consent.placeJoined(id) },
    memory: service.memory('telegram'),
    log,
    onFatal: reason => {
      throw reason;
    },
  },
);
await bot.start();
const loop = monitorEventLoopDelay({ resolution: 5 });
loop.enable();

const answers = {
  usage,
  memory,
  pass() {
    aheadMs += 10 * 60_000;
    return 'passed';
  },
  stop: () => void stop(),
} as const;

process.on('message', async (question: keyof typeof answers) => {
  const answer = await answers[question]();
  if (answer) process.send!(answer);
});
process.send!('ready');

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  const [loop99Ms, loopLongestMs] = [loop.percentile(99) / 1e6, loop.max / 1e6];
  loop.reset();
  return { processorMs: (user + system) / 1000, loop99Ms, loopLongestMs };
}

async function memory(): Promise<MemoryHeld> {
  return { heldBytes: await heldBytes(), residentBytes: process.memoryUsage.rss() };
}

async function stop(): Promise<void> {
  await bot.stop();
  await service.close(0);
  process.disconnect();
}
