/** Welcome: the secrets of a group, sealed for each newcomer. The server hands everybody only their own. Source: RFC 9420, section 12.4.3.1. */
import { CIPHERSUITE } from './leaf-node.ts';
import { type Reader, readAll, readWhole, uint16, vector } from './presentation.ts';

export interface Welcome {
  /** Of the key packages that it is for. */
  readonly references: readonly Buffer[];
  /** The same welcome with the secret of this key package only. */
  for(reference: Buffer): Buffer;
}

export function readWelcome(bytes: Buffer): Welcome {
  const { secrets, groupInfo } = readWhole(bytes, reader => {
    const ciphersuite = reader.uint16();
    if (ciphersuite !== CIPHERSUITE) throw new Error(`MLS: a welcome of ciphersuite ${ciphersuite}.`);
    return { secrets: readAll(reader.vector(), readSecret), groupInfo: reader.vector() };
  });
  return {
    references: secrets.map(({ reference }) => reference),
    for(wanted) {
      const secret = secrets.find(({ reference }) => reference.equals(wanted));
      if (!secret) throw new Error('MLS: a welcome without a secret for a newcomer.');
      return Buffer.concat([uint16(CIPHERSUITE), vector(secret.bytes), vector(groupInfo)]);
    },
  };
}

function readSecret(reader: Reader): { reference: Buffer; bytes: Buffer } {
  const start = reader.position;
  const reference = reader.vector();
  reader.vector(); // encapsulated key
  reader.vector(); // ciphertext
  return { reference, bytes: reader.since(start) };
}
