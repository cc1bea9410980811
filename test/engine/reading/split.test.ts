import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitText } from '../../../src/engine/reading/split.ts';

const texts: readonly (readonly [string, string, string[]])[] = [
  ['nothing', '', []],
  ['nothing to say', '... !? 🙂', []],
  ['one sentence', 'Hello there.', ['Hello there.']],
  ['sentences', 'One is here. Two is there!', ['One is here.', 'Two is there!']],
  ['a title', 'Dr. Smith is in.', ['Dr. Smith is in.']],
  ['white space', '  a \n b\tc ', ['a', 'b c']],
  ['digits', '42', ['42']],
  ['Chinese', '你好。再见！', ['你好。', '再见！']],
];
for (const [name, text, pieces] of texts) {
  test(`splits ${name}`, () => {
    assert.deepEqual(
      splitText(text, name === 'Chinese' ? 'zh' : 'en').map(piece => piece.text),
      pieces,
    );
  });
}

const long: Record<string, string> = {
  clauses: 'when the rain had stopped at last, and the streets were dry again, we went out to look for the others, '.repeat(4),
  words: 'word '.repeat(200),
  'no spaces': 'a'.repeat(1000),
  'surrogate pairs': '𝒳'.repeat(500),
};
for (const [name, text] of Object.entries(long)) {
  test(`cuts long ${name} without losing any`, () => {
    const pieces = splitText(text, 'en').map(piece => piece.text);
    assert.ok(pieces.every(piece => piece.length <= 260 && piece.isWellFormed()));
    assert.equal(pieces.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
  });
}

test('pauses after sentences are longer than after clauses, none between words', () => {
  const [clause] = splitText(long.clauses!, 'en');
  const [sentence] = splitText('Yes. No.', 'en');
  const [word] = splitText(long.words!, 'en');
  assert.ok(sentence!.pauseSeconds > clause!.pauseSeconds && clause!.pauseSeconds > 0);
  assert.equal(word!.pauseSeconds, 0);
});
