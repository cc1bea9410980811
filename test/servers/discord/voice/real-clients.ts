/** Real clients: @discordjs/voice on a voice server of a test, and what they play and hear. All of it ends with the test. */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { TestContext } from 'node:test';
import {
  type AudioPlayer,
  createAudioPlayer,
  createAudioResource,
  joinVoiceChannel,
  StreamType,
  type VoiceConnection,
} from '@discordjs/voice';
import { type LoopbackAdapterOptions, loopbackAdapter } from './adapter.ts';
import { startVoiceServer, type VoiceServer, type VoiceServerOptions } from './voice-server.ts';
import { kindOf } from './wire-log.ts';

export interface RealClients {
  readonly server: VoiceServer;
  join(userId: string, options?: JoinOptions): RealClient;
}

export interface JoinOptions extends Pick<LoopbackAdapterOptions, 'change'> {
  /** Default {@link GUILD}. */
  readonly guildId?: string;
  /** Default {@link CHANNEL}. */
  readonly channelId?: string;
  readonly daveEncryption?: boolean;
}

export interface RealClient {
  readonly connection: VoiceConnection;
  /** What the library emitted as errors. */
  readonly errors: readonly Error[];
  /** Begins to play; the server tells when it is heard. */
  play(packets: readonly Buffer[]): void;
  /**
   * What it hears of a user from now on, in a list that grows; without silence, and without the encrypted frames that the library hands
   * out as if they were Opus while it has no keys.
   */
  listen(userId: string): readonly Buffer[];
}

export const GUILD = '100';
export const CHANNEL = '200';

export async function startRealClients(context: TestContext, options?: VoiceServerOptions): Promise<RealClients> {
  const server = await startVoiceServer(options);
  const connections: VoiceConnection[] = [];
  const players: AudioPlayer[] = [];
  let isOver = false;
  context.after(async () => {
    isOver = true;
    for (const player of players) player.stop(true); // one that lost its connection would keep the process alive
    for (const connection of connections) if (connection.state.status !== 'destroyed') connection.destroy();
    await server.stop();
  });
  const makePlayer = () => {
    if (isOver) throw new Error('The test is over.'); // it failed elsewhere, in an event
    const player = createAudioPlayer();
    players.push(player);
    return player;
  };
  return {
    server,
    join(userId, { guildId = GUILD, channelId = CHANNEL, change, daveEncryption } = {}) {
      const adapterCreator = loopbackAdapter({ server, userId, change });
      const group = `${userId} ${server.endpoint}`; // so that several users share this process
      const connection = joinVoiceChannel({ guildId, channelId, group, selfDeaf: false, adapterCreator, daveEncryption });
      connections.push(connection);
      return realClient(connection, makePlayer);
    },
  };
}

function realClient(connection: VoiceConnection, makePlayer: () => AudioPlayer): RealClient {
  const errors: Error[] = [];
  connection.on('error', error => errors.push(error));
  return {
    connection,
    errors,
    play(packets) {
      const player = makePlayer();
      player.on('error', error => errors.push(error));
      connection.subscribe(player);
      player.play(createAudioResource(Readable.from(packets), { inputType: StreamType.Opus }));
    },
    listen(userId) {
      const heard: Buffer[] = [];
      const stream = connection.receiver.subscribe(userId);
      stream.on('data', (packet: Buffer) => kindOf(packet) === 'P' && heard.push(packet));
      stream.on('error', error => errors.push(error));
      return heard;
    },
  };
}

/** Packets of 20 ms by their first byte, with noise inside, no two alike. */
export function opusPackets(count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => Buffer.concat([Buffer.of(0xf8, index & 0xff, index >> 8), randomBytes(60)]));
}

/** Where in `said` each packet of `heard` is; -1: nowhere. */
export function placesOf(heard: readonly Buffer[], said: readonly Buffer[]): number[] {
  return heard.map(packet => said.findIndex(other => other.equals(packet)));
}
