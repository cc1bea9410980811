import type { StandingRule } from '../../consent/consent.ts';
import { Refusal } from '../../errors.ts';
import type { Voice } from '../../voices/voices.ts';
import type { Tools } from '../command.ts';
import { ownVoice } from '../own-voice.ts';
import { toAsker } from '../replies.ts';
import type { Reply } from '../reply.ts';
import type { Request } from '../request.ts';
import type { ConsentOptions } from './options.ts';
import { namedIn, ruleLine } from './rule-line.ts';
import { status } from './status.ts';

interface Which extends Partial<ConsentOptions> {
  /** Of a button. */
  readonly ruleId?: string;
}

interface Found {
  readonly voice: Voice;
  readonly rule: StandingRule;
}

/** End: takes back what was allowed: one rule by its number in the status, all of a person, a role or everyone here, or the one of a button. */
export async function* end(which: Which, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const found = await find(which, request, tools);
  if (found.length === 0)
    throw new Refusal('consent-no-rule', 'There is no such rule (any more). /consent shows those that stand.');
  await request.directory.know?.(found.flatMap(({ rule }) => namedIn(rule)));
  for (const { voice, rule } of found) {
    await tools.consent.end(voice.id, request.person.id, rule.ruleId);
    yield toAsker(tools.texts.say('consent-ended', { voice: voice.name, rule: ruleLine(rule, request, tools.texts) }));
  }
  // The others can be ended by the buttons of a new status: where the old one stood there may be the answer.
  if (which.ruleId !== undefined) yield* status({ voice: found[0]!.voice.id } as ConsentOptions, request, tools);
}

async function find(which: Which, request: Request, tools: Tools): Promise<Found[]> {
  const rulesOf = (voice: Voice) => tools.consent.rules(voice.id, request.person.id).map(rule => ({ voice, rule }));
  if (which.ruleId !== undefined) {
    const owned = await tools.voices.owned(request.person.id);
    return owned.flatMap(rulesOf).filter(({ rule }) => rule.ruleId === which.ruleId);
  }
  const rules = rulesOf(await ownVoice(which.voice, request, tools));
  if (which.rule !== undefined) return rules.slice(which.rule - 1, which.rule);
  const { person, role, everyone } = which;
  if (!person && !role && !everyone) {
    throw new Refusal(
      'consent-which-rule',
      'Which rule? Give its number (rule: 1), or person, role or everyone: yes. /consent lists them.',
    );
  }
  return rules.filter(({ rule: { audience, placeId } }) => {
    if (placeId !== request.place.id) return false;
    if (audience.kind === 'person') return audience.personId === person?.id;
    return audience.kind === 'role' ? audience.roleId === role?.id : everyone === true;
  });
}
