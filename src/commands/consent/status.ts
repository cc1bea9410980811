import type { Voice } from '../../voices/voices.ts';
import type { Tools } from '../command.ts';
import { ownVoice } from '../own-voice.ts';
import { ownButton, toAsker } from '../replies.ts';
import type { Button, Reply } from '../reply.ts';
import type { Request } from '../request.ts';
import type { ConsentOptions } from './options.ts';
import { namedIn, ruleLine } from './rule-line.ts';

/** Status: for each voice of the person: whether it stands, and who may use it. Without a name: all of them. */
export async function* status({ voice: name }: ConsentOptions, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const voices = name === undefined ? await tools.voices.owned(request.person.id) : [await ownVoice(name, request, tools)];
  if (voices.length === 0) yield toAsker(tools.texts.say('consent-no-voice'));
  const rules = voices.flatMap(voice => tools.consent.rules(voice.id, request.person.id));
  await request.directory.know?.(rules.flatMap(namedIn));
  for (const voice of voices) yield toAsker(statusText(voice, request, tools), statusButtons(voice, request, tools));
}

function statusText(voice: Voice, request: Request, { consent, texts }: Tools): string {
  const standing = consent.status(voice.id);
  const rules = consent.rules(voice.id, request.person.id);
  const state = standing?.state ?? 'revoked';
  const values = { voice: voice.name, until: texts.date(standing?.reconfirmByMs ?? 0) };
  const lines = rules.map((rule, index) => `${index + 1}. ${ruleLine(rule, request, texts)}`);
  return [
    texts.say(`consent-state-${state}`, values),
    ...(lines.length > 0 ? [texts.say('consent-rules'), ...lines] : [texts.say('consent-private')]),
  ].join('\n');
}

/** So many rules can be ended with a button; the others by their number. */
const maximumButtons = 4;

function statusButtons(voice: Voice, request: Request, tools: Tools): Button[] {
  const rules = tools.consent.rules(voice.id, request.person.id).slice(0, maximumButtons);
  return [
    ...rules.map((rule, index) => {
      const action = tools.actions.make({ command: 'consent', verb: 'end', argument: rule.ruleId }, { for: request.person.id });
      return { label: tools.texts.say('button-end-rule', { number: index + 1 }), style: 'plain' as const, action };
    }),
    ownButton(
      'button-delete-voice',
      { command: 'consent', verb: 'ask', argument: voice.id },
      { request, tools, style: 'danger' },
    ),
  ];
}
