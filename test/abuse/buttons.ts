/** Abuse: buttons that somebody else presses, too late, or that were never shown; and what plays in a voice channel. */

import { createChannel } from '../../src/bots/local/channel.ts';
import { createActions } from '../../src/commands/action.ts';
import type { Playback, Utterance } from '../../src/commands/playback.ts';
import type { Button } from '../../src/commands/reply.ts';
import type { Request } from '../../src/commands/request.ts';
import type { Abuse } from '../consent/abuse.ts';
import { hourMs, minuteMs } from '../support/manual-time.ts';
import { type Row, rowsIn } from './rows.ts';
import { ada, ben, createWorld, eve, mod, type World } from './world.ts';

/** The first button whose label begins so, of what is answered to a command. */
async function buttonOf(world: World, label: string, ...[who, command, options]: Asked): Promise<string> {
  const replies = await world.tell(who, command, options);
  const buttons = replies.flatMap(reply => ('buttons' in reply ? (reply.buttons ?? []) : []) as readonly Button[]);
  const found = buttons.find(button => button.label.startsWith(label));
  if (!found) throw new Error(`There is no button "${label}".`);
  return found.action;
}

type Asked = readonly [who: string, command: string, options?: Request['options']];

const shown: Readonly<Record<string, (world: World) => Promise<string>>> = {
  'to revoke a voice': w => buttonOf(w, 'Delete', ada, 'consent', { do: 'revoke', voice: 'Ada' }),
  'to end a rule': w => buttonOf(w, 'End', ada, 'consent', { voice: 'Ada' }),
  'to be forgotten': w => buttonOf(w, 'Erase', ada, 'forget'),
  'to agree': w => buttonOf(w, 'I am 18', ada, 'clone'),
};

/** Presses, after something was done to the action. */
const press =
  (which: string, change: (action: string, world: World) => string, who = ada) =>
  async (world: World) => {
    const action = await shown[which]!(world);
    return world.press(who, change(action, world));
  };

const same = (action: string) => action;
const after = (minutes: number) => (action: string, world: World) => {
  world.time.advance(minutes * minuteMs);
  return action;
};
/** Another part of "command:verb:argument~minute~person~tag". */
const part = (at: number, value: string) => (action: string) => {
  const parts = action.split('~');
  parts[at] = value;
  return parts.join('~');
};

const forged: readonly (readonly [what: string, change: (action: string, world: World) => string])[] = [
  ['for another person', part(2, 'AAAA')],
  ['for everybody', part(2, '')],
  ['that ends later', part(1, 'zzzzzz')],
  ['that never ends', part(1, '9'.repeat(12))],
  ['with a shorter tag', action => action.slice(0, -1)],
  ['with a longer tag', action => `${action}A`],
  ['without a tag', part(3, '')],
  ['with the tag of zeros', part(3, 'A'.repeat(8))],
  ['with one part more', action => `${action}~x`],
  ['for another voice', (action, w) => action.replace(w.voice.id, w.secret.id)],
  ['with another verb', action => action.replace(':revoke:', ':end:')],
  ['with another command', action => action.replace('consent:', 'forget:')],
  ['with a line break', action => `${action}\n`],
  ['that is nothing', () => ''],
  ['that is words', () => 'revoke everything'],
  ['of a megabyte', () => 'a'.repeat(1_000_000)],
  [
    'of another instance',
    (_, w) => createActions(Buffer.alloc(32, 8), w.time.now).make({ command: 'forget', verb: 'yes', argument: '' }),
  ],
];

const made =
  (who: string, command: string, verb: string, argument: (world: World) => string = () => '') =>
  (world: World) =>
    world.press(who, world.actions.make({ command, verb, argument: argument(world) }, { for: who }));

