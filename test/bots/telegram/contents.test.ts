import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { challengeContents, fileContents, pictureContents, textContents } from '../../../src/bots/telegram/showing/contents.ts';
import { keyboardOf } from '../../../src/bots/telegram/showing/keyboard.ts';
import { harmless, inMessages, shortened, textLimits } from '../../../src/bots/telegram/showing/text.ts';

const isWhole = (text: string) => text === text.toWellFormed();

describe('a text', () => {
  test('rings at nobody whom a name in it looks like; commands stay commands', () => {
    const text = harmless('“@bob” of @eve_1, mail a@b.c, use /say@our_bot or ask @операто.');
    assert.equal(text.replaceAll('\u2060', ''), '“@bob” of @eve_1, mail a@b.c, use /say@our_bot or ask @операто.');
    assert.doesNotMatch(text.replace('/say@our_bot', ''), /@[\p{L}\p{N}_]/u);
    assert.ok(text.includes('/say@our_bot'));
  });

  test('is shortened at a word, and never within a sign', () => {
    assert.equal(shortened('short', 10), 'short');
    assert.equal(shortened('one two three', 10), 'one two…');
    assert.equal(shortened('x'.repeat(20), 10), `${'x'.repeat(9)}…`);
    for (const sign of ['😀', '👩‍👩‍👧', '🇩🇪', 'e\u0301', '한']) {
      for (let limit = 4; limit < 40; limit++) {
        const cut = shortened(sign.repeat(40), limit);
        assert.ok(cut.length <= limit && isWhole(cut), `${sign} ${limit}: ${cut.length}`);
        const whole = cut.slice(0, -1);
        if (sign.length < limit) assert.equal(whole, sign.repeat(whole.length / sign.length), `${sign} ${limit}`);
      }
    }
  });

  test('that is too long for a message becomes several, at lines, and nothing is lost', () => {
    const lines = Array.from({ length: 400 }, (_, index) => `Line ${index}: ${'word '.repeat(index % 9)}end.`);
    const parts = inMessages(lines.join('\n'));
    assert.ok(parts.length > 2);
    assert.equal(parts.join('\n'), lines.join('\n'));
    for (const part of parts) assert.ok(part.length <= textLimits.text && part.startsWith('Line'));
  });

  test('without lines or even words is cut all the same, between signs', () => {
    const words = inMessages('word '.repeat(3000).trim());
    assert.ok(words.every(part => part.length <= 4096 && /^word.*word$/.test(part)));
    const signs = inMessages('👩‍👩‍👧'.repeat(2000));
    assert.ok(signs.every(part => part.length <= 4096 && isWhole(part)));
    assert.equal(signs.join(''), '👩‍👩‍👧'.repeat(2000));
  });

  test('that is empty is one empty message, which Telegram refuses: nothing is swallowed', () => {
    assert.deepEqual(inMessages(''), ['']);
  });
});

describe('buttons', () => {
  const button = (label: string) => ({ label, style: 'plain' as const, action: `do:it:${label.slice(0, 5)}` });
  const rows = (labels: string[]) => keyboardOf(labels.map(button))?.inline_keyboard.map(row => row.map(({ text }) => text));

  test('share a row when they are short', () => {
    assert.deepEqual(rows(['Yes', 'No', 'Maybe', 'I am 18 or older and this is my own voice', 'Report']), [
      ['Yes', 'No'],
      ['Maybe'],
      ['I am 18 or older and this is my own voice'],
      ['Report'],
    ]);
    assert.equal(keyboardOf([]), undefined);
    assert.equal(keyboardOf(undefined), undefined);
  });
});

describe('messages', () => {
  const keyboard = keyboardOf([{ label: 'Yes', style: 'plain', action: 'a:b:c' }]);

  test('of a long text have the buttons below the last', () => {
    const contents = textContents('word '.repeat(2000), keyboard);
    assert.deepEqual(
      contents.map(content => content.keyboard !== undefined),
      [false, false, true],
    );
    assert.ok(contents.every(({ parameters }) => !('parse_mode' in parameters)));
  });

  test('of a challenge set the sentence apart', () => {
    const text = 'Please read 👩‍🚀:';
    const [content] = challengeContents({ kind: 'challenge', text, sentence: 'I agree, zucchini.', expiresAtMs: 1 });
    const { text: whole, entities } = content!.parameters as { text: string; entities: { offset: number; length: number }[] };
    for (const { offset, length } of entities) assert.equal(whole.slice(offset, offset + length), 'I agree, zucchini.');
  });

  test('with a caption that is too long go on as text', () => {
    const text = 'word '.repeat(500).trim();
    const buttons = [{ label: 'Yes', style: 'plain', action: 'a:b:c' }] as const;
    for (const contents of [
      pictureContents({ kind: 'picture', text, png: new Uint8Array(3), alt: '', buttons }),
      fileContents({ kind: 'file', name: 'a.zip', bytes: new Uint8Array(3), text, audience: 'asker', buttons }),
    ]) {
      assert.equal(contents.length, 2);
      assert.ok((contents[0]!.parameters.caption as string).length <= textLimits.caption);
      assert.ok(`${contents[0]!.parameters.caption} ${contents[1]!.parameters.text}` === text);
      assert.equal(contents[0]!.keyboard, undefined);
      assert.ok(contents[1]!.keyboard);
    }
  });
});
