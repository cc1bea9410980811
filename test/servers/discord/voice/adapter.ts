/**
 * Adapter: the part of the main gateway that `joinVoiceChannel` needs, without a main gateway. It answers opcode 4 with
 * VOICE_STATE_UPDATE and VOICE_SERVER_UPDATE, as `adapterCreator: loopbackAdapter({ server, userId })`.
 */
import { randomBytes } from 'node:crypto';
import type { DiscordGatewayAdapterCreator } from '@discordjs/voice';
import type { VoiceServer } from './voice-server.ts';

export interface LoopbackAdapterOptions {
  readonly server: VoiceServer;
  readonly userId: string;
  /** Changes what is told about the server, as { token: 'wrong' }. */
  readonly change?: (update: ServerUpdate) => ServerUpdate;
}

export interface ServerUpdate {
  readonly token: string;
  readonly guild_id: string;
  readonly endpoint: string | null;
}

/** The members of VOICE_STATE_UPDATE and VOICE_SERVER_UPDATE that the library reads; its own types ask for all of them. */
interface Methods {
  onVoiceStateUpdate(data: Record<string, unknown>): void;
  onVoiceServerUpdate(data: ServerUpdate): void;
}

interface VoiceStateRequest {
  readonly d: {
    readonly guild_id: string;
    readonly channel_id: string | null;
    readonly self_deaf: boolean;
    readonly self_mute: boolean;
  };
}

export function loopbackAdapter({
  server,
  userId,
  change = update => update,
}: LoopbackAdapterOptions): DiscordGatewayAdapterCreator {
  return raw => {
    const methods = raw as unknown as Methods;
    const sessionId = randomBytes(16).toString('hex');
    const unsubscribe = server.onServerUpdate(update => {
      if (update.userId !== userId) return;
      methods.onVoiceServerUpdate(change({ token: update.token, guild_id: update.guildId, endpoint: update.endpoint }));
    });
    return {
      sendPayload(payload: VoiceStateRequest) {
        const { guild_id: guildId, channel_id: channelId, ...flags } = payload.d;
        // The answer of a real gateway never comes within the call.
        setImmediate(() => {
          if (!channelId) return server.release({ guildId, userId });
          methods.onVoiceStateUpdate({
            guild_id: guildId,
            channel_id: channelId,
            user_id: userId,
            session_id: sessionId,
            ...flags,
          });
          const { token, endpoint } = server.allocate({ guildId, channelId, userId, sessionId });
          methods.onVoiceServerUpdate(change({ token, guild_id: guildId, endpoint }));
        });
        return true;
      },
      destroy: unsubscribe,
    };
  };
}
