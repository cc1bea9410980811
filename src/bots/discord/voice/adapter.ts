import type { DiscordGatewayAdapterCreator } from '@discordjs/voice';
import { guard } from './guard.ts';

/**
 * Adapter: between a voice connection and Discord's main gateway. It lets through what this program asked for, and leaving; the library's own
 * wish to join again, at once and without end whenever the voice gateway closes (57 times a second), is declined: link.ts decides when.
 */
export interface Adapter {
  readonly create: DiscordGatewayAdapterCreator;
  /** What `work` sends during the call is asked for. */
  asking<Result>(work: () => Result): Result;
}

/** How many times this bot asked to leave in one server that the main gateway has not confirmed yet, by whichever connection. */
export interface Departures {
  expected: number;
}

export function createAdapter(
  create: DiscordGatewayAdapterCreator,
  departures: Departures,
  onFault: (error: unknown) => void,
): Adapter {
  let isAsked = false;
  return {
    create(methods) {
      guard(methods, ['onVoiceServerUpdate', 'onVoiceStateUpdate', 'destroy'], onFault);
      const inner = create(methods);
      guard(inner, ['sendPayload', 'destroy'], onFault);
      return {
        sendPayload(payload) {
          const isLeaving = payload.d.channel_id === null;
          const isSent = (isAsked || isLeaving) && Boolean(inner.sendPayload(payload));
          if (isSent && isLeaving) departures.expected++;
          return isSent;
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
}
