/**
 * Telegram: how soon a voice note comes, what an update costs the bot's process, and what it holds, against the loopback Telegram with its limits
 * on. BENCH_SHORT=1 does everything a few times, to see that it works.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Person } from '../../test/servers/telegram/telegram-server.ts';
import { type Bar, quantile } from '../report.ts';
import type { Context } from '../speed/context.ts';
import { type MeasuredBot, startBot } from './bot.ts';
import { askAll, createPeople, questionsEach } from './crowd.ts';

const isShort = process.env.BENCH_SHORT === '1';
const size = isShort
  ? { notes: 3, chats: 5, memoryChats: 5, memoryRounds: 2 }
  : { notes: 20, chats: 100, memoryChats: 100, memoryRounds: 5 };
const minuteMs = 60_000;

export async function measureTelegram({ engineId }: Context): Promise<Bar[]> {
  await using bot = await startBot(engineId);
  return [...(await measureNotes(bot)), ...(await measureBurst(bot)), ...(await measureMemory(bot))];
}

/** With a voice that was cloned in the chat; every sentence is another one. */
async function measureNotes({ telegram, pass }: MeasuredBot): Promise<Bar[]> {
  const [ada] = createPeople(telegram, 1) as [Person];
  await cloneVoice(ada);
  const milliseconds: number[] = [];
  for (let round = 0; round <= size.notes; round++) {
    await pass();
    await new Promise(resolve => setTimeout(resolve, 1500)); // as fast as one chat may be written to
    const startMs = performance.now();
    const asked = ada.send(ada.privateChat, `/say I will be there at ${round + 1} o'clock.`);
    await ada.privateChat.waitFor(({ id, media }) => id > asked.id && media?.kind === 'voice', minuteMs);
    if (round > 0) milliseconds.push(performance.now() - startMs);
  }
  const facts = { bar: 700, aim: 300, unit: 'ms', digits: 0 };
  return [
    { measure: 'Telegram: /say of one sentence to its voice note, median', value: quantile(milliseconds, 0.5), ...facts },
    { measure: 'Telegram: the same, 95th percentile', value: quantile(milliseconds, 0.95), ...facts },
  ];
}

async function cloneVoice(person: Person): Promise<void> {
  const { privateChat: chat } = person;
  person.start();
  person.send(chat, '/clone');
  const notice = await chat.waitFor(({ text }) => text.startsWith('Before your voice'), minuteMs);
  person.press(notice, notice.buttons[0]![0]!.text);
  await chat.waitFor(({ text }) => text.startsWith('Read this sentence'), minuteMs);
  const bytes = readFileSync(fileURLToPath(new URL('../../samples/voice-message.ogg', import.meta.url)));
  person.sendMedia(chat, { kind: 'voice', bytes, durationSeconds: 23 });
  await chat.waitFor(({ text }) => text.startsWith('Try /say'), 5 * minuteMs);
}

async function measureBurst(bot: MeasuredBot): Promise<Bar[]> {
  const people = createPeople(bot.telegram, size.chats);
  const updates = size.chats * questionsEach;
  const before = await bot.usage();
  const outcome = await askAll(people, 5 * minuteMs);
  const after = await bot.usage();
  const refused = bot.telegram.calls.filter(({ status }) => status === 429).length;
  const none = { bar: 0, unit: '', digits: 0 };
  const burst = `${updates} updates of ${size.chats} chats in one burst`;
  return [
    { measure: `Telegram: ${burst}: lost`, value: outcome.lost, ...none },
    { measure: `Telegram: ${burst}: answered twice`, value: outcome.twice, ...none },
    { measure: `Telegram: ${burst}: chats out of order`, value: outcome.disordered, ...none },
    { measure: `Telegram: ${burst}: refused for flooding`, value: refused, ...none },
    {
      measure: "Telegram: processor time of the bot's process for one update and its answer",
      value: (after.processorMs - before.processorMs) / updates,
      bar: 5,
      aim: 1,
      unit: 'ms',
    },
    {
      measure: 'Telegram: event loop of the bot in the burst, 99th percentile',
      value: after.loop99Ms,
      bar: 50,
      aim: 20,
      unit: 'ms',
      digits: 0,
    },
  ];
}

/** New people each round, as a bot meets them. The first round is not counted: caches that are bounded fill up. */
async function measureMemory(bot: MeasuredBot): Promise<Bar[]> {
  const round = async () => {
    await askAll(createPeople(bot.telegram, size.memoryChats), 5 * minuteMs);
    bot.telegram.forget();
    await bot.pass();
  };
  await round();
  const before = await bot.memory();
  for (let count = 0; count < size.memoryRounds; count++) await round();
  const after = await bot.memory();
  const updates = size.memoryRounds * size.memoryChats * questionsEach;
  const megabytes = (key: 'heldBytes' | 'residentBytes') => (after[key] - before[key]) / 1e6;
  return [
    {
      measure: `Telegram: memory held after ${updates} updates, more than before`,
      value: megabytes('heldBytes'),
      bar: 20,
      aim: 2,
      unit: 'MB',
    },
    { measure: 'Telegram: resident memory, more than before', value: megabytes('residentBytes'), bar: 20, aim: 5, unit: 'MB' },
  ];
}
