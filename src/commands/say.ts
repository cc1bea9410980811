import { toSpokenText } from '../text/spoken.ts';
import type { Command } from './command.ts';
import { requirePolicy } from './policy.ts';
import { askerOf } from './request.ts';
import { speak } from './speech.ts';

const options = {
  text: { kind: 'rich-text', required: true, maximumLength: 5000 },
  voice: { kind: 'voice' },
  as: { kind: 'choice', choices: ['note', 'file', 'live'] },
  rate: { kind: 'number', minimum: 0.5, maximum: 2 },
} as const;

/** /say: speaks a text in a voice that the person may use here. */
export const say: Command<typeof options> = {
  name: 'say',
  options,

  async *run({ text, voice: name, as, rate }, request, tools) {
    const settings = await tools.settings.place(request.place.id);
    const voice = await tools.voices.find(askerOf(request), name);
    const spoken = toSpokenText(text, { language: voice.language, nowSeconds: tools.now() / 1000 });
    requirePolicy(spoken, settings);
    const form = as ?? (settings.form === 'live' && !request.playback ? 'note' : settings.form);
    yield* speak({ voice, text: spoken, language: voice.language, form, ...(rate ? { rate } : {}) }, request, tools);
  },
};
