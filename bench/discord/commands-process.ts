/**
 * Commands process: the Discord bot and everything behind it, in a process of its own, so that nothing else is in its numbers. Started by
 * commands-bot.ts with the folder, the address, the token and the engine; answers its questions.
 */
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createDiscordBot } from '../../src/bots/discord/create-discord-bot.ts';
import { createLog } from '../../src/log.ts';
import { createService } from '../../src/service.ts';
import { trustingEar } from '../trusting-ear.ts';

export interface Usage {
  readonly processorMs: number;
  /** Since the last question. */
  readonly loop99Ms: number;
}

const [folder, apiUrl, token, engine] = process.argv.slice(2) as [string, string, string, string];
let aheadMs = 0;
const now = () => Date.now() + aheadMs;
const log = createLog({ file: join(folder, 'log'), level: 'warn' });
const service = await createService({
  dataFolder: join(folder, 'data'),
  keyFile: join(folder, 'master.key'),
  engine,
  operators: [],
  log,
  warm: false,
  now,
  earFor: trustingEar,
});
const bot = createDiscordBot(
  { token, apiUrl, mediaHosts: [new URL(apiUrl).host], idleMinutes: 5 },
  {
    dispatcher: service.dispatcher,
    commands: service.commands,
    places: { left: id => service.consent.placeLeft(id), joined: id => service.consent.placeJoined(id) },
    memory: service.memory('discord'),
    log,
    now,
    onFatal: reason => {
      throw reason;
    },
  },
);
await bot.start();
const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();

const answers = {
  usage,
  /** Ten minutes for what counts how much a person asks for. */
  pass() {
    aheadMs += 10 * 60_000;
    return 'passed';
  },
  stop: () => void stop(),
} as const;

process.on('message', (question: keyof typeof answers) => {
  const answer = answers[question]();
  if (answer) process.send!(answer);
});
process.send!('ready');

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  const loop99Ms = loop.percentile(99) / 1e6;
  loop.reset();
  return { processorMs: (user + system) / 1000, loop99Ms };
}

async function stop(): Promise<void> {
  await bot.stop();
  await service.close(0);
  process.disconnect();
}
