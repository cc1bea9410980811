/**
 * Codeword: 32 bits of id and a check sum, spread over 288 bits by a tail-biting convolutional code of rate 1/6 and constraint length 11, so
 * that it is read where a third of them are unreadable. The generators are those of the best codes of rates 1/2, 1/3 and 1/4 (Larsen 1973, "Short
 * convolutional codes with maximal free distance"), taken together.
 */
export const idBits = 32;
const checkBits = 16;
export const messageBits = idBits + checkBits;
export const constraintLength = 11;
export const generators = [0o2327, 0o2353, 0o2671, 0o3175, 0o3345, 0o3613] as const;
export const codeBits = messageBits * generators.length;

/** [codeBits] of 0 and 1. `id`: an unsigned 32-bit integer. */
export function encodeId(id: number): Uint8Array {
  return encode(messageOf(id));
}

/** [codeBits] of a message of [messageBits]. Bit g of step t is at t * generators.length + g. */
export function encode(message: Uint8Array): Uint8Array {
  const code = new Uint8Array(codeBits);
  const memory = constraintLength - 1;
  // Tail-biting: the register begins as it ends, with the last bits of the message.
  let register = 0;
  for (let bit = messageBits - memory; bit < messageBits; bit++) register = (register << 1) | message[bit]!;
  const mask = (1 << constraintLength) - 1;
  for (let step = 0; step < messageBits; step++) {
    register = ((register << 1) | message[step]!) & mask;
    for (const [index, generator] of generators.entries()) code[step * generators.length + index] = parity(register & generator);
  }
  return code;
}

/** The id, where the check sum is right. */
export function idOf(message: Uint8Array): number | undefined {
  let id = 0;
  for (let bit = 0; bit < idBits; bit++) id = ((id << 1) | message[bit]!) >>> 0;
  const expected = messageOf(id);
  return message.every((bit, index) => bit === expected[index]) ? id : undefined;
}

function messageOf(id: number): Uint8Array {
  const message = new Uint8Array(messageBits);
  for (let bit = 0; bit < idBits; bit++) message[bit] = (id >>> (idBits - 1 - bit)) & 1;
  const check = checkSum(id);
  for (let bit = 0; bit < checkBits; bit++) message[idBits + bit] = (check >>> (checkBits - 1 - bit)) & 1;
  return message;
}

/** CRC-16/CCITT-FALSE of the four bytes, big-endian (ITU-T V.41's polynomial). */
function checkSum(id: number): number {
  let register = 0xffff;
  for (let bit = idBits - 1; bit >= 0; bit--) {
    const isOdd = ((register >>> 15) ^ (id >>> bit)) & 1;
    register = (register << 1) & 0xffff;
    if (isOdd) register ^= 0x1021;
  }
  return register;
}

/** Of up to 16 bits. */
export function parity(word: number): number {
  word ^= word >>> 8;
  word ^= word >>> 4;
  return (0x6996 >>> (word & 15)) & 1;
}
