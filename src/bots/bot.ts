import type { AnyCommand } from '../commands/command.ts';
import type { Dispatcher } from '../commands/dispatch.ts';
import type { Reply } from '../commands/reply.ts';
import type { Directory, Person, Place } from '../commands/request.ts';
import type { Log } from '../log.ts';

/** Bot: one platform. Turns its updates into Requests, hands them to the dispatcher, and shows the Replies. */
export interface Bot {
  /** "discord", "telegram", "console". */
  readonly platform: string;
  /** Resolves when it answers. Refuses with what is wrong with its settings. */
  start(): Promise<void>;
  /** Brings a reply to where an earlier request came from, by its address, without a request. Refuses when that is gone. */
  deliver(address: string, reply: Reply, personId: string): Promise<void>;
  readonly directory: Directory;
  /** To show to whoever started it, once it has started: how people get there. */
  readonly greeting?: string;
  /** Voice channels that it is in; left out where the platform has none. */
  readonly voiceConnections?: number;
  /** Where several processes share a platform: whether this one answers there. Left out: everywhere. */
  serves?(placeId: Place['id']): boolean;
  /** Takes nothing new, lets replies under way finish until `patience` aborts (left out: not at all), leaves channels. */
  stop(patience?: AbortSignal): Promise<void>;
}

/** What a bot is made with, besides its own settings. */
export interface BotParts {
  readonly dispatcher: Dispatcher;
  readonly commands: readonly AnyCommand[];
  readonly places: Places;
  /** Makes a voice of nobody that everybody in a place may use, where it is missing. */
  offerDemoVoice?(wish: { readonly owner: Person['id']; readonly placeId: Place['id'] }, signal: AbortSignal): Promise<void>;
  readonly memory: Memory;
  readonly log: Log;
  /** It cannot go on, with what the operator should do: its token was revoked, say. It has stopped by itself. */
  readonly onFatal: (reason: Error) => void;
  readonly now?: () => number;
}

/** What a bot remembers over a restart: numbers of its platform, nothing about people and nothing that they wrote. */
export interface Memory {
  get(key: string): Promise<unknown>;
  /** Durable when it resolves. `value` is JSON. */
  set(key: string, value: unknown, lifetimeMs?: number): Promise<void>;
}

/** What bots tell about the places they are in: what was allowed there ends when the bot has been gone for long. */
export interface Places {
  left(placeId: Place['id']): Promise<void>;
  joined(placeId: Place['id']): Promise<void>;
}
