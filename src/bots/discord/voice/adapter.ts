import type { DiscordGatewayAdapterCreator } from '@discordjs/voice';
import { guard } from './guard.ts';

/**
 * Adapter: between a voice connection and Discord's main gateway. It lets through what this program asked for, and leaving; the library's own
 * wish to join again, at once and without end whenever the voice gateway closes (57 times a second), is declined: link.ts decides when.
 */
export interface Adapter {
  readonly create: DiscordGatewayAdapterCreator;
  /** How many times leaving was asked for that the main gateway has not confirmed yet. */
  leaves: number;
  /** What `work` sends during the call is asked for. */
  asking<Result>(work: () => Result): Result;
}

export function createAdapter(create: DiscordGatewayAdapterCreator, onFault: (error: unknown) => void): Adapter {
  let isAsked = false;
  const adapter: Adapter = {
    leaves: 0,
    create(methods) {
      guard(methods, ['onVoiceServerUpdate', 'onVoiceStateUpdate', 'destroy'], onFault);
      const inner = create(methods);
      guard(inner, ['sendPayload', 'destroy'], onFault);
      return {
        sendPayload(payload) {
          const isLeaving = payload.d.channel_id === null;
          if (isLeaving) adapter.leaves++;
          return (isAsked || isLeaving) && Boolean(inner.sendPayload(payload));
        },
        destroy: () => inner.destroy(),
      };
    },
    asking(work) {
      isAsked = true;
      try {
        return work();
      } finally {
        isAsked = false;
      }
    },
  };
  return adapter;
}
