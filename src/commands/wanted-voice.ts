import { Refusal } from '../errors.ts';
import type { Voice } from '../voices/voices.ts';
import type { Tools } from './command.ts';
import { ownVoice } from './own-voice.ts';
import { askerOf, type Request } from './request.ts';

/**
 * WantedVoice: the voice that somebody wants to hear: one that they may use here, or one of their own that is silent here, so that the gate
 * can tell its owner why. Refuses as `Voices.find` does.
 */
export async function wantedVoice(name: string | undefined, request: Request, tools: Tools): Promise<Voice> {
  try {
    return await tools.voices.find(askerOf(request), name);
  } catch (error) {
    if (!(error instanceof Refusal && (error.code === 'voice-none' || error.code === 'voice-unknown'))) throw error;
    const own = await ownVoice(name, request, tools).catch(() => undefined);
    if (own) return own;
    throw error;
  }
}
