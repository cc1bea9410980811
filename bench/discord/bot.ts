import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { type Ghost, startVoiceServer, type VoiceServer } from '../../test/servers/discord/voice/voice-server.ts';
import { botId, channelIdOf, type FromBot, guildIdOf, listenerId, type Tasks, type ToBot } from './bot-process.ts';

/** Bot: live speech in a process of its own, and the voice server that it speaks to, in this one. */
export interface Bot {
  readonly server: VoiceServer;
  /** Has the bot process do something; resolves with what comes of it. */
  task<Name extends keyof Tasks>(name: Name, ...argument: Parameters<Tasks[Name]>): Promise<Awaited<ReturnType<Tasks[Name]>>>;
  /** What the voice server knows of the bot in the n-th server. */
  client(index: number): ReturnType<VoiceServer['client']>;
  /** Somebody in the channel of the n-th server who can decrypt. */
  listener(index: number): Ghost;
  close(): Promise<void>;
}

export async function startBot(servers: number): Promise<Bot> {
  const server = await startVoiceServer();
  const child = fork(join(import.meta.dirname, 'bot-process.ts'), [], {
    serialization: 'advanced',
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: server.certificatePath },
  });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const listeners = new Map<number, Ghost>();
  let tasks = 0;

  child.on('message', (message: FromBot) => {
    if (message.kind === 'opcode4') answer(child, server, message.request);
    else if (message.kind === 'done') waiting.get(message.id)?.resolve(message.result);
    else waiting.get(message.id)?.reject(new Error(`The bot process: ${message.message}`));
  });
  child.on('exit', code => {
    for (const { reject } of waiting.values()) reject(new Error(`The bot process has ended with code ${code}.`));
  });

  const bot: Bot = {
    server,
    task(name, ...[argument]) {
      const id = ++tasks;
      const result = Promise.withResolvers<unknown>();
      waiting.set(id, result);
      tellBot(child, { kind: 'task', id, name, argument });
      return result.promise as Promise<Awaited<ReturnType<Tasks[typeof name]>>>;
    },
    client: index => server.client(botId, guildIdOf(index)),
    listener(index) {
      const listener = listeners.get(index) ?? server.ghost(channelIdOf(index), listenerId);
      listeners.set(index, listener);
      return listener;
    },
    async close() {
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.disconnect();
      await ended;
      await server.stop();
    },
  };
  for (let index = 0; index < servers; index++) bot.listener(index);
  await bot.task('start', servers);
  return bot;
}

function answer(child: ChildProcess, server: VoiceServer, request: Extract<FromBot, { kind: 'opcode4' }>['request']): void {
  const { guild_id: guildId, channel_id: channelId } = request;
  if (channelId === null) {
    server.release({ guildId, userId: botId });
    tellBot(child, { kind: 'left', guildId });
  } else {
    const { token, endpoint } = server.allocate({ guildId, channelId, userId: botId, sessionId: 'bot' });
    tellBot(child, { kind: 'seat', guildId, channelId, token, endpoint });
  }
}

function tellBot(child: ChildProcess, message: ToBot): void {
  child.send(message);
}
