import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refusal } from '../../src/errors.ts';
import { cleanName, skeletonOf } from '../../src/voices/name.ts';

describe('a name of a voice', () => {
  const good: readonly (readonly [typed: string, stored: string])[] = [
    ['Ada', 'Ada'],
    ['  Ada   Lovelace ', 'Ada Lovelace'],
    ['Zoe\u0308', 'Zoë'],
    ["O'Neil-Smith Jr.", "O'Neil-Smith Jr."],
    ['Анна', 'Анна'],
    ['田中 太郎', '田中 太郎'],
    ['Tanaka 田中', 'Tanaka 田中'],
    ['Ελένη', 'Ελένη'],
    ['نور', 'نور'],
    ['אסתר', 'אסתר'],
    ['Nguyễn', 'Nguyễn'],
    ['2', '2'],
    ['Ada 🎤', 'Ada 🎤'],
    ['नेहा', 'नेहा'],
    ['x'.repeat(32), 'x'.repeat(32)],
    ['e\u0301'.repeat(32), 'é'.repeat(32)],
    ['Connie', 'Connie'],
    ['Tom & Jerry', 'Tom & Jerry'],
  ];
  for (const [typed, stored] of good) it(`may be ${JSON.stringify(typed)}`, () => assert.equal(cleanName(typed), stored));

  const bad: readonly (readonly [typed: string, problem: string])[] = [
    ['', 'empty'],
    [' \n ', 'empty'],
    ['x'.repeat(33), 'long'],
    ['x'.repeat(5_000_000), 'long'],
    ['Ada\u0000', 'invisible'],
    ['Ada\u202Etxt', 'invisible'],
    ['\u2066Ada\u2069', 'invisible'],
    ['A\u200Bda', 'invisible'],
    ['A\u00ADda', 'invisible'],
    ['Ada\u2028b', 'invisible'],
    ['Ada\nBob', 'invisible'],
    ['A\uFE0Fda', 'invisible'],
    ['\u3164', 'invisible'],
    ['A\u{E0041}da', 'invisible'],
    ['../../etc/passwd', 'path'],
    ['a/b', 'path'],
    ['a\\b', 'path'],
    ['..', 'path'],
    ['.hidden', 'path'],
    ['C:', 'path'],
    ['con', 'reserved'],
    ['COM1.txt', 'reserved'],
    ['@everyone', 'mention'],
    ['ada@home', 'mention'],
    ['＠here', 'mention'],
    ['everyone', 'mention'],
    ['<@123>', 'path'],
    ['**Ada**', 'markup'],
    ['`Ada`', 'markup'],
    ['||Ada||', 'markup'],
    ['[Ada](x)', 'markup'],
    ['A\u0301\u0302\u0303\u0304da', 'accents'],
    ['🎤', 'letters'],
    ['...!', 'path'],
    ['—', 'letters'],
    ['Аda', 'mixed'],
    ['Adа', 'mixed'],
    ['Αda', 'mixed'],
    ['Ада田', 'mixed'],
    ['Adaנ', 'mixed'],
  ];
  for (const [typed, problem] of bad) {
    it(`may not be ${JSON.stringify(typed.slice(0, 40))}: ${problem}`, () => {
      assert.throws(
        () => cleanName(typed),
        error => error instanceof Refusal && error.code === 'name-invalid' && error.values.problem === problem,
      );
    });
  }

  it('never stands in the message of its refusal', () => {
    assert.throws(
      () => cleanName('../secret'),
      error => !(error as Error).message.includes('secret'),
    );
  });
});

describe('the skeleton of a name', () => {
  const same = [
    ['Ada', 'ADA'],
    ['Ada', 'Аdа'],
    ['Анна', 'АННА'],
    ['Paul', 'Раul'],
    ['Zoë', 'Zoe'],
    ['Ada', 'Ａｄａ'],
    ['Ada Lovelace', 'AdaLovelace'],
    ['Ada', 'A-d.a'],
    ['Ali', 'AIi'],
    ['Bob', 'B0b'],
    ['Strauß', 'STRAUSS'],
    ['modern', 'modem'],
  ];
  for (const [one, other] of same)
    it(`is the same for ${one} and ${other}`, () => assert.equal(skeletonOf(one), skeletonOf(other)));
  const different = [
    ['Ada', 'Adam'],
    ['Anna', 'Hanna'],
    ['田中', '田口'],
    ['Ada 2', 'Ada 3'],
  ];
  for (const [one, other] of different)
    it(`tells ${one} from ${other}`, () => assert.notEqual(skeletonOf(one), skeletonOf(other)));
});
