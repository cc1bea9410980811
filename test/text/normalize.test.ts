import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normalizeText } from '../../src/text/normalize/normalize.ts';
import { sanitizeText } from '../../src/text/sanitize.ts';
import { englishNames } from './golden/english-names.ts';
import { englishNumbers } from './golden/english-numbers.ts';
import type { GoldenTable } from './golden/golden.ts';
import { languages } from './golden/languages.ts';
import { hostileText } from './hostile-text.ts';

function check(rows: GoldenTable[string], language: string): void {
  const said = rows.map(([written]) => [written, normalizeText(written, language)]);
  assert.deepEqual(said, rows);
}

for (const [group, rows] of Object.entries({ ...englishNumbers, ...englishNames })) {
  test(`English ${group} are said as a person says them`, () => check(rows, 'en'));
}
for (const [language, rows] of Object.entries(languages)) {
  test(`numbers are said in "${language}"`, () => check(rows, language));
}

test('the English tables have 200 rows and more', () => {
  const rows = Object.values({ ...englishNumbers, ...englishNames }).flat();
  assert.ok(new Set(rows.map(([written]) => written)).size >= 200);
});

test('text without numbers or signs stays as it is', () => {
  const text = 'The quick brown fox — it’s “quick”, isn’t it? — jumps over the lazy dog (and sleeps).';
  for (const language of ['en', 'de', 'fr', 'ru', 'zh', 'sw']) assert.equal(normalizeText(text, language), text);
});

test('no digit of the ten is left in the languages with number words', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,-/:%$€ ax#+'), maxLength: 40 }), text => {
      for (const language of ['en', 'de', 'zh']) assert.doesNotMatch(normalizeText(text, language), /[0-9]/);
    }),
    { numRuns: 300 },
  );
});

test('words keep their order whatever stands between them', () => {
  const word = fc.stringMatching(/^[b-df-hj-np-rtwyz]{5,8}$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(word, hostileText), { maxLength: 6 }), parts => {
      const text = parts.map(([letters, other]) => ` ${letters} ${other.replace(/\p{L}/gu, '')} `).join(' ');
      const left = normalizeText(text, 'en').split(/[^\p{L}]+/u);
      const expected = parts.map(([letters]) => letters);
      let at = 0;
      for (const item of left) if (item === expected[at]) at++;
      assert.equal(at, expected.length);
    }),
    { numRuns: 200 },
  );
});

test('a sanitised text is still sanitised after it', () => {
  fc.assert(
    fc.property(hostileText, fc.constantFrom('en', 'de', 'ru', 'zh', 'it', 'sw'), (text, language) => {
      assert.doesNotMatch(normalizeText(sanitizeText(text), language), /[|[\]{}]|<\p{L}|<\S*>/u);
    }),
    { numRuns: 300 },
  );
});

test('an unknown language keeps the text', () => {
  for (const language of ['xx', '', 'tlh-Latn', '!!']) assert.equal(normalizeText('5 $5', language), '5 $5');
});
