/** State: everything that the parts of the loopback Discord share. */
import type { Sessions } from './gateway/sessions.ts';
import type { Voice } from './world/voice.ts';
import type { World } from './world/world.ts';

export interface DiscordState {
  readonly world: World;
  readonly voice: Voice;
  readonly sessions: Sessions;
  readonly gatewayUrl: () => string;
  /** Recommended by GET /gateway/bot. */
  readonly shards: number;
  readonly maxConcurrency: number;
}
