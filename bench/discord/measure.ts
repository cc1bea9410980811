import type { ReceivedPacket } from '../../test/servers/discord/voice/voice-server.ts';
import { type Bar, quantile } from '../report.ts';
import { type Context, twoSentences } from '../speed/context.ts';
import { type Bot, startBot } from './bot.ts';
import type { Tasks } from './bot-process.ts';
import { numberOf } from './packets.ts';

/** Live speech on Discord: how even, how complete, how soon, and at what cost. The bot is a process of its own, the voice server is in this one. */
const packetsPerSecond = 50;
const frameMs = 20;
const full = { minutes: 10, channels: 20, rounds: 500, firstPackets: 20, spacingSeconds: 60 } as const;

export async function measureDiscordVoice(context: Context): Promise<Bar[]> {
  // A run of fewer minutes is for seeing that it works: everything is shortened by the same share.
  const share = Math.min(1, (context.minutes ?? full.minutes) / full.minutes);
  const print = await context.print();
  const withBot = async <Result>(servers: number, work: (bot: Bot) => Promise<Result>): Promise<Result> => {
    const bot = await startBot(servers);
    try {
      return await work(bot);
    } finally {
      await bot.close();
    }
  };
  const engine = { engine: context.engineId, print };
  return [
    ...(await withBot(1, bot => measureFirstPacket(bot, engine, Math.ceil(full.firstPackets * share)))),
    ...(await withBot(1, bot => measureSpacing(bot, engine, full.spacingSeconds * share))),
    ...(await withBot(1, bot => measureLoss(bot, full.minutes * share))),
    ...(await withBot(full.channels, bot => measureChannels(bot, 30 * Math.max(share, 0.1)))),
    ...(await withBot(1, bot => measureRounds(bot, Math.ceil(full.rounds * share)))),
  ];
}

type EngineStart = Parameters<Tasks['startEngine']>[0];

/** From the wish to speak, told to a bot that is in the channel, to the first packet at the voice server. */
async function measureFirstPacket(bot: Bot, engine: EngineStart, times: number): Promise<Bar[]> {
  await bot.task('startEngine', engine);
  await bot.task('join', 0);
  await bot.server.channel(bot.listener(0).channelId).settled();
  const delays: number[] = [];
  // The first one is not counted: it finds the engine cold.
  for (let count = 0; count <= times; count++) {
    const before = bot.client(0).packets.length;
    const startMs = performance.now();
    const said = bot.task('speak', { index: 0, text: `${twoSentences} Number ${count}.` });
    await bot.client(0).heard(({ packets }) => packets.length > before, { deadlineMs: 60_000 });
    if (count > 0) delays.push(bot.client(0).packets[before].atMs - startMs);
    await said;
    await bot.client(0).heard(({ wire, speaking }) => wire.endsWith('S5') && speaking === 0);
  }
  const limits = { bar: 450, aim: 200, unit: 'ms', digits: 0 };
  const what = 'live speech, bot in the channel: wish to first packet on the wire';
  return [
    { measure: `${what}, median of ${times}`, value: quantile(delays, 0.5), ...limits },
    { measure: `${what}, worst`, value: Math.max(...delays), ...limits },
  ];
}

async function measureSpacing(bot: Bot, engine: EngineStart, seconds: number): Promise<Bar[]> {
  await bot.task('startEngine', engine);
  await bot.task('join', 0);
  await bot.server.channel(bot.listener(0).channelId).settled();
  await bot.task('load', { isOn: true, text: twoSentences });
  await bot.task('recordSending');
  await bot.task('say', { index: 0, packets: Math.ceil(seconds * packetsPerSecond) });
  await bot.task('load', { isOn: false, text: '' });
  const received = bot.client(0).packets.filter(({ kind }) => kind === 'E');
  const sentAtMs = await bot.task('sentAtMs');
  const limits = { bar: 4, aim: 1.5, unit: 'ms' };
  const what = 'packet spacing while the engine works at full load, deviation from 20 ms, 99th percentile';
  return [
    { measure: `${what}, at the voice server`, value: deviation(received.map(({ atMs }) => atMs)), ...limits },
    { measure: `${what}, at the bot`, value: deviation(sentAtMs.slice(0, received.length)), ...limits },
  ];
}

