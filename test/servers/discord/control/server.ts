/**
 * What a test holds of the loopback Discord: it makes the world, acts as the people in it, and reads what they would see.
 * What a person could not do in a Discord client (press a button that is not there) throws `CannotDo`: the test, or what was shown, is wrong.
 */
import type { Clock } from '../clock.ts';
import type { Faults, GatewayControl, MediaControl, RequestRecord, Violation } from './trouble.ts';
import type { VoiceAllocator } from './voice-hook.ts';
import type { Waiting } from './waiting.ts';
import type { App, Guild, GuildOptions, Person, PersonOptions } from './world.ts';

export type * from './voice-hook.ts';

export interface DiscordServerOptions {
  /** Default: real time. */
  readonly clock?: Clock;
  readonly voice?: VoiceAllocator;
  /** What GET /gateway/bot recommends. Default 1. */
  readonly shards?: number;
  /** How long an interaction may wait for its first response. Default 3000, as at Discord; more for tests that a slow machine must not fail. */
  readonly responseDeadlineMs?: number;
  /** IDENTIFYs per 5 seconds. Default 16, so that tests need not wait. */
  readonly maxConcurrency?: number;
  /** Between IDENTIFYs of one key. Default 0, so that tests need not wait; 5000 at Discord. */
  readonly identifyIntervalMs?: number;
  /** Default 41 250. */
  readonly heartbeatIntervalMs?: number;
  /** Privileged intents that are switched on in the portal: bits. Default 0. */
  readonly privilegedIntents?: number;
  /** Invalid requests in ten minutes after which nothing is answered any more. Default 10 000. */
  readonly invalidRequestLimit?: number;
  /** Requests per second for a bot, interactions exempt. Default 50. */
  readonly globalRequestsPerSecond?: number;
}

export interface DiscordServer {
  /** For `rest.api` of discord.js: "http://127.0.0.1:PORT/api". */
  readonly apiUrl: string;
  /** For `rest.cdn`, and where attachments lie: "http://127.0.0.1:PORT". */
  readonly cdnUrl: string;
  /** Host and port of both: "127.0.0.1:PORT". */
  readonly host: string;
  /** The bot under test. */
  readonly app: App;
  /** Another bot, for calls between two of them. */
  createApp(name: string): App;
  createPerson(options?: PersonOptions): Person;
  createGuild(options?: GuildOptions): Guild;
  readonly gateway: GatewayControl;
  readonly faults: Faults;
  readonly media: MediaControl;
  /** Every request to the API, oldest first. */
  readonly requests: readonly RequestRecord[];
  /** What clients did that Discord refuses: answers of 4xx (rate limits aside), gateway payloads that closed the connection. */
  readonly violations: readonly Violation[];
  /** Answers of 401, 403 and 429 in the last ten minutes. */
  readonly invalidRequests: number;
  /** Waits until `look` returns something other than undefined, null or false. Looks anew whenever anything happens here, and every few milliseconds. */
  seen<T>(look: () => T | undefined | null | false, options?: Waiting): Promise<T>;
  close(): Promise<void>;
}
