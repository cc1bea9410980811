import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { requirePolicy } from '../../src/commands/policy.ts';
import { refusal } from '../engine/support.ts';

const settings = { maximumCharacters: 100, blockedPhrases: ['purple elephant', 'жаба', '紫象'] };

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
  ];
  for (const text of cases) test(text, () => requirePolicy(text, settings));
});