function deviation(atMs: readonly number[]): number {
  return quantile(
    atMs.slice(1).map((at, index) => Math.abs(at - atMs[index] - frameMs)),
    0.99,
  );
}

async function measureLoss(bot: Bot, minutes: number): Promise<Bar[]> {
  await bot.task('join', 0);
  await bot.server.channel(bot.listener(0).channelId).settled();
  const packets = Math.ceil(minutes * 60 * packetsPerSecond);
  await bot.task('say', { index: 0, packets });
  await bot.client(0).heard(({ wire }) => wire.endsWith('S5'));
  const { lost, doubled } = countMissing(bot.client(0).packets, packets);
  const what = `packets in ${minutes.toFixed(1)} minutes of speech`;
  return [
    { measure: `${what}: lost`, value: lost, bar: 0, unit: '', digits: 0 },
    { measure: `${what}: doubled, or not in order`, value: doubled, bar: 0, unit: '', digits: 0 },
    { measure: `${what}: faults that the voice server found`, value: bot.server.violations.length, bar: 0, unit: '', digits: 0 },
  ];
}

function countMissing(packets: readonly ReceivedPacket[], expected: number): { lost: number; doubled: number } {
  const numbers = packets.flatMap(({ kind, opus }) => (kind === 'E' && opus ? [numberOf(opus)] : []));
  const disorder = numbers.filter((number, index) => index > 0 && number <= numbers[index - 1]).length;
  return { lost: expected - new Set(numbers).size, doubled: disorder };
}

async function measureChannels(bot: Bot, seconds: number): Promise<Bar[]> {
  for (let index = 0; index < full.channels; index++) await bot.task('join', index);
  await bot.task('sayIn', { servers: full.channels, packets: packetsPerSecond });
  const startSeconds = await bot.task('processorSeconds');
  const startMs = performance.now();
  await bot.task('sayIn', { servers: full.channels, packets: Math.ceil(seconds * packetsPerSecond) });
  const wallSeconds = (performance.now() - startMs) / 1000;
  const usedSeconds = (await bot.task('processorSeconds')) - startSeconds;
  const spacing = Array.from({ length: full.channels }, (_, index) =>
    deviation(
      bot
        .client(index)
        .packets.slice(-packetsPerSecond * 2, -5)
        .map(({ atMs }) => atMs),
    ),
  );
  return [
    {
      measure: '20 voice channels at once: processor time of the bot process per second',
      value: usedSeconds / wallSeconds,
      bar: 0.5,
      aim: 0.2,
      unit: 'core',
    },
    {
      measure: 'the same: packet spacing, 99th percentile, worst channel',
      value: Math.max(...spacing),
      bar: 4,
      aim: 1.5,
      unit: 'ms',
    },
  ];
}

async function measureRounds(bot: Bot, rounds: number): Promise<Bar[]> {
  // What is loaded and compiled in the first rounds is not what 500 rounds leave behind.
  await bot.task('rounds', { times: Math.ceil(rounds / 5), packets: 3 });
  const before = await bot.task('memory');
  await bot.task('rounds', { times: rounds, packets: 3 });
  const after = await bot.task('memory');
  const mebibytes = (bytes: number) => bytes / 2 ** 20;
  const limits = { bar: 20, aim: 2, unit: 'MiB' };
  return [
    {
      measure: `memory after ${rounds} rounds of join, say, leave: more in the heap`,
      value: mebibytes(after.heapUsed - before.heapUsed),
      ...limits,
    },
    { measure: 'the same: more of the process', value: mebibytes(after.rss - before.rss), ...limits },
  ];
}
