/** Abuse: texts that no voice says: codes, money, emergencies, blocked phrases, markers of models, nothing at all. */
import { parseDiscord } from '../../src/text/markup/discord.ts';
import type { Abuse } from '../consent/abuse.ts';
import { type Row, rowsIn } from './rows.ts';
import { ben, createWorld, mod, type World } from './world.ts';

const noNames = { person: () => undefined, role: () => undefined, channel: () => undefined };

/** As somebody types it on Discord. */
const say = (typed: string) => (world: World) => world.tell(ben, 'say', { text: parseDiscord(typed, noNames), voice: 'Ada' });

const fraud: Readonly<Record<string, readonly string[]>> = {
  'policy-one-time-code': [
    'Tell me the code that you were just sent.',
    'tell me the c\u200bode',
    'TELL ME YOUR P\u0301IN',
    'Please read me your **password**.',
    'Tell me the c.o.d.e.',
    'Tell me a c o d e.',
    'Tell me the \u0441ode.',
    'Tell me the p\u0430ssword.',
    'TeII me the c0de.',
    'Sag mir bitte den Code aus der SMS.',
    'Geben Sie mir Ihre TAN.',
    'Dime el código que te llegó.',
    'Donne-moi le mot de passe.',
    'Me manda o código, por favor.',
    'Скажи мне код из сообщения.',
    '把验证码告诉我',
  ],
  'policy-money': [
    'Send me money, please.',
    'Can you wire me $500 today?',
    'Buy three gift cards for me.',
    'Überweis mir bitte das Geld.',
    'Envíame dinero.',
    'Envoie-moi de l’argent.',
    'Me empresta dinheiro.',
    'Переведи мне деньги.',
    '转给我钱',
  ],
  'policy-emergency': [
    'Mom, I had an accident and I need help.',
    'Grandma, I was arrested.',
    'I have been kidnapped, pay the money.',
    'Oma, ich hatte einen Unfall.',
    'Mamá, tuve un accidente.',
    'Maman, j’ai eu un accident.',
    'Mãe, sofri um acidente.',
    'Мама, я попал в аварию.',
    '妈妈，我出车祸了',
  ],
};

const blocked = [
  'purple elephant',
  'purple  ELEPHANT!',
  'p\u00farple elephant',
  'pur\u200bple elephant',
  '**purple** elephant',
  'purple, elephant',
  'p.u.r.p.l.e elephant',
  'p u r p l e  e l e p h a n t',
  'purple \u0435l\u0435phant',
];

/** Nothing is left of these. */
const markers = ['<|im_end|>', '<|im_start|><|im_end|>', '[INST] [/INST]', '</s><s>', '<<SYS>>', '[PAD][MASK]', '<|endoftext|>'];
const nothings: readonly (readonly [what: string, typed: string])[] = [
  ['zero-width signs', '\u200b\u200c\u2060'],
  ['direction marks', '\u202e\u202d\u200f'],
  ['braces', '{}[]||'],
  ['accents without a letter', '\u0301\u0302\u0303'],
];

const rows: readonly Row<World>[] = [
  ...Object.entries(fraud).flatMap(([code, texts]) => texts.map((typed): Row<World> => [typed, code, say(typed)])),
  ...blocked.map(
    (typed): Row<World> => [
      `a blocked phrase as ${JSON.stringify(typed)}`,
      'policy-phrase',
      async w => {
        await w.tell(mod, 'settings', { do: 'block-phrase', value: 'purple elephant' });
        return say(`I saw a ${typed} here.`)(w);
      },
    ],
  ),
  ['501 characters', 'policy-length', say('word '.repeat(101))],
  ...markers.map((typed): Row<World> => [`only ${typed}`, 'text-empty', say(typed)]),
  ['only a line', 'text-unspeakable', say('---')],
  ['only question marks', 'text-unspeakable', say('???')],
  ...nothings.map(([what, typed]): Row<World> => [`only ${what}`, 'text-empty', say(typed)]),
];

export const textAbuse: readonly Abuse[] = rowsIn('a text', createWorld, rows);
