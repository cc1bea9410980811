import type { Permission } from '../../consent/consent.ts';
import { forms } from '../../consent/identity.ts';
import { Refusal } from '../../errors.ts';
import type { Tools } from '../command.ts';
import { ownVoice } from '../own-voice.ts';
import { toAsker, toEveryone } from '../replies.ts';
import type { Reply } from '../reply.ts';
import type { Request } from '../request.ts';
import type { ConsentOptions } from './options.ts';
import { ruleLine } from './rule-line.ts';

/** Allow: a person, a role or everyone may use the voice in this place, until a day, in some forms. Only the owner can. */
export async function* allow(values: ConsentOptions, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const { texts } = tools;
  const voice = await ownVoice(values.voice, request, tools);
  const permission: Permission = {
    audience: audienceOf(values, request),
    placeId: request.place.id,
    forms: values.as === undefined || values.as === 'any' ? forms : [values.as],
    ...(values.for === undefined ? {} : { untilMs: tools.now() + values.for }),
  };
  const rule = await tools.consent.allow(voice.id, request.person.id, permission);
  yield toEveryone(texts.say('consent-allowed', { voice: voice.name, rule: ruleLine(rule, request, texts) }));
  yield toAsker(texts.say('consent-allowed-next'));
}

function audienceOf({ person, role, everyone }: ConsentOptions, request: Request): Permission['audience'] {
  const named = [person, role, everyone || undefined].filter(one => one !== undefined);
  if (named.length !== 1) {
    throw new Refusal('consent-who', 'Whom do you allow? Give one of person, role or everyone: yes.');
  }
  if (person?.id === request.person.id)
    throw new Refusal('consent-self', 'You may always use your own voice. Name somebody else.');
  if (person) return { kind: 'person', personId: person.id };
  return role ? { kind: 'role', roleId: role.id } : { kind: 'everyone' };
}
