import type { StandingRule } from '../../consent/consent.ts';
import { forms } from '../../consent/identity.ts';
import { cleanName, personName, placeName } from '../naming.ts';
import type { Request } from '../request.ts';
import type { Texts } from '../texts.ts';

/** RuleLine: one rule in a line: who, where, how, until when. */
export function ruleLine(rule: StandingRule, request: Request, texts: Texts): string {
  const values = {
    who: whoIn(rule, request, texts),
    place: placeName(rule.placeId, request, texts),
    how:
      rule.forms.length === forms.length ? texts.say('forms-all') : rule.forms.map(form => texts.say(`form-${form}`)).join(', '),
    until: texts.date(rule.untilMs),
  };
  return texts.say(rule.expired ? 'rule-line-expired' : 'rule-line', values);
}

/** Whose names it needs. */
export function namedIn({ audience, placeId }: StandingRule): string[] {
  return audience.kind === 'person' ? [audience.personId, placeId] : [placeId];
}

function whoIn({ audience }: StandingRule, request: Request, texts: Texts): string {
  if (audience.kind === 'everyone') return texts.say('audience-everyone');
  if (audience.kind === 'person') return personName(audience.personId, request, texts);
  const role = cleanName(request.directory.roleName(audience.roleId) ?? '');
  return texts.say('audience-role', { role: role || '?' });
}
