/**
 * Bot process: live speech as the program does it, in a process of its own, so that its processor time, its memory and its event loop are
 * measured alone. In the place of the main gateway is the parent, which answers opcode 4. Started by bot.ts.
 */
import { Socket } from 'node:dgram';
import { Client, GatewayIntentBits, Status } from 'discord.js';
import { createLive } from '../../src/bots/discord/voice/create-live.ts';
import { silenceFrame } from '../../src/bots/discord/voice/player.ts';
import type { Utterance } from '../../src/commands/playback.ts';
import type { VoicePrint } from '../../src/engine/engine.ts';
import { createEngineHost } from '../../src/engine/host.ts';
import { writePrint } from '../../src/engine/print.ts';
import { createLocalQueue } from '../../src/jobs/local-queue.ts';
import type { Queue } from '../../src/jobs/queue.ts';
import { speakerOf } from '../../src/jobs/studio-speaker.ts';
import { createLog } from '../../src/log.ts';
import {
  addServer,
  setShard,
  tellVoiceServer,
  tellVoiceState,
  type VoiceStateRequest,
} from '../../test/bots/discord/voice/caches.ts';
import { createTestPorts, job } from '../../test/jobs/support.ts';
import { benchPacket } from './packets.ts';

export const botId = '300';
export const listenerId = '400';
/** Of the n-th server and its channel. */
export const guildIdOf = (index: number) => String(1000 + index);
export const channelIdOf = (index: number) => String(2000 + index);

/** What the parent tells: the answer of the main gateway, or a task. */
export type ToBot =
  | {
      readonly kind: 'seat';
      readonly guildId: string;
      readonly channelId: string;
      readonly token: string;
      readonly endpoint: string;
    }
  | { readonly kind: 'left'; readonly guildId: string }
  | { readonly kind: 'task'; readonly id: number; readonly name: keyof Tasks; readonly argument: unknown };

export type FromBot =
  | { readonly kind: 'opcode4'; readonly request: VoiceStateRequest['d'] }
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };

export type Tasks = ReturnType<typeof createTasks>;

