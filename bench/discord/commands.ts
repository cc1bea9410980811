/**
 * Commands on Discord: how soon each of fifty people who ask at once is acknowledged, while some of them let a voice speak, and how soon a
 * voice message comes. The bot is a process of its own; the loopback Discord, with its rate limits, and its people are in this one.
 */
import { readFileSync } from 'node:fs';
import { botPermissions } from '../../test/bots/discord/stage.ts';
import type { GuildChannel, Interaction, Person } from '../../test/servers/discord/discord-server.ts';
import { type Bar, quantile } from '../report.ts';
import type { Context } from '../speed/context.ts';
import { sample } from '../trusting-ear.ts';
import { type CommandsBot, startCommandsBot } from './commands-bot.ts';

const full = { minutes: 10, rounds: 20, notes: 20 } as const;
const people = 50;
/** Of the fifty; the others ask for what is answered at once. */
const speakers = 10;
const withinMs = 5 * 60_000;

interface Scene {
  readonly bot: CommandsBot;
  readonly owner: Person;
  readonly channels: readonly GuildChannel[];
}

export async function measureDiscordCommands({ engineId, minutes = full.minutes }: Context): Promise<Bar[]> {
  const share = Math.min(1, minutes / full.minutes);
  await using bot = await startCommandsBot(engineId);
  const scene = await prepare(bot);
  return [
    ...(await measureNotes(scene, Math.ceil(full.notes * share))),
    ...(await measureAcknowledgement(scene, Math.ceil(full.rounds * share))),
  ];
}

/** A voice that everybody may use. */
async function prepare(bot: CommandsBot): Promise<Scene> {
  const { discord } = bot;
  const owner = discord.createPerson({ name: 'Ada' });
  const guild = discord.createGuild({ owner });
  guild.addBot({ permissions: botPermissions });
  const channels = Array.from({ length: speakers }, () => guild.createTextChannel({}));
  const modal = await owner.run(channels[0]!, 'clone').modal({ withinMs });
  await owner.submit(modal, { attested: true }).reply({ withinMs });
  const file = { filename: 'voice-message.ogg', contentType: 'audio/ogg', bytes: readFileSync(sample) };
  await said(bot, owner.run(channels[0]!, 'clone', { file }), /^Try /);
  owner.run(channels[0]!, 'consent allow', { everyone: true });
  await discord.seen(() => channels[0]!.messages().some(({ content }) => /^Allowed/.test(content)), { withinMs });
  return { bot, owner, channels };
}

async function measureNotes({ bot, owner, channels: [channel] }: Scene, notes: number): Promise<Bar[]> {
  const milliseconds: number[] = [];
  const voices = () => channel!.messages().filter(({ isVoiceMessage }) => isVoiceMessage).length;
  for (let round = 0; round <= notes; round++) {
    await bot.pass();
    await new Promise(resolve => setTimeout(resolve, 2_500)); // two messages each: as fast as one channel may be written to
    const before = voices();
    const startMs = performance.now();
    owner.run(channel!, 'say', { text: `I will be there at ${round + 1} o'clock.` });
    await bot.discord.seen(() => voices() > before, { withinMs });
    if (round > 0) milliseconds.push(performance.now() - startMs);
  }
  return [
    { measure: 'Discord: /say of one sentence to its voice message, median', value: quantile(milliseconds, 0.5), ...noteLimits },
    { measure: 'Discord: the same, 95th percentile', value: quantile(milliseconds, 0.95), ...noteLimits },
  ];
}

const noteLimits = { bar: 700, aim: 300, unit: 'ms', digits: 0 } as const;

async function measureAcknowledgement({ bot, owner, channels }: Scene, rounds: number): Promise<Bar[]> {
  const milliseconds: number[] = [];
  let late = 0;
  await bot.usage();
  for (let round = 0; round < rounds; round++) {
    await bot.pass();
    const asked = newPeople(bot, owner, channels).map(ask => ask());
    await bot.discord.seen(() => asked.every(({ responseType, hasFailed }) => responseType !== undefined || hasFailed), {
      withinMs,
    });
    for (const { responseMs, hasFailed } of asked) {
      if (hasFailed || responseMs === undefined) late++;
      else milliseconds.push(responseMs);
    }
    await settled(bot, asked);
  }
  const { loop99Ms } = await bot.usage();
  const what = `Discord: acknowledgement of ${people} commands at once, ${speakers} of them /say`;
  const limits = { bar: 250, aim: 80, unit: 'ms', digits: 0 };
  return [
    { measure: `${what}, 99th percentile`, value: quantile(milliseconds, 0.99), ...limits },
    { measure: `${what}: not within Discord's 3 s`, value: late, bar: 0, unit: '', digits: 0 },
    {
      measure: "Discord: event loop of the bot's process meanwhile, 99th percentile",
      value: loop99Ms,
      bar: 50,
      aim: 20,
      unit: 'ms',
    },
  ];
}

/** Nobody has asked for anything before. */
function newPeople({ discord }: CommandsBot, owner: Person, channels: readonly GuildChannel[]): (() => Interaction)[] {
  const { guild } = channels[0]!;
  return Array.from({ length: people }, (_, index) => {
    const person = discord.createPerson();
    guild.addMember(person);
    const channel = channels[index % channels.length]!;
    const command = ['help', 'voices list', 'privacy', 'settings show'][index % 4]!;
    if (index >= speakers) return () => person.run(channel, command);
    return () => person.run(channel, 'say', { text: `Good morning, I am number ${index}.`, voice: owner.name });
  });
}

/** Every command has its answer: the next round finds nothing to do. */
async function settled({ discord }: CommandsBot, asked: readonly Interaction[]): Promise<void> {
  const isOpen = (one: Interaction) =>
    one.messages().some(({ isThinking, content }) => isThinking || /^(?:Waiting|Speaking): /.test(content));
  await discord.seen(() => !asked.some(isOpen), { withinMs });
}

function said({ discord }: CommandsBot, asked: Interaction, text: RegExp) {
  return discord.seen(() => asked.messages().find(({ content }) => text.test(content)), { withinMs });
}
