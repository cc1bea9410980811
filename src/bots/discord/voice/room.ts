import type { Client } from 'discord.js';
import type { Playback } from '../../../commands/playback.ts';
import type { Log } from '../../../log.ts';
import type { VoiceLibrary } from './library.ts';
import type { LiveEvent, LiveLimits } from './live.ts';
import type { Pacer } from './pacer.ts';

/**
 * Room: live speech in one server: in which of its voice channels the bot is, what it says there, and what becomes of that when it is muted,
 * moved, alone or cut off. Made by create-room.ts.
 */
export interface Room {
  playback(textChannelId: string): Playback;
  /** Somebody's voice state has changed. */
  onVoiceState(userId: string, channelId: string | null): void;
  onChannelDeleted(channelId: string): void;
  /** The main gateway has begun a new session: it no longer knows of the connection. */
  onNewSession(): void;
  close(): Promise<void>;
}

export interface RoomOptions {
  readonly client: Client;
  readonly guildId: string;
  readonly library: () => Promise<VoiceLibrary>;
  readonly pacer: Pacer;
  readonly limits: LiveLimits;
  readonly log: Log;
  readonly onEvent: (event: LiveEvent) => void;
  readonly now: () => number;
}
