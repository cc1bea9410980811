/** Abuse: commands with values that are none, of the wrong type, or too much; and commands for which somebody has no right. */
import type { OptionValue, Request } from '../../src/commands/request.ts';
import { Refusal } from '../../src/errors.ts';
import { requestFor } from '../commands/requests.ts';
import type { Abuse } from '../consent/abuse.ts';
import { type Row, rowsIn } from './rows.ts';
import { ada, ben, createWorld, den, eve, mod, olga, personOf, type World } from './world.ts';

type Options = Request['options'];

const text = (words: string): OptionValue => [{ kind: 'text', text: words }];
const person = (id: string): OptionValue => ({ kind: 'person', id });
const asType = (value: unknown) => value as OptionValue;

const tell =
  (who: string, command: string, options: Options = {}) =>
  (world: World) =>
    world.tell(who, command, options);

const say = (options: Options, who = ben) => tell(who, 'say', { text: text('Hello there.'), ...options });

/** JSON has it as an own property, which `{ __proto__: ... }` has not. */
const prototypeOption = JSON.parse('{"__proto__": "x"}') as Options;

const wrong: readonly Row<World>[] = [
  ['/say without a text', 'option-missing', tell(ben, 'say')],
  ['/say with a text that is no tree', 'option-text', say({ text: 'Hello.' })],
  ['/say with a text that is a number', 'option-text', say({ text: 7 })],
  ['/say with a text that is a person', 'option-text', say({ text: person(ada) })],
  ['/say with 5,001 characters', 'option-too-long', say({ text: text('a'.repeat(5_001)) })],
  [
    '/say with 5,001 characters in a nest of quotes',
    'option-too-long',
    say({ text: [{ kind: 'span', block: true, children: [{ kind: 'text', text: 'a'.repeat(5_001) }] }] }),
  ],
  ['/say with a word for the rate', 'option-number', say({ rate: 'fast' })],
  ['/say with no rate', 'option-number', say({ rate: '' })],
  ['/say with a rate of 0', 'option-number', say({ rate: 0 })],
  ['/say with an infinite rate', 'option-number', say({ rate: 'Infinity' })],
  ['/say with a rate that is no number', 'option-number', say({ rate: Number.NaN })],
  ['/say with a rate in hexadecimal', 'option-number', say({ rate: '0x10' })],
  ['/say in a form that there is not', 'option-choice', say({ as: 'shout' })],
  ['/say in several forms', 'option-choice', say({ as: asType(['note', 'file']) })],
  ['/say with a voice that is a number', 'option-text', say({ voice: 1 })],
  ['/say with a voice of blanks', 'option-text', say({ voice: '  ' })],
  ['/say with a voice of 10,000 letters', 'option-too-long', say({ voice: 'a'.repeat(10_000) })],
  ['/say with an option of another command', 'option-unknown', say({ person: person(ada) })],
  ['/say with an option that objects have', 'option-unknown', say({ constructor: 'x' } as unknown as Options)],
  ['/say with the prototype as an option', 'option-unknown', tell(ben, 'say', prototypeOption)],
  ['/clone with a name of 65 letters', 'option-too-long', tell(eve, 'clone', { name: 'a'.repeat(65) })],
  ['/clone in a language that nobody speaks', 'language-unsupported', tell(eve, 'clone', { language: 'tlh' })],
  ['/clone in a language with path parts', 'language-unsupported', tell(eve, 'clone', { language: '../../etc' })],
  ['/design without a gender', 'option-missing', tell(eve, 'design')],
  ['/design with a pitch of 1.5', 'option-number', tell(eve, 'design', { gender: 'male', pitch: 1.5 })],
  ['/design where the engine cannot', 'design-unavailable', tell(eve, 'design', { gender: 'male' })],
  ['/help for a command that there is not', 'command-unknown', tell(eve, 'help', { command: '__proto__' })],
  ['/report without a reason', 'option-missing', tell(ben, 'report', { voice: 'Ada' })],
  ['/report without a voice', 'report-what', tell(ben, 'report', { reason: 'x' })],
  ['/report with a reason of 501 letters', 'option-too-long', tell(ben, 'report', { voice: 'Ada', reason: 'x'.repeat(501) })],
  ['/verify without a file', 'verify-what', tell(ben, 'verify')],
  ['/voices add without a recording', 'voices-add-what', tell(ada, 'voices', { do: 'add', voice: 'Ada' })],
  ['/voices rename without a name', 'option-missing', tell(ada, 'voices', { do: 'rename', voice: 'Ada' })],
  ['/voices that steals', 'option-choice', tell(eve, 'voices', { do: 'steal' })],
  ['a command that there is not', 'command-unknown', tell(eve, 'sudo')],
  ['a command with path parts', 'command-unknown', tell(eve, '../../say')],
  ['a command that objects have', 'command-unknown', tell(eve, 'toString')],
  ['a command in capitals and a zero-width space', 'command-unknown', tell(eve, 'SAY\u200b')],
  ['an empty command', 'command-unknown', tell(eve, '')],
  [
    'eleven commands in one moment',
    'flood',
    async w => {
      for (let count = 0; count < 11; count++) await w.send(requestFor('help', { person: personOf(eve) }));
    },
  ],
];

