/** State: everything that the parts of the loopback Discord share. */

import type { Watch } from './control/waiting.ts';
import type { Sessions } from './gateway/sessions.ts';
import type { Interactions } from './interactions/store.ts';
import type { GuildRecord } from './world/records.ts';
import type { Voice } from './world/voice.ts';
import type { World } from './world/world.ts';

export interface DiscordState {
  readonly world: World;
  readonly voice: Voice;
  readonly sessions: Sessions;
  readonly interactions: Interactions;
  readonly watch: Watch;
  readonly gatewayUrl: () => string;
  /** Recommended by GET /gateway/bot. */
  readonly shards: number;
  readonly maxConcurrency: number;
  /** Privileged intents that are switched on in the portal; they rule the API as well. */
  readonly allowedPrivileged: number;
  readonly seesContent: boolean;
  /** Somebody leaves a guild, with the events about it. */
  readonly removeMember: (guild: GuildRecord, userId: string) => void;
}
