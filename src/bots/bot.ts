import type { Reply } from '../commands/reply.ts';
import type { Directory } from '../commands/request.ts';

/** Bot: one platform. Turns its updates into Requests, hands them to the dispatcher, and shows the Replies. */
export interface Bot {
  /** "discord", "telegram", "console". */
  readonly platform: string;
  /** Resolves when it answers. Refuses with what is wrong with its settings. */
  start(): Promise<void>;
  /** Brings a reply to where an earlier request came from, by its address, without a request. Rejects when that is gone. */
  deliver(address: string, reply: Reply, personId: string): Promise<void>;
  readonly directory: Directory;
  /** Takes nothing new, lets replies under way finish, leaves channels. */
  stop(): Promise<void>;
}
