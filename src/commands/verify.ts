import type { NamedUse } from '../consent/consent.ts';
import { Refusal } from '../errors.ts';
import type { Command } from './command.ts';
import { originOf, tellOrigin } from './origin.ts';
import { toAsker } from './replies.ts';

const options = {} as const;

/** /verify: was this made here? By the mark in the sound, by the tags of the file, and by the file itself as long as the log of uses has it. */
export const verify: Command<typeof options> = {
  name: 'verify',
  options,
  takesFile: true,
  async *run(_options, request, { consent, texts, trace }) {
    const { message, signal } = request;
    if (!message) throw new Refusal('verify-what', 'Attach the audio file to /verify, or use it in a reply to one.');
    const file = { source: await message.download(signal), name: message.name };
    const origin = await originOf(file, { log: consent, trace }, signal);
    const isStanding = ({ voiceId }: NamedUse) => !['revoked', undefined].includes(consent.status(voiceId)?.state);
    yield toAsker(tellOrigin(origin, texts, isStanding));
  },
};
