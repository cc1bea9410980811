/** IP discovery: tells a client the address that its datagrams come from. 74 bytes each way: type, length 70, ssrc, address, port. */
import type { RemoteInfo } from 'node:dgram';

export const DISCOVERY_BYTES = 74;
const REQUEST = 1;
const RESPONSE = 2;
const LENGTH = 70;
const ADDRESS_OFFSET = 8;

/** The ssrc that asks; undefined where it is no request. */
export function readDiscovery(datagram: Buffer): number | undefined {
  const isRequest =
    datagram.length === DISCOVERY_BYTES && datagram.readUInt16BE(0) === REQUEST && datagram.readUInt16BE(2) === LENGTH;
  return isRequest ? datagram.readUInt32BE(4) : undefined;
}

export function discoveryAnswer(ssrc: number, { address, port }: Pick<RemoteInfo, 'address' | 'port'>): Buffer {
  const answer = Buffer.alloc(DISCOVERY_BYTES);
  answer.writeUInt16BE(RESPONSE, 0);
  answer.writeUInt16BE(LENGTH, 2);
  answer.writeUInt32BE(ssrc, 4);
  answer.write(address, ADDRESS_OFFSET, 'ascii');
  answer.writeUInt16BE(port, DISCOVERY_BYTES - 2);
  return answer;
}
