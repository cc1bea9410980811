import { encryptionMissing } from './refusals.ts';

/**
 * Library: @discordjs/voice, loaded when it is first needed. It brings native code for end-to-end encryption, which does not exist for
 * every machine; a bot that cannot load it still does everything but speak live.
 */
export type VoiceLibrary = typeof import('@discordjs/voice');

/** Refuses with 'live-encryption-missing'. */
export async function loadLibrary(): Promise<VoiceLibrary> {
  try {
    return await import('@discordjs/voice');
  } catch (error) {
    throw encryptionMissing(error);
  }
}
