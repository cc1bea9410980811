import { personName } from '../naming.ts';
import { toAsker } from '../replies.ts';
import { whichVoices } from '../which-voices.ts';
import { need, type Part } from './part.ts';

/** Moderation: admins silence a voice or a person in their place. They can block; to allow is the owner's alone. */
const blockVoice: Part = async function* ({ voice, person }, request, tools) {
  const ids = await whichVoices({ voice, person }, request, tools);
  for (const voiceId of ids) await tools.consent.block({ voiceId }, request.place.id, request.person.id);
  yield toAsker(tools.texts.say('blocked-voice', { count: ids.length }));
};

const unblockVoice: Part = async function* ({ voice, person }, request, tools) {
  const ids = await whichVoices({ voice, person }, request, tools);
  for (const voiceId of ids) await tools.consent.unblock({ voiceId }, request.place.id, request.person.id);
  yield toAsker(tools.texts.say('unblocked-voice', { count: ids.length }));
};

const blockPerson: Part = async function* (values, request, { consent, texts }) {
  const { id } = need(values, 'person');
  await consent.block({ personId: id }, request.place.id, request.person.id);
  yield toAsker(texts.say('blocked-person', { person: personName(id, request, texts) }));
};

const unblockPerson: Part = async function* (values, request, { consent, texts }) {
  const { id } = need(values, 'person');
  await consent.unblock({ personId: id }, request.place.id, request.person.id);
  yield toAsker(texts.say('unblocked-person', { person: personName(id, request, texts) }));
};

export const moderation = {
  'block-voice': blockVoice,
  'unblock-voice': unblockVoice,
  'block-person': blockPerson,
  'unblock-person': unblockPerson,
} as const;
