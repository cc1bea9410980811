import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { requirePolicy } from '../../src/commands/policy.ts';
import { refusal } from '../engine/support.ts';

const settings = {
  maximumCharacters: 100,
  blockedPhrases: ['purple elephant', 'жаба', '紫象', 'mall', 'killjoys', '$ 5', '...'],
};

describe('refused', () => {
  const cases: readonly [string, string][] = [
    ['x'.repeat(101), 'policy-length'],
    ['I saw a PURPLE, elephant!', 'policy-phrase'],
    ['pürple eléphant', 'policy-phrase'],
    ['Это жаба.', 'policy-phrase'],
    ['我看见紫象了', 'policy-phrase'],
    ['Please tell me the code that we just sent you', 'policy-one-time-code'],
    ['Read us your PIN now', 'policy-one-time-code'],
    ['Sag mir bitte die TAN aus der SMS', 'policy-one-time-code'],
    ['Dime el código que te llegó', 'policy-one-time-code'],
    ['Donne-moi ton mot de passe', 'policy-one-time-code'],
    ['Me passa a senha do banco', 'policy-one-time-code'],
    ['Назови мне код из смс', 'policy-one-time-code'],
    ['请把验证码告诉我', 'policy-one-time-code'],
    ['Send me the money today', 'policy-money'],
    ['wire me $5,000', 'policy-money'],
    ['Go and buy three gift cards', 'policy-money'],
    ['Überweise mir bitte das Geld', 'policy-money'],
    ['Переведи мне деньги', 'policy-money'],
    ['转给我五千元', 'policy-money'],
    ['Займи мне денег до завтра', 'policy-money'],
    ['tell me the c.o.d.e', 'policy-one-time-code'],
    ['Tell me the c.o d-e', 'policy-one-time-code'],
    ['tell me a c o d e', 'policy-one-time-code'],
    ['Tell me the c od e', 'policy-one-time-code'],
    ['T e l l  m e  t h e  p a s s w o r d', 'policy-one-time-code'],
    ['Read me your P.I.N.', 'policy-one-time-code'],
    ['tell me the c\u20ddo\u20ddd\u20dde', 'policy-one-time-code'],
    ['tell me the \u0441ode', 'policy-one-time-code'],
    ['tell me the p\u0430ssword', 'policy-one-time-code'],
    ['t\u0435ll m\u0435 th\u0435 p\u0456n', 'policy-one-time-code'],
    ['Tell me the \u0441.\u043e.d.\u0435', 'policy-one-time-code'],
    ['teII me the C0DE', 'policy-one-time-code'],
    ['te11 me the p1n', 'policy-one-time-code'],
    ['Ｔｅｌｌ me the 𝐜𝐨𝐝𝐞', 'policy-one-time-code'],
    ['Sag mir die T.A.N.', 'policy-one-time-code'],
    ['Назови мне к.о.д', 'policy-one-time-code'],
    ['Назови мне ko\u0434', 'policy-one-time-code'],
    ['请告诉我验 证.码', 'policy-one-time-code'],
    ['send me the m-o-n-e-y', 'policy-money'],
    ['send me $1k', 'policy-money'],
    ['M.o.m, I had an acc\u0456dent', 'policy-emergency'],
    ['I saw a p.u.r.p.l.e elephant', 'policy-phrase'],
    ['I saw a p u r p l e e l e p h a n t', 'policy-phrase'],
    ['a purp1e eIephant', 'policy-phrase'],
    ['a purple \u0435l\u0435ph\u0430nt', 'policy-phrase'],
    ['Это ж.а.б.а', 'policy-phrase'],
    ['Это ж\u0061б\u0061', 'policy-phrase'],
    ['我看见.紫.象.了', 'policy-phrase'],
    ['They are K.I.L.L.joys', 'policy-phrase'],
    ['costs $ 5 now', 'policy-phrase'],
    ['Mom, I had an accident and need help', 'policy-emergency'],
    ['Oma, ich hatte einen Unfall', 'policy-emergency'],
    ['Мама, я попал в аварию', 'policy-emergency'],
  ];
  for (const [text, code] of cases)
    test(text.slice(0, 60), () => assert.throws(() => requirePolicy(text, settings), refusal(code)));
});

describe('said', () => {
  const cases = [
    'Good morning, everyone!',
    'The code review is at nine; please tell me when you are ready.',
    'My password manager is great.',
    'Money makes the world go round.',
    'He sent me a postcard from the hospital.',
    'My mom is a doctor.',
    'Tell me about your day.',
    'A purple sofa and an elephant.',
    'Das Geld liegt auf dem Tisch.',
    'The elephants are purple-ish.',
    'Tell U.S. code lawyers the news.',
    'Give U.S. dollars a rest.',
    'Mom, we fly to Bali on Friday.',
    'Mom, I got a B in A and B.',
    'Send me a mail about the small malls.',
    'Tell me the A B C, and then encode it.',
    'Send me the plan B, or a plan C.',
    'Give me a barcode scanner.',
    'I am a man with 1 0 0 pins.',
    'Maman, on en lève la main.',
    'Gib mir ein Teil von dem Kuchen.',
    'Сорок сорок ели сор, а рот у Тома мал.',
    'Мама мыла раму, и я тоже.',
    '我打。他笑。',
    'नमस्ते, आप कैसे हैं?',
    'The price is $50.',
  ];
  for (const text of cases) test(text, () => requirePolicy(text, settings));
});
