import { Refusal } from '../errors.ts';
import type { Command } from './command.ts';
import { toAsker } from './replies.ts';
import { hashOf } from './which-voices.ts';

const options = {} as const;

/** /verify: was this very file made here? Knows files by their hash, for as long as the log of uses is kept. */
export const verify: Command<typeof options> = {
  name: 'verify',
  options,
  takesFile: true,
  async *run(_options, request, { consent, texts }) {
    if (!request.message) throw new Refusal('verify-what', 'Attach the audio file to /verify, or use it in a reply to one.');
    const use = await consent.useOfAudio(hashOf(await request.message.download(request.signal)));
    if (!use) {
      yield toAsker(texts.say('verify-unknown'));
      return;
    }
    const state = consent.status(use.voiceId)?.state;
    const standing = state !== undefined && state !== 'revoked';
    const made = texts.say('verify-made', { time: texts.date(use.atMs), id: use.generationId });
    yield toAsker(`${made} ${texts.say(standing ? 'verify-standing' : 'verify-ended')}`);
  },
};
