import type { DiscordGatewayAdapterCreator } from '@discordjs/voice';
import type { Refusal } from '../../../errors.ts';
import type { Log } from '../../../log.ts';
import type { Departures } from './adapter.ts';
import type { VoiceLibrary } from './library.ts';
import type { LiveLimits } from './live.ts';
import type { Outlet } from './player.ts';

/**
 * Link: the connection to the voice channel of one server, kept up within limits. It connects again after a loss, with growing pauses and a
 * bounded number of times; whatever it waits for has a deadline. When it is over, it has left the channel. Made by create-link.ts.
 */
export interface Link extends Outlet {
  /** Resolves when it is connected; rejects with the reason when it is over. */
  ready(): Promise<void>;
  /** What went wrong last; undefined when nothing did. */
  readonly trouble: Refusal | undefined;
  /** To another channel of the same server. */
  move(channelId: string): void;
  /** The main gateway has put the bot into another channel and may tell another voice server, or, with null, out of it. */
  moved(channelId: string | null): void;
  /** The main gateway has begun anew and knows nothing of this connection. */
  renew(): void;
  /** Something could not be sent. */
  fault(error: unknown): void;
  /** Leaves the channel; resolves when that was told to Discord. Who waits for it to be ready gets `reason`. */
  close(reason: Refusal): Promise<void>;
}

export interface LinkOptions {
  readonly library: VoiceLibrary;
  readonly adapterCreator: DiscordGatewayAdapterCreator;
  readonly guildId: string;
  readonly channelId: string;
  /** Shared by all links of one server. */
  readonly departures: Departures;
  /** The bot's own account: several may share a process. */
  readonly userId: string;
  /** Whether the main gateway is connected. */
  readonly isGatewayUp: () => boolean;
  /** For people to read. */
  readonly channelName: () => string;
  readonly limits: LiveLimits;
  readonly log: Log;
  readonly now: () => number;
  readonly onReady: () => void;
  /** Lost, and being tried again after a pause. */
  readonly onLoss: (reason: Refusal) => void;
  /** Not called after `close`. */
  readonly onOver: (reason: Refusal) => void;
}
