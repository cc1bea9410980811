/** VoiceHook: what the main gateway asks of the voice servers. */

/** Allots a voice server, as the colleague of the main gateway; `undefined`: none is free, nothing is sent. */
export interface VoiceAllocator {
  allocate(request: VoiceSession): VoiceServerAddress | undefined | Promise<VoiceServerAddress | undefined>;
  /** The session is no longer in that channel; after "moved" and "exchanged", `allocate` follows. */
  release?(session: VoiceSession, reason: VoiceRelease): void;
}

/** left: by itself. disconnected: by a moderator, or removed from the guild. deleted: the channel. ended: its gateway session. */
export type VoiceRelease = 'left' | 'disconnected' | 'moved' | 'exchanged' | 'deleted' | 'ended';

export interface VoiceSession {
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
  readonly sessionId: string;
}

export interface VoiceServerAddress {
  readonly token: string;
  /** "localhost:PORT"; null: the server went away, and the client waits for the next one. */
  readonly endpoint: string | null;
}
