import { Refusal } from '../errors.ts';
import { toSpokenText } from '../text/spoken.ts';
import type { Command, Tools } from './command.ts';
import { requirePolicy } from './policy.ts';
import type { Reply } from './reply.ts';
import { askerOf, type Request } from './request.ts';
import { speak } from './speech.ts';

const options = {
  text: { kind: 'rich-text', required: true, maximumLength: 5000 },
  voice: { kind: 'voice' },
  as: { kind: 'choice', choices: ['note', 'file', 'live'] },
  rate: { kind: 'number', minimum: 0.5, maximum: 2 },
} as const;

/** /say: speaks a text in a voice that the person may use here. Its buttons: play a note or a file in one's voice channel; take it back. */
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

  async *press({ verb, argument }, request, tools) {
    if (verb === 'delete') yield { kind: 'retract' };
    else yield* playAgain(argument, request, tools);
  },
};

/** Live, for whoever pressed: they need a permission of their own, and to be in a voice channel. */
async function* playAgain(generationId: string, request: Request, tools: Tools): AsyncGenerator<Reply> {
  if (!request.playback) throw new Refusal('live-unavailable', 'There is no voice channel in this place.');
  const speech = tools.recent.get(generationId);
  if (!speech) throw new Refusal('action-expired', 'This button is too old. Use /say again.', { values: { command: 'say' } });
  const { text, language, rate } = speech;
  const voice = await tools.voices.find(askerOf(request), speech.voice.id);
  requirePolicy(text, await tools.settings.place(request.place.id));
  await request.playback.join(request.person.id);
  yield* speak({ voice, text, language, form: 'live', ...(rate ? { rate } : {}) }, request, tools);
}
