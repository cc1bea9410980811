import type { Networking, VoiceUDPSocket, VoiceWebSocket } from '@discordjs/voice';

/**
 * Guard: keeps what goes wrong inside one voice connection from ending the process.
 *
 * @discordjs/voice 0.19.2 handles messages of the voice gateway, datagrams and its keep-alive timer in callbacks of sockets and timers, where
 * an exception is nobody's: a proposal to the MLS group that does not fit, a message of two bytes, a datagram of ten bytes from anywhere, a
 * port that is none. So those methods are replaced on the instances of one connection, and nothing else is caught. Two habits are changed
 * on the way: AES-256-GCM is taken wherever it is offered (the library takes what is offered first, and XChaCha20 in JavaScript costs six
 * times as much), and incoming sound is not looked at.
 */
export function guardNetworking(networking: Networking, onFault: (error: unknown) => void): void {
  const insides = networking as unknown as NetworkingInsides;
  const { createWebSocket } = insides;
  insides.createWebSocket = (...place) => guardWebSocket(createWebSocket.apply(networking, place), onFault);
  const { state } = networking;
  if ('ws' in state) guardWebSocket(state.ws, onFault);
  networking.on('stateChange', (before, after) => {
    if ('udp' in after && !('udp' in before)) guardUdpSocket(after.udp, onFault);
  });
}

/** Parts of the library's instances that its types keep private. The test "the library still has what the guard replaces" watches them. */
interface NetworkingInsides {
  createWebSocket(endpoint: string, lastSequence?: number): VoiceWebSocket;
}

const readyOpcode = 2;
const preferredMode = 'aead_aes256_gcm_rtpsize';

function guardWebSocket(socket: VoiceWebSocket, onFault: (error: unknown) => void): VoiceWebSocket {
  guard(socket, ['onMessage', 'emit'], onFault);
  socket.prependListener('packet', packet => {
    if (packet?.op === readyOpcode && packet.d?.modes?.includes(preferredMode)) packet.d.modes = [preferredMode];
  });
  return socket;
}

function guardUdpSocket(socket: VoiceUDPSocket, onFault: (error: unknown) => void): void {
  guard(socket, ['send', 'emit'], onFault);
  // IP discovery listens to the socket itself and still gets its answer.
  (socket as unknown as { onMessage: () => void }).onMessage = () => {};
}

/** Replaces methods on one object. Instances call them by name each time, so their timers and callbacks get these. */
export function guard(target: object, names: readonly string[], onFault: (error: unknown) => void): void {
  const methods = target as Record<string, (...values: unknown[]) => unknown>;
  for (const name of names) {
    const original = methods[name];
    methods[name] = (...values) => {
      try {
        return original.apply(target, values);
      } catch (error) {
        onFault(error);
        return undefined;
      }
    };
  }
}
