import type { PersonId, VoiceId } from '../consent/identity.ts';
import { Refusal } from '../errors.ts';
import type { Command, Tools } from './command.ts';
import { cleanName, personName } from './naming.ts';
import { ownButton, toAsker } from './replies.ts';
import type { Reply } from './reply.ts';
import type { Request } from './request.ts';
import { voicesHeardHere, whichVoices } from './which-voices.ts';

const options = {
  voice: { kind: 'voice' },
  person: { kind: 'person' },
  reason: { kind: 'text', required: true, maximumLength: 500 },
} as const;

/** Reasons of the buttons; the free text of the command is kept as it is. */
const reasons = ['stolen', 'fraud', 'insult'] as const;

/**
 * /report: freezes a voice in this place until an operator has looked; of a person, every voice that was allowed or used here. Then the
 * answer is the same whether there is one or not. Admins get a lasting block beside it.
 */
export const report: Command<typeof options> = {
  name: 'report',
  options,
  takesFile: true,

  async *run({ voice, person, reason }, request, tools) {
    if (person) {
      yield* reportPerson(person.id, reason, request, tools);
      return;
    }
    const [voiceId] = await whichVoices({ ...(voice ? { voice } : {}) }, request, tools);
    yield* reportVoice(voiceId!, reason, request, tools);
  },

  async *press({ verb, argument: voiceId }, request, tools) {
    if (verb === 'ask') {
      yield ask(voiceId, request, tools);
    } else if (verb === 'block') {
      if (!request.person.isAdmin && !tools.isOperator) throw new Refusal('needs-admin', 'Only admins can block a voice here.');
      await tools.consent.block({ voiceId }, request.place.id, request.person.id);
      yield toAsker(tools.texts.say('blocked-voice', { count: 1 }));
    } else {
      yield* reportVoice(voiceId, verb, request, tools);
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

async function* reportVoice(voiceId: VoiceId, reason: string, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const id = await tools.reports.add({ ...facts(reason, request, tools), voiceId });
  await tools.consent.freeze(voiceId, request.place.id, request.person.id, id);
  yield toAsker(tools.texts.say('report-done', { id }));
  yield* tellOperators(id, [voiceId], request, tools);
  yield* tellOwner(id, tools.consent.status(voiceId)?.owner, request, tools);
}

async function* reportPerson(person: PersonId, reason: string, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const id = await tools.reports.add(facts(reason, request, tools));
  const voices = await voicesHeardHere(person, request, tools);
  for (const voiceId of voices) await tools.consent.freeze(voiceId, request.place.id, request.person.id, id);
  yield toAsker(tools.texts.say('report-person-done', { id }));
  yield* tellOperators(id, voices, request, tools);
  if (voices.length > 0) yield* tellOwner(id, person, request, tools);
  else yield* tellOfNothing(id, person, request, tools);
}

function facts(reason: string, { person, place }: Request, { now }: Tools) {
  return { by: person.id, placeId: place.id, reason, atMs: now() };
}

async function* tellOperators(id: string, voices: readonly VoiceId[], request: Request, tools: Tools): AsyncGenerator<Reply> {
  const place = cleanName(request.place.name);
  for (const personId of tools.operators) {
    const texts = await tools.textsFor(personId);
    for (const voice of voices)
      yield { kind: 'notify', personId, text: texts.say('notify-report-operator', { id, voice, place }) };
  }
}

/** Somebody was reported who has no voice here: there is nothing to freeze, but the operator looks into it all the same. */
async function* tellOfNothing(id: string, reported: PersonId, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const place = cleanName(request.place.name);
  for (const personId of tools.operators) {
    const texts = await tools.textsFor(personId);
    const person = personName(reported, request, texts);
    yield { kind: 'notify', personId, text: texts.say('notify-report-nothing', { id, person, place }) };
  }
}

/** Once, also of several voices; not by an own report, and not beside what an operator is told. */
async function* tellOwner(id: string, owner: PersonId | undefined, request: Request, tools: Tools): AsyncGenerator<Reply> {
  if (owner === undefined || owner === request.person.id || tools.operators.includes(owner)) return;
  const texts = await tools.textsFor(owner);
  yield { kind: 'notify', personId: owner, text: texts.say('notify-report-owner', { id, place: cleanName(request.place.name) }) };
}