function createTasks() {
  const client = new Client({ intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildVoiceStates] });
  const ends = new Map<string, () => void>();
  const live = createLive({
    client,
    log: createLog({ level: 'error' }),
    onEvent(event) {
      if (event.kind !== 'ends') return;
      ends.get(event.utterance.id)?.();
      ends.delete(event.utterance.id);
    },
  });
  setShard(client, {
    status: Status.Ready,
    send: ({ d }) => tell({ kind: 'opcode4', request: d }),
  });
  const playbackIn = (index: number) => live.playbackIn(guildIdOf(index), '900');
  let said = 0;
  let queue: Queue | undefined;
  let isLoaded = false;
  let sentAtMs: number[] = [];

  /** Plays `packets` numbered packets. Resolves when the last one was taken. */
  async function say(index: number, packets: number): Promise<void> {
    const id = `bench-${++said}`;
    const ended = new Promise<void>(resolve => ends.set(id, resolve));
    await playbackIn(index).play(utterance(id, packets));
    await ended;
  }

  function utterance(id: string, packets: number): Utterance {
    const numbered = (async function* () {
      for (let number = 0; number < packets; number++) yield benchPacket(number);
    })();
    const finished = new Promise<never>(() => {});
    const speech = { id, generationId: '', accepted: Promise.resolve(), onProgress: () => () => {}, packets: numbered, finished };
    const handle = { ...speech, answered: () => {}, cancel: () => {} };
    return { id, requester: `discord:${listenerId}`, owner: `discord:${listenerId}`, label: 'AI voice', speech: handle };
  }

  return {
    async start(servers: number): Promise<void> {
      for (let index = 0; index < servers; index++) {
        const guildId = guildIdOf(index);
        addServer(client, { guildId, botId, channels: [{ id: channelIdOf(index), name: 'Hall' }] });
        const ada = { guildId, userId: listenerId, channelId: channelIdOf(index), sessionId: 'listener', isBot: false };
        tellVoiceState(client, ada);
      }
      await live.warmUp();
    },
    async join(index: number): Promise<void> {
      await playbackIn(index).join(`discord:${listenerId}`);
    },
    leave: (index: number) => playbackIn(index).leave(),
    say: ({ index, packets }: { readonly index: number; readonly packets: number }) => say(index, packets),
    async sayIn({ servers, packets }: { readonly servers: number; readonly packets: number }): Promise<void> {
      await Promise.all(Array.from({ length: servers }, (_, index) => say(index, packets)));
    },
    /** Joins, says so little and leaves, so many times. */
    async rounds({ times, packets }: { readonly times: number; readonly packets: number }): Promise<void> {
      for (let round = 0; round < times; round++) {
        await playbackIn(0).join(`discord:${listenerId}`);
        await say(0, packets);
        await playbackIn(0).leave();
      }
    },
    /** Bytes in use after the garbage was collected. */
    async memory() {
      for (let turn = 0; turn < 3; turn++) {
        await new Promise(resolve => setTimeout(resolve, 100));
        global.gc?.();
      }
      const { heapUsed, rss, external } = process.memoryUsage();
      return { heapUsed, rss, external };
    },
    /** Processor seconds so far. */
    async processorSeconds(): Promise<number> {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
    /** Writes down when packets of sound leave, from now on. */
    async recordSending(): Promise<void> {
      sentAtMs = [];
      const { send } = Socket.prototype;
      Socket.prototype.send = function (this: Socket, ...values: unknown[]) {
        const [packet] = values as [Buffer];
        if (packet.length > smallestSpeechBytes) sentAtMs.push(performance.now());
        return Reflect.apply(send, this, values);
      } as typeof send;
    },
    sentAtMs: async () => sentAtMs,
    async startEngine({ engine, print }: { readonly engine: string; readonly print: VoicePrint }): Promise<void> {
      const host = await createEngineHost({ engine });
      const stored = writePrint(print);
      queue = createLocalQueue({ ...createTestPorts().ports, speaker: speakerOf(host), print: async () => stored });
    },
    /** Live speech through the queue and the engine, as /say does it. Resolves when it was said. */
    async speak({ index, text }: { readonly index: number; readonly text: string }): Promise<void> {
      const playback = playbackIn(index);
      await playback.join(`discord:${listenerId}`);
      const speech = queue!.submit(job(text), createTestPorts().gate.grant({ form: 'live' }));
      const ended = new Promise<void>(resolve => ends.set(speech.id, resolve));
      await playback.play({ ...utterance(speech.id, 0), speech });
      await ended;
    },
    /** Keeps the engine at work, two notes at a time, until it is told to stop. */
    async load({ isOn, text }: { readonly isOn: boolean; readonly text: string }): Promise<void> {
      isLoaded = isOn;
      const speakOn = async (loader: number) => {
        for (let count = 0; isLoaded; count++) {
          const grant = createTestPorts().gate.grant({ personId: `console:${loader}` });
          await queue!.submit(job(`${text} ${loader} ${count}`), grant).finished;
        }
      };
      if (isOn) for (const loader of [1, 2]) void speakOn(loader);
    },
    async leaveVoice({ guildId }: { readonly guildId: string }): Promise<void> {
      tellVoiceState(client, { guildId, userId: botId, channelId: null, sessionId: 'bot', isBot: true });
    },
    async seat({ guildId, channelId, token, endpoint }: Extract<ToBot, { kind: 'seat' }>): Promise<void> {
      tellVoiceState(client, { guildId, userId: botId, channelId, sessionId: 'bot', isBot: true });
      tellVoiceServer(client, { guildId, token, endpoint });
    },
  };
}

/** Transport overhead (12 + 16 + 4 bytes) and a frame of silence; a packet of speech is longer. */
const smallestSpeechBytes = 12 + 16 + 4 + silenceFrame.length;

function tell(message: FromBot): void {
  process.send?.(message);
}

if (process.send) {
  const tasks = createTasks();
  process.on('message', async (message: ToBot) => {
    if (message.kind === 'seat') return tasks.seat(message);
    if (message.kind === 'left') return tasks.leaveVoice(message);
    const { id, name, argument } = message;
    try {
      const result = await (tasks[name] as (argument: unknown) => Promise<unknown>)(argument);
      tell({ kind: 'done', id, result });
    } catch (error) {
      tell({ kind: 'failed', id, message: String((error as Error).stack) });
    }
  });
  process.on('disconnect', () => process.exit());
}
