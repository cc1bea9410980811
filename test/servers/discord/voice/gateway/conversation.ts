/** Conversation: what a client says once it identified, from the choice of a protocol on, and what its channel makes of it. */
import type { Channel } from '../channel.ts';
import type { Seat } from '../seats.ts';
import type { Session } from '../session.ts';
import { createCipher, encryptionModes } from '../transport/ciphers.ts';
import type { Violation } from '../violations.ts';
import { closeCodes, GatewayClose, opcodes, PlannedClose } from './opcodes.ts';
import type { BinaryMessage, JsonMessage, Payload } from './payloads.ts';

export interface ConversationOptions {
  readonly channelOf: (seat: Seat) => Channel;
  readonly report: (violation: Violation) => void;
}

const LOOPBACK = '127.0.0.1';

/** Throws a GatewayClose where the real gateway would close. */
export type Conversation = (from: Session, message: JsonMessage | BinaryMessage) => void;

export function createConversation({ channelOf, report }: ConversationOptions): Conversation {
  const selectProtocol = (from: Session, { protocol, data }: Payload<typeof opcodes.selectProtocol>) => {
    const planned = from.faults.closesAt.selectProtocol;
    if (planned !== undefined) throw new PlannedClose(planned);
    if (protocol !== 'udp') throw new GatewayClose(closeCodes.unknownProtocol, `Unknown protocol "${protocol}".`);
    const mode = encryptionModes.find(known => known === data.mode && from.faults.modes.includes(known));
    if (!mode) throw new GatewayClose(closeCodes.unknownEncryptionMode, `The mode "${data.mode}" was not offered.`);
    if (from.cipher) throw new GatewayClose(closeCodes.badRequest, 'The protocol was selected before.');
    const { userId } = from.seat;
    if (!from.told) report({ rule: 'address', userId, detail: 'A protocol was selected without IP discovery.' });
    else if (from.told.port !== data.port || from.told.address !== data.address) {
      report({ rule: 'address', userId, detail: `${data.address}:${data.port} was selected, which discovery did not tell.` });
    }
    from.hearsAt = data.address === LOOPBACK ? data : undefined; // nothing leaves this machine, whatever a client says
    from.mode = mode;
    from.cipher = createCipher(mode, from.key);
    const channel = channelOf(from.seat);
    const dave_protocol_version = channel.group.version;
    from.outbox.json(opcodes.sessionDescription, { mode, secret_key: [...from.key], dave_protocol_version });
    channel.enter(from);
  };

  const speaking = (from: Session, { speaking: flags, ssrc }: Payload<typeof opcodes.speaking>) => {
    if (ssrc !== from.ssrc) throw new GatewayClose(closeCodes.badRequest, `The ssrc ${ssrc} is not the client's own.`);
    from.check.speaking(flags);
    channelOf(from.seat).speaking(from, flags);
  };

  return (from, message) => {
    if (message.op === opcodes.selectProtocol) return selectProtocol(from, message.d);
    if (!from.cipher) {
      throw new GatewayClose(closeCodes.notAuthenticated, `Opcode ${message.op} before a protocol was selected.`);
    }
    const { group } = channelOf(from.seat);
    const { member } = from;
    if (message.op === opcodes.speaking) speaking(from, message.d);
    if (message.op === opcodes.keyPackage) group.keyPackage(member, message.body);
    if (message.op === opcodes.commitWelcome) group.commitWelcome(member, message.body);
    if (message.op === opcodes.transitionReady) group.transitionReady(member, message.d.transition_id);
    if (message.op === opcodes.invalidCommitWelcome) group.recover(member, message.d.transition_id);
  };
}
