/** Opcodes and close codes of voice gateway version 8. Sources: Discord's documentation, "Voice Connections" and "Opcodes"; daveprotocol.com. */

export const opcodes = {
  identify: 0,
  selectProtocol: 1,
  ready: 2,
  heartbeat: 3,
  sessionDescription: 4,
  speaking: 5,
  heartbeatAcknowledged: 6,
  resume: 7,
  hello: 8,
  resumed: 9,
  clientsConnect: 11,
  clientDisconnect: 13,
  prepareTransition: 21,
  executeTransition: 22,
  transitionReady: 23,
  prepareEpoch: 24,
  externalSender: 25,
  keyPackage: 26,
  proposals: 27,
  commitWelcome: 28,
  announceCommit: 29,
  welcome: 30,
  invalidCommitWelcome: 31,
} as const;

export type Opcode = (typeof opcodes)[keyof typeof opcodes];

export const closeCodes = {
  unknownOpcode: 4001,
  payloadNotUnderstood: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  sessionNotValid: 4006,
  sessionTimedOut: 4009,
  serverNotFound: 4011,
  unknownProtocol: 4012,
  disconnected: 4014,
  serverCrashed: 4015,
  unknownEncryptionMode: 4016,
  encryptionRequired: 4017,
  badRequest: 4020,
  rateLimited: 4021,
  callTerminated: 4022,
} as const;

/** Ends the websocket with a close code; thrown wherever a client did what the real gateway does not accept. */
export class GatewayClose extends Error {
  override readonly name = 'GatewayClose';
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** A close that a test asked for: no fault of the client. */
export class PlannedClose extends GatewayClose {
  constructor(code: number) {
    super(code, 'As the test wanted.');
  }
}
