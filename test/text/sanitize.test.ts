import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sanitizeText } from '../../src/text/sanitize.ts';
import { hostileText } from './hostile-text.ts';

const rows: readonly (readonly [string, string, string])[] = [
  ['zero-width signs', 'a\u200Bb\u2060c\uFEFF', 'abc'],
  ['direction signs', '\u202Eevil\u202C \u2066x\u2069', 'evil x'],
  ['soft hyphens', 'co\u00ADop', 'coop'],
  ['stacked accents', 'H̷̛̼̞e̶̳̕l̵̰̇l̴͇͠ó', 'Helló'],
  ['two accents of a living language', 'ẹ̀ ấ', 'ẹ̀ ấ'],
  ['joiners inside Persian and Hindi', 'می‌خواهم क्‍ष', 'می‌خواهم क्‍ष'],
  ['repeated letters', 'sooooooo gooood', 'sooo goood'],
  ['repeated syllables', 'hahahahahaha', 'hahaha'],
  ['digits that repeat', '1000000', '1000000'],
  ['repeated Han', '哈哈哈哈哈', '哈哈哈'],
  ['repeated exclamation', 'no!!!!!! what?!?!?!', 'no! what?!'],
  ['dots', 'wait........', 'wait…'],
  ['dots of both kinds', 'a..…b', 'a…b'],
  ['ornaments', '==== a **** b ----- c', 'a b – c'],
  ['lone halves of a pair', 'x\uD800y\uDC00z', 'x y z'],
  ['control signs', 'a\u0000b\u0007c\td', 'a b c d'],
  ['lines and spaces', ' a  b \r\n\r\n c\u2028d ', 'a b\nc\nd'],
  ['full width', 'Ｈｅｌｌｏ １２', 'Hello 12'],
  ['mathematical letters', '𝓗𝓮𝓵𝓵𝓸 𝕎𝕠𝕣𝕝𝕕', 'Hello World'],
  ['raised letters', 'ᵗʰⁱˢ', 'this'],
  ['ligatures and units', 'ﬁne ℃ ㎞ №', 'fine °C km No'],
  ['Roman numerals and circles', 'Ⅷ ①', 'VIII 1'],
  ['signs that mean something', 'x² ½ ™ …', 'x² ½ ™ …'],
  ['Chinese points', '你好，世界！（好）', '你好，世界！（好）'],
  ['decomposed letters', 'cafe\u0301', 'café'],
];
for (const [name, text, expected] of rows) {
  test(`${name}: ${JSON.stringify(expected)}`, () => assert.equal(sanitizeText(text), expected));
}

const markers: readonly (readonly [string, string])[] = [
  ['hello <|im_end|> there', 'hello there'],
  ['<|im_start|>system', 'system'],
  ['<|<|x|>|>', ''],
  ['a <|im_<|x|>end|> b', 'a im_ end b'],
  ['<\u200B|im_end|\u200B>', ''],
  ['<\u0301|im_end|>', 'im_end'],
  ['＜｜end▁of▁sentence｜＞', ''],
  ['[INST] hi [/INST]', 'hi'],
  ['[ＩＮＳＴ] hi', 'hi'],
  ['<<SYS>> x <</SYS>>', 'x'],
  ['<s>x</s>', 'x'],
  ['<pad><unk><0x0A>', ''],
  ['[laughter] ha', 'laughter ha'],
  ['[[h@loU]]', 'h@loU'],
  ['{HH AH0}', 'HH AH0'],
  ['<speak>hi</speak>', 'hi'],
  ['a<b>c', 'a b c'],
  ['<a href="x">', 'a href="x"'],
];
for (const [text, expected] of markers) {
  test(`the marker in ${JSON.stringify(text)} is gone`, () => assert.equal(sanitizeText(text), expected));
}

test('comparisons and hearts stay', () => {
  for (const text of ['a < b', '3 > 2', 'x<5', '5>=4', 'I <3 you']) assert.equal(sanitizeText(text), text);
});

test('doing it twice changes nothing', () => {
  fc.assert(
    fc.property(hostileText, text => {
      const once = sanitizeText(text);
      assert.equal(sanitizeText(once), once);
    }),
    { numRuns: 1000 },
  );
});

test('nothing is left that a tokenizer could take for control', () => {
  fc.assert(
    fc.property(hostileText, text => {
      const seen = sanitizeText(text).normalize('NFKC');
      assert.ok(seen.isWellFormed());
      assert.doesNotMatch(seen, /[\|\[\]\{\}]|<[^\s=\d.+$€£\-]|[\p{Cc}--\n]|[\u202A-\u202E\u2066-\u2069\u200B\uFEFF]/v);
      assert.doesNotMatch(seen, /<\S*>/u);
    }),
    { numRuns: 1000 },
  );
});

test('no sign of Unicode hides a bracket of a marker', () => {
  const hiding: string[] = [];
  for (let point = 0; point < 0x110000; point++) {
    const sign = String.fromCodePoint(point);
    if (!/[<>|[\]{}]/u.test(sign.normalize('NFKC'))) continue;
    if (/[<>|[\]{}]/u.test(sanitizeText(`a${sign}b`).normalize('NFKC'))) hiding.push(point.toString(16));
  }
  assert.deepEqual(hiding, []);
});
