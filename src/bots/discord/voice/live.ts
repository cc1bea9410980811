import type { Client } from 'discord.js';
import type { Playback, Utterance } from '../../../commands/playback.ts';
import type { Refusal } from '../../../errors.ts';
import type { Log } from '../../../log.ts';

/**
 * Live: speech in the voice channels of every server that this process serves. One voice channel per server, one line of utterances
 * in each. Create it with createLive (create-live.ts).
 */
export interface Live {
  /** Of one server. What is asked for through it is told about in `textChannelId`. Cheap: make one for each request. */
  playbackIn(guildId: string, textChannelId: string): Playback;
  /** Loads and tries what the first speech would otherwise wait for. Never rejects: what is missing is logged, and refused when somebody asks. */
  warmUp(): Promise<void>;
  /** Ends what plays with 'shutting-down', leaves every channel, listens to the client no more. */
  close(): Promise<void>;
}

export interface LiveOptions extends Partial<LiveLimits> {
  /** With the intents Guilds and GuildVoiceStates. */
  readonly client: Client;
  readonly log: Log;
  /** For the people in the text channel. Must not throw. */
  readonly onEvent: (event: LiveEvent) => void;
}

/** Something to be told in a text channel. Every reason is a Refusal with a 'live-*' code: `texts.refusal(reason)` says it in a language. */
export type LiveEvent = LivePlace & LiveNews;

export type LiveNews =
  /** Its first packet is on the wire. */
  | { readonly kind: 'speaks'; readonly utterance: Utterance }
  /** Said whole, or ended early: skipped, revoked, out of time, the channel lost. Only of what was heard before. */
  | { readonly kind: 'ends'; readonly utterance: Utterance; readonly reason?: Error }
  /** Speech waits: muted by a moderator, moved to the audience, nobody there, connection lost. */
  | { readonly kind: 'waits'; readonly reason: Refusal }
  | { readonly kind: 'goes-on' }
  /** The bot left the channel, or was made to; not told when somebody asked it to. */
  | { readonly kind: 'left'; readonly reason: Refusal };

export interface LivePlace {
  readonly guildId: string;
  readonly textChannelId: string;
  /** The voice channel. */
  readonly channelId: string;
}

export interface LiveLimits {
  /** How long the bot stays in a channel where nothing is said. */
  readonly idleMinutes: number;
  /** From the wish to join to being able to speak, whatever goes wrong in between. */
  readonly joinSeconds: number;
  /** For one attempt to connect. */
  readonly connectSeconds: number;
  /** For an answer to the question which address this side has; asked three times in it. */
  readonly discoverySeconds: number;
  /** Attempts to connect again after a loss; the first comes after `retrySeconds`, each next after twice the pause. */
  readonly attempts: number;
  readonly retrySeconds: number;
  /** A connection that held this long has its attempts back. */
  readonly stableSeconds: number;
  /** How long to wait for word of where the bot was moved to. */
  readonly moveSeconds: number;
  /** How long the first words wait for the others in the channel to have the keys of end-to-end encryption as well. */
  readonly transitionMilliseconds: number;
  /** How long speech waits for end-to-end encryption before the connection is made anew. It is never sent without. */
  readonly groupSeconds: number;
  /** How long speech waits for somebody to listen, or for a moderator to let it go on. */
  readonly waitSeconds: number;
}

export const liveDefaults: LiveLimits = {
  idleMinutes: 5,
  joinSeconds: 20,
  connectSeconds: 15,
  discoverySeconds: 3,
  attempts: 5,
  retrySeconds: 1,
  stableSeconds: 60,
  moveSeconds: 5,
  transitionMilliseconds: 500,
  groupSeconds: 10,
  waitSeconds: 60,
};
