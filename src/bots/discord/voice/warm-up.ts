import { createCipheriv, randomBytes } from 'node:crypto';
import type { VoiceLibrary } from './library.ts';

/**
 * Warm-up: tries once what each packet and each connection needs, so that the first speech finds it loaded: AES-256-GCM, XChaCha20-Poly1305
 * for voice servers without AES, and a session of end-to-end encryption. Throws what does not work.
 */
export async function tryEncryption({ DAVESession }: VoiceLibrary): Promise<void> {
  const cipher = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12));
  cipher.update(randomBytes(80));
  cipher.final();
  const { xchacha20poly1305 } = await import('@noble/ciphers/chacha.js');
  xchacha20poly1305(randomBytes(32), randomBytes(24), randomBytes(12)).encrypt(randomBytes(80));
  const session = new DAVESession(1, '1', '1', {});
  session.reinit();
  session.destroy();
}
