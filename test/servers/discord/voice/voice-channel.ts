/** Voice channel: one channel as a test sees it. */
import type { Channel } from './channel.ts';
import type { Ghost, GhostOptions } from './dave/ghost.ts';
import type { Wait, Waits } from './waits.ts';

export interface VoiceChannel {
  readonly id: string;
  /** 0: what is said is not end-to-end encrypted. */
  readonly daveVersion: number;
  /** Of the MLS group; undefined while there is none. */
  readonly epoch: number | undefined;
  /** Whose leaves are in the MLS group. */
  readonly groupUserIds: readonly string[];
  /** Every opcode 31: a member could not process a commit or a welcome. */
  readonly recoveries: readonly { readonly userId: string; readonly transitionId: number }[];
  /** Resolves when everybody is in the group, nothing is proposed and no transition is open; alone, at once. */
  settled(wait?: Wait): Promise<void>;
  ghost(userId: string, options?: GhostOptions): Ghost;
  /** Turns end-to-end encryption off, as for a client that cannot do it. */
  downgrade(): void;
  /** Turns it on. */
  upgrade(): void;
  /** Begins the group anew while it is on. */
  recreate(): void;
}

export function voiceChannel(id: string, { channel, waits }: { channel: Channel; waits: Waits }): VoiceChannel {
  const { group } = channel;
  const describe = () =>
    `channel ${id} has not settled: epoch ${group.epoch}, in the group ${group.userIds.join(', ') || 'nobody'}.`;
  return {
    id,
    recoveries: group.recoveries,
    get daveVersion() {
      return group.version;
    },
    get epoch() {
      return group.epoch;
    },
    get groupUserIds() {
      return group.userIds;
    },
    settled: wait => waits.until(() => group.isSettled, describe, wait),
    ghost: (userId, options) => channel.ghost(userId, options),
    downgrade: () => group.downgrade(),
    upgrade: () => group.recreate(),
    recreate: () => group.recreate(),
  };
}
