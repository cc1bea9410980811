import type { VoiceId } from '../consent/identity.ts';
import { Refusal } from '../errors.ts';
import type { Command, Tools } from './command.ts';
import { cleanName } from './naming.ts';
import { ownButton, toAsker } from './replies.ts';
import type { Reply } from './reply.ts';
import type { Request } from './request.ts';
import { whichVoices } from './which-voices.ts';

const options = {
  voice: { kind: 'voice' },
  person: { kind: 'person' },
  reason: { kind: 'text', required: true, maximumLength: 500 },
} as const;

/** Reasons of the buttons; the free text of the command is kept as it is. */
const reasons = ['stolen', 'fraud', 'insult'] as const;

/** /report: freezes a voice in this place until an operator has looked. Admins get a lasting block beside it. */
export const report: Command<typeof options> = {
  name: 'report',
  options,

  async *run({ voice, person, reason }, request, tools) {
    const ids = await whichVoices({ ...(voice ? { voice } : {}), ...(person ? { person } : {}) }, request, tools);
    yield* freeze(ids, reason, request, tools);
  },

  async *press({ verb, argument: voiceId }, request, tools) {
    if (verb === 'ask') {
      yield ask(voiceId, request, tools);
    } else if (verb === 'block') {
      if (!request.person.isAdmin && !tools.isOperator) throw new Refusal('needs-admin', 'Only admins can block a voice here.');
      await tools.consent.block({ voiceId }, request.place.id, request.person.id);
      yield toAsker(tools.texts.say('blocked-voice', { count: 1 }));
    } else {
      yield* freeze([voiceId], verb, request, tools);
    }
  },
};

function ask(argument: VoiceId, request: Request, tools: Tools): Reply {
  const button = (verb: string) =>
    ownButton(
      `button-report-${verb as (typeof reasons)[number]}`,
      { command: 'report', verb, argument },
      { request, tools, lifetimeMinutes: 30 },
    );
  const block = request.person.isAdmin
    ? [ownButton('button-block-voice', { command: 'report', verb: 'block', argument }, { request, tools, style: 'danger' })]
    : [];
  return toAsker(tools.texts.say('report-ask'), [...reasons.map(button), ...block]);
}

async function* freeze(ids: readonly VoiceId[], reason: string, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const { person, place } = request;
  const told = new Map<string, { readonly id: string; readonly voice: VoiceId }>();
  for (const voiceId of ids) {
    const id = await tools.reports.add({ by: person.id, voiceId, placeId: place.id, reason, atMs: tools.now() });
    await tools.consent.freeze(voiceId, place.id, person.id, id);
    yield toAsker(tools.texts.say('report-done', { id }));
    const owner = tools.consent.status(voiceId)?.owner;
    for (const personId of tools.operators) told.set(personId, { id, voice: voiceId });
    if (owner !== undefined && owner !== person.id) told.set(owner, { id, voice: voiceId });
  }
  for (const [personId, about] of told) {
    const texts = await tools.textsFor(personId);
    const message = tools.operators.includes(personId) ? 'notify-report-operator' : 'notify-report-owner';
    yield { kind: 'notify', personId, text: texts.say(message, { ...about, place: cleanName(place.name) }) };
  }
}
