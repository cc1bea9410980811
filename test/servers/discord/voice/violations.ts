/** Violations: what a client did that the real service would not accept, or that listeners would hear as a fault. Tests end by showing that there are none. */

export type Rule =
  | 'gateway' // the websocket was closed for it, with the documented code
  | 'datagram' // neither discovery, keep-alive nor a packet that opens with the session's key
  | 'address' // another one than discovery saw or told
  | 'sequence' // RTP sequence numbers go up by one
  | 'timestamp' // RTP timestamps go up by 960
  | 'nonce' // a counter is never used twice under one key
  | 'speaking' // opcode 5 comes before audio
  | 'silence' // speech ends with frames of silence
  | 'plain' // nothing but silence is sent unencrypted once the group stands
  | 'frame'; // one Opus packet of 20 ms per datagram

export interface Violation {
  readonly rule: Rule;
  readonly userId?: string;
  readonly detail: string;
}
