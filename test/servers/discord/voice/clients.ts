/** Clients: the records of all users who were given a seat, one for each user and guild. */

import type { Provocation } from './dave/provocations.ts';
import type { Session } from './session.ts';
import { type ClientRecord, createClient, type VoiceClient } from './voice-client.ts';
import type { Wait, Waits } from './waits.ts';

export interface Place {
  readonly guildId: string;
  readonly userId: string;
}

export interface Clients {
  readonly all: readonly VoiceClient[];
  /** Makes it where it is new. */
  of(place: Place): ClientRecord;
  /** Throws an Error where there is none, or one in several guilds and none is named. */
  find(userId: string, guildId?: string): VoiceClient;
  ready(userId: string, wait?: ReadyWait): Promise<VoiceClient>;
}

export interface ReadyWait extends Wait {
  /** Needed where the user sits in several. */
  readonly guildId?: string;
}

export interface ClientsOptions {
  readonly waits: Waits;
  readonly provoke: (session: Session, provocation: Provocation) => void;
}

export function createClients({ waits, provoke }: ClientsOptions): Clients {
  const records = new Map<string, ClientRecord>();
  const views = () => [...records.values()].map(({ view }) => view);
  const find = (userId: string, guildId?: string): VoiceClient => {
    const found = views().filter(view => view.userId === userId && view.guildId === (guildId ?? view.guildId));
    if (found.length === 1) return found[0];
    throw new Error(`User ${userId} has ${found.length} seats${guildId ? ` in guild ${guildId}` : '; name the guild'}.`);
  };
  return {
    find,
    get all() {
      return views();
    },
    of({ guildId, userId }) {
      const place = `${guildId} ${userId}`;
      const record = records.get(place) ?? createClient({ userId, guildId, waits, provoke });
      records.set(place, record);
      return record;
    },
    async ready(userId, { guildId, ...wait } = {}) {
      const isReady = (view: VoiceClient) => view.userId === userId && view.isReady && view.guildId === (guildId ?? view.guildId);
      await waits.until(
        () => views().some(isReady),
        () => `user ${userId} did not become ready.`,
        wait,
      );
      return find(userId, guildId);
    },
  };
}