const buttonRows: readonly Row<World>[] = [
  ...Object.keys(shown).flatMap((which): Row<World>[] => [
    [`${which}, pressed by a friend`, 'action-not-yours', press(which, same, ben)],
    [`${which}, pressed a day later`, 'action-expired', press(which, after(24 * 60 + 2))],
  ]),
  ['to revoke a voice, pressed by an admin', 'action-not-yours', press('to revoke a voice', same, mod)],
  ['to revoke a voice, pressed after 12 minutes', 'action-expired', press('to revoke a voice', after(12))],
  ['to be forgotten, pressed after 12 minutes', 'action-expired', press('to be forgotten', after(12))],
  ['to agree, pressed after half an hour', 'action-expired', press('to agree', after(32))],
  ...forged.map(
    ([what, change]): Row<World> => [`to revoke a voice, ${what}`, 'action-unknown', press('to revoke a voice', change)],
  ),
  ['to revoke, of a voice of somebody else', 'voice-own-none', made(ben, 'consent', 'revoke', w => w.voice.id)],
  ['to end a rule, of somebody else', 'consent-no-rule', made(ben, 'consent', 'end', w => w.rule.ruleId)],
  ['to record anew, a voice of somebody else', 'voice-own-none', made(eve, 'clone', 'agree', w => w.voice.id)],
  ['to block, by somebody who is no admin any more', 'needs-admin', made(ben, 'report', 'block', w => w.voice.id)],
  [
    'to revoke, twice',
    'voice-own-unknown',
    async w => {
      const action = await shown['to revoke a voice']!(w);
      await w.press(ada, action);
      return w.press(ada, action);
    },
  ],
  [
    'to agree, until the words suit',
    'challenge-tries',
    async w => {
      const action = await shown['to agree']!(w);
      for (let count = 0; count < 4; count++) await w.press(ada, action);
    },
  ],
];

/** A voice channel in which Ada's speech plays, for ever. */
function playing(): Playback {
  const channel = createChannel({ name: 'hall', pace: () => new Promise(() => {}), onEvent: () => {} });
  const speech = {
    packets: (async function* () {
      yield Uint8Array.of(1);
    })(),
    finished: new Promise<never>(() => {}),
    cancel: () => {},
  };
  void channel.play({ id: 'one', requester: ada, owner: ada, label: 'Ada', speech } as unknown as Utterance);
  return channel;
}

const inChannel =
  (command: string, who = eve, playback: () => Playback | undefined = playing) =>
  (world: World) => {
    const there = playback();
    return world.tell(who, command, {}, there ? { playback: there } : {});
  };
const silent = () => createChannel({ name: 'hall', pace: async () => {}, onEvent: () => {} });

const channelRows: readonly Row<World>[] = [
  ['/skip of somebody else’s speech', 'live-not-yours', inChannel('skip')],
  ['/stop of somebody else’s speech', 'live-not-yours', inChannel('stop')],
  ['/leave while somebody else speaks', 'live-not-yours', inChannel('leave', ben)],
  ['/join from outside', 'live-no-channel', inChannel('join')],
  ['/skip of nothing', 'live-nothing', inChannel('skip', eve, silent)],
  ['/stop of nothing', 'live-nothing', inChannel('stop', mod, silent)],
  ...(['join', 'leave', 'skip', 'stop'] as const).map(
    (command): Row<World> => [`/${command} where there is none`, 'live-unavailable', inChannel(command, eve, () => undefined)],
  ),
];

const message = (facts: object) => ({
  message: {
    authorId: eve,
    forwarded: false,
    sentAtMs: 0,
    name: 'voice.ogg',
    sizeBytes: 9,
    download: async () => Buffer.alloc(9),
    ...facts,
  },
});

const messageRows: readonly Row<World>[] = [
  [
    'that was forwarded, as the answer to a challenge',
    'message-forwarded',
    w => w.tell(eve, 'clone', {}, message({ forwarded: true })),
  ],
  ['without a challenge', 'challenge-missing', w => w.tell(eve, 'clone', {}, message({ sentAtMs: w.time.now() + hourMs }))],
  [
    'of somebody else, for one’s own voice',
    'message-of-another',
    w => w.tell(ada, 'voices', { do: 'add', voice: 'Ada' }, message({})),
  ],
  [
    'that was forwarded, for one’s own voice',
    'message-forwarded',
    w => w.tell(ada, 'voices', { do: 'add', voice: 'Ada' }, message({ authorId: ada, forwarded: true })),
  ],
  ['that was not made here, in a report', 'audio-not-ours', w => w.tell(eve, 'report', { reason: 'x' }, message({}))],
];

export const buttonAbuse: readonly Abuse[] = [
  ...rowsIn('a button', createWorld, buttonRows),
  ...rowsIn('a voice channel', createWorld, channelRows),
  ...rowsIn('a voice message', createWorld, messageRows),
];
