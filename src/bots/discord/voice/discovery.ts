import type { Networking } from '@discordjs/voice';
import type { VoiceLibrary } from './library.ts';
import { createTimer } from './timer.ts';

/**
 * Discovery: the one datagram by which a voice connection learns its own address. The library asks once and waits without end; here the
 * question is asked three times.
 */
export interface Discovery {
  /** While `networking` asks. */
  watch(networking: Networking, onUnanswered: () => void): void;
  stop(): void;
}

const questions = 3;

export function createDiscovery({ NetworkingStatusCode }: VoiceLibrary, seconds: number): Discovery {
  const timer = createTimer();

  function ask(networking: Networking, times: number, onUnanswered: () => void): void {
    timer.set(seconds / questions, () => {
      const { state } = networking;
      if (state.code !== NetworkingStatusCode.UdpHandshaking) return;
      if (times === questions) {
        onUnanswered();
        return;
      }
      // The first question gets the answer, whichever of them it is to; this one's promise is not needed.
      state.udp.performIPDiscovery(state.connectionData.ssrc).catch(() => {});
      ask(networking, times + 1, onUnanswered);
    });
  }

  return {
    watch: (networking, onUnanswered) => ask(networking, 1, onUnanswered),
    stop: timer.clear,
  };
}
