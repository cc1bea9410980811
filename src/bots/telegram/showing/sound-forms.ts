/** SoundForms: the ways to send sound, in the order in which they are tried: a chat may refuse the ones above and take one below. */
export type SoundForm = 'voice' | 'audio' | 'document';

export const soundForms: readonly SoundForm[] = ['voice', 'audio', 'document'];

export const soundMethods: Readonly<Record<SoundForm, string>> = {
  voice: 'sendVoice',
  audio: 'sendAudio',
  document: 'sendDocument',
};

/** People with Premium can refuse voice messages; groups can forbid each kind of media. */
const refusals = /voice_messages_forbidden|chat_send_\w+_forbidden|not enough rights to send (?!text)/;

export function isFormRefused(description: string): boolean {
  return refusals.test(description);
}
