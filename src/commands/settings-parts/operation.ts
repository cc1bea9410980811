import type { StopTarget } from '../../consent/consent.ts';
import type { Tools } from '../command.ts';
import { toAsker } from '../replies.ts';
import type { Request } from '../request.ts';
import { whichVoices } from '../which-voices.ts';
import type { SettingsOptions } from './options.ts';
import type { Part } from './part.ts';

/** Operation: the operator's kill switch for voices, this place or everything, and the end of a freeze. */
type Targets = (values: SettingsOptions, request: Request, tools: Tools) => Promise<readonly StopTarget[]>;

const voicesMeant: Targets = async ({ voice, person }, request, tools) =>
  (await whichVoices({ voice, person }, request, tools)).map(voiceId => ({ voiceId }));
const thisPlace: Targets = async (_values, { place }) => [{ placeId: place.id }];
const everything: Targets = async () => ['instance'];

function stopping(targets: Targets): Part {
  return async function* (values, request, tools) {
    for (const target of await targets(values, request, tools)) await tools.consent.stop(target, request.person.id);
    yield toAsker(tools.texts.say('operator-stopped'));
  };
}

function resuming(targets: Targets): Part {
  return async function* (values, request, tools) {
    for (const target of await targets(values, request, tools)) await tools.consent.resume(target, request.person.id);
    yield toAsker(tools.texts.say('operator-resumed'));
  };
}

const unfreeze: Part = async function* ({ voice, person }, request, tools) {
  const ids = await whichVoices({ voice, person }, request, tools);
  for (const voiceId of ids) await tools.consent.unfreeze(voiceId, request.place.id, request.person.id);
  yield toAsker(tools.texts.say('operator-unfrozen', { count: ids.length }));
};

export const operation = {
  'stop-voice': stopping(voicesMeant),
  'resume-voice': resuming(voicesMeant),
  'stop-place': stopping(thisPlace),
  'resume-place': resuming(thisPlace),
  'stop-all': stopping(everything),
  'resume-all': resuming(everything),
  unfreeze,
} as const;