const allow = (options: Options, who = ada) => tell(who, 'consent', { do: 'allow', voice: 'Ada', ...options });

const consentRows: readonly Row<World>[] = [
  ['that grants', 'option-choice', tell(ada, 'consent', { do: 'grant' })],
  ['for a name instead of a person', 'option-person', allow({ person: '@ben' })],
  ['for a role instead of a person', 'option-person', allow({ person: { kind: 'role', id: '7' } })],
  ['for a person instead of a role', 'option-role', allow({ role: person(ben) })],
  ['for nobody', 'consent-who', allow({})],
  ['for a person and everyone', 'consent-who', allow({ person: person(ben), everyone: true })],
  ['for oneself', 'consent-self', allow({ person: person(ada) })],
  ['for perhaps everyone', 'option-choice', allow({ everyone: 'maybe' })],
  ['in a form that there is not', 'option-choice', allow({ everyone: true, as: 'song' })],
  ['for five fortnights', 'option-duration', allow({ everyone: true, for: '5 fortnights' })],
  ['for eleven years', 'option-duration', allow({ everyone: true, for: '11 years' })],
  ['for no time', 'option-duration', allow({ everyone: true, for: '0 days' })],
  ['for less than no time', 'option-duration', allow({ everyone: true, for: '-3 days' })],
  ['for a number', 'option-duration', allow({ everyone: true, for: 30 })],
  ['for two years', 'permission-too-long', allow({ everyone: true, for: '2 years' })],
  ['for the voice of somebody else', 'voice-own-none', allow({ person: person(eve) }, ben)],
  ['to end a rule that there is not', 'consent-no-rule', tell(ada, 'consent', { do: 'end', voice: 'Ada', rule: 2 })],
  ['to end rule 0', 'option-number', tell(ada, 'consent', { do: 'end', voice: 'Ada', rule: 0 })],
  ['to end half a rule', 'option-number', tell(ada, 'consent', { do: 'end', voice: 'Ada', rule: 1.5 })],
  ['to end something', 'consent-which-rule', tell(ada, 'consent', { do: 'end', voice: 'Ada' })],
  ['to revoke the voice of somebody else', 'voice-own-none', tell(ben, 'consent', { do: 'revoke', voice: 'Ada' })],
  ['to read who used the voice of somebody else', 'voice-own-none', tell(ben, 'consent', { do: 'log', voice: 'Ada' })],
  ['to revoke one of two', 'voice-own-which', tell(ada, 'consent', { do: 'revoke' })],
];

const settings = (who: string, what: string, more: Options = {}) => tell(who, 'settings', { do: what, ...more });

const ofAdmins = ['form', 'length', 'language', 'block-phrase', 'unblock-phrase', 'block-person', 'unblock-person'] as const;
const ofOperators = ['stop-voice', 'resume-voice', 'stop-place', 'resume-place', 'stop-all', 'resume-all', 'unfreeze'] as const;
const anything = { value: 'note', voice: 'Ada', person: person(ben) } as const;

