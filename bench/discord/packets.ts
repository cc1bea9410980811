/** Packets: Opus packets of 20 ms that carry their number, as large as those of a voice at 32 kbit/s. */
const packetBytes = 80;
/** CELT, fullband, 20 ms, mono, one frame. */
const tableOfContents = 0xf8;

export function benchPacket(number: number): Buffer {
  const packet = Buffer.alloc(packetBytes, 0x55);
  packet[0] = tableOfContents;
  packet.writeUInt32BE(number, 1);
  return packet;
}

export function numberOf(packet: Buffer): number {
  return packet.readUInt32BE(1);
}