const settingsRows: readonly Row<World>[] = [
  ...[...ofAdmins, 'block-voice', 'unblock-voice'].map(
    (what): Row<World> => [`${what} by somebody who is no admin`, 'needs-admin', settings(ben, what, anything)],
  ),
  ...ofOperators.map((what): Row<World> => [`${what} by an admin`, 'needs-operator', settings(mod, what, anything)]),
  ['the kill switch by the owner of a voice', 'needs-operator', settings(ada, 'stop-all')],
  [
    'the kill switch by the operator of another platform',
    'needs-operator',
    w => w.tell('discord:olga', 'settings', { do: 'stop-all' }),
  ],
  [
    'by an admin of another place',
    'needs-admin',
    w => {
      const place = { id: den, kind: 'group', name: 'Den' } as const;
      return w.tell(mod, 'settings', { do: 'length', value: '20' }, { place, person: { ...personOf(mod), isAdmin: false } });
    },
  ],
  ['that there is not', 'option-choice', settings(olga, 'root')],
  ['length without a value', 'option-missing', settings(mod, 'length')],
  ['length of 19', 'option-number', settings(mod, 'length', { value: '19' })],
  ['length of a million', 'option-number', settings(mod, 'length', { value: '1e6' })],
  ['language that there is not', 'option-choice', settings(mod, 'language', { value: 'xx' })],
  ['language that objects have', 'option-choice', settings(ben, 'my-language', { value: '__proto__' })],
  ['a blocked phrase of signs, which would be in every text', 'phrase-empty', settings(mod, 'block-phrase', { value: '...' })],
  ['the end of a phrase that is not blocked', 'phrase-unknown', settings(mod, 'unblock-phrase', { value: 'x' })],
  [
    'a flood of blocked phrases',
    'phrases-full',
    async w => {
      for (let count = 0; count < 201; count++) await settings(mod, 'block-phrase', { value: `phrase ${count}` })(w);
    },
  ],
  ['block-voice of a voice that the admin may not use', 'voice-unknown', settings(mod, 'block-voice', { voice: 'Secret' })],
  ['block-voice of nobody', 'voice-of-nobody', settings(mod, 'block-voice', { person: person(eve) })],
  ['unfreeze of a voice that never was', 'voice-unknown', settings(olga, 'unfreeze', { voice: '0'.repeat(26) })],
];

/** Two attempts must be told the very same; the second one names a voice that there is. */
async function alike(world: World, who: string, attempts: readonly (readonly [command: string, options: Options])[]) {
  const told: Refusal[] = [];
  for (const [command, options] of attempts) {
    const outcome = await world.tell(who, command, options).catch(error => error);
    if (!(outcome instanceof Refusal)) throw new Error(`Not refused: /${command}`, { cause: outcome });
    told.push(outcome);
  }
  const [first, ...others] = told;
  if (others.some(({ code, message }) => code !== first!.code || message !== first!.message)) {
    throw new Error(`Told apart: ${told.map(({ message }) => message).join(' | ')}`);
  }
  throw first;
}

const hiddenRows: readonly Row<World>[] = [
  ...[ben, eve, mod].map(
    (who): Row<World> => [
      `a voice that ${who} may not use and one that never was are told apart by nobody`,
      'voice-unknown',
      w =>
        alike(w, who, [
          ['say', { text: text('Hello.'), voice: 'Nonsense' }],
          ['say', { text: text('Hello.'), voice: 'Secret' }],
          ['say', { text: text('Hello.'), voice: w.secret.id }],
          ['say', { text: text('Hello.'), voice: '0'.repeat(26) }],
          ['voices', { do: 'preview', voice: 'Secret' }],
          ['voices', { do: 'usual', voice: 'Secret' }],
          ['report', { voice: 'Secret', reason: 'x' }],
        ]),
    ],
  ),
  [
    'nor by an owner of another voice',
    'voice-own-unknown',
    async w => {
      await w.make(eve, 'Eve');
      return alike(w, eve, [
        ['consent', { do: 'revoke', voice: 'Nonsense' }],
        ['consent', { do: 'revoke', voice: 'Secret' }],
        ['consent', { do: 'allow', voice: w.secret.id, everyone: true }],
        ['consent', { do: 'log', voice: 'Secret' }],
        ['clone', { again: w.secret.id }],
        ['voices', { do: 'rename', voice: 'Secret', name: 'Mine' }],
      ]);
    },
  ],
  [
    'nor after it was revoked',
    'voice-unknown',
    async w => {
      await w.voices.revoke(w.secret.id, ada);
      return alike(w, ben, [
        ['say', { text: text('Hello.'), voice: '0'.repeat(26) }],
        ['say', { text: text('Hello.'), voice: w.secret.id }],
      ]);
    },
  ],
  ['a voice in a place where it is not allowed', 'voice-unknown', w => elsewhere(w, 'console:place/hall')],
  ['a voice in the private conversation of a friend', 'voice-unknown', w => elsewhere(w, 'console:dm/ben')],
  ['no voice at all, by a stranger', 'voice-none', say({}, eve)],
  ['a voice in a form that is not allowed', 'consent-form', say({ voice: 'Ada', as: 'file' })],
];

function elsewhere(world: World, id: string) {
  return world.tell(ben, 'say', { text: text('Hello.'), voice: 'Ada' }, { place: { id, kind: 'group', name: 'Hall' } });
}

export const optionAbuse: readonly Abuse[] = [
  ...rowsIn('a command', createWorld, wrong),
  ...rowsIn('/consent', createWorld, consentRows),
  ...rowsIn('/settings', createWorld, settingsRows),
  ...rowsIn('hidden', createWorld, hiddenRows),
];
