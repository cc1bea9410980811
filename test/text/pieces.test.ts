import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { densePieceDefaults, isSpeakable, pieceDefaults, splitIntoPieces } from '../../src/text/pieces.ts';
import { hostileText } from './hostile-text.ts';

const cut = (text: string, language = 'en') => splitIntoPieces(text, language).map(piece => piece.text);

const rows: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['nothing', 'en', '', []],
  ['nothing to say', 'en', '... !? 🙂', []],
  ['one sentence', 'en', 'Hello there.', ['Hello there.']],
  ['short sentences together', 'en', 'One is here. Two is there!', ['One is here. Two is there!']],
  [
    'longer sentences apart',
    'en',
    'The first sentence is here now. And the second one is over there!',
    ['The first sentence is here now.', 'And the second one is over there!'],
  ],
  ['white space', 'en', '  a \n b\tc ', ['a b c']],
  ['a crumb with its neighbour', 'en', 'The first sentence is here now. Yes.', ['The first sentence is here now. Yes.']],
  [
    'a short start before a long sentence',
    'en',
    'Hi. This is a rather long sentence without any comma that goes on for more than sixty letters.',
    ['Hi.', 'This is a rather long sentence without any comma that goes on for more than sixty letters.'],
  ],
  [
    'titles and initials',
    'en',
    'We all met Dr. Smith in the morning. J. R. R. Tolkien came in the evening.',
    ['We all met Dr. Smith in the morning.', 'J. R. R. Tolkien came in the evening.'],
  ],
  [
    'abbreviations with points',
    'en',
    'He joined the U.S. Army in that year, i.e. long ago. She went to St. Pauli instead of him.',
    ['He joined the U.S. Army in that year, i.e. long ago.', 'She went to St. Pauli instead of him.'],
  ],
  [
    'a town that looks like an abbreviation',
    'en',
    'She has lived in beautiful Rome. He was there with her once.',
    ['She has lived in beautiful Rome.', 'He was there with her once.'],
  ],
  [
    'German',
    'de',
    'Am 3. Mai kommt z.B. Hr. Müller zu uns. Danach fahren wir zusammen weiter.',
    ['Am 3. Mai kommt z.B. Hr. Müller zu uns.', 'Danach fahren wir zusammen weiter.'],
  ],
  [
    'Chinese',
    'zh',
    '今天天气很好，我们去公园吧。明天可能会下雨，记得带伞。',
    ['今天天气很好，我们去公园吧。', '明天可能会下雨，记得带伞。'],
  ],
];
for (const [name, language, text, expected] of rows) {
  test(`cuts ${name}`, () => assert.deepEqual(cut(text, language), expected));
}

const clause = 'when the rain had stopped at last, and the streets were dry again, we went out to look for the others, ';
const long: Readonly<Record<string, string>> = {
  clauses: clause.repeat(8),
  words: 'word '.repeat(200),
  'no spaces': 'a'.repeat(1000),
  'surrogate pairs': '𝒳'.repeat(500),
  'letters with accents': 'e\u0301'.repeat(400),
  Chinese: '我们今天一起去公园散步然后回家吃饭睡觉'.repeat(20),
};
for (const [name, text] of Object.entries(long)) {
  test(`cuts long ${name} within the limit, without losing any`, () => {
    const pieces = cut(text);
    assert.ok(pieces.length > 1 && pieces[0].length <= pieceDefaults.length);
    assert.ok(pieces.every(piece => piece.length <= pieceDefaults.length && piece.isWellFormed()));
    assert.equal(pieces.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
  });
}

test('an endless accent makes no endless piece', () => {
  assert.ok(cut(`a${'\u0301'.repeat(1000)}`).every(piece => piece.length <= pieceDefaults.length));
});

test('the first piece is short where there is a border', () => {
  for (const name of ['clauses', 'words']) assert.ok(cut(long[name])[0].length <= pieceDefaults.firstLength);
  assert.ok(cut(long.Chinese, 'zh')[0].length <= densePieceDefaults.firstLength);
});

test('pauses after sentences are longer than after clauses, none between words', () => {
  const [byClause] = splitIntoPieces(long.clauses, 'en');
  const [bySentence] = splitIntoPieces('Yes. No.', 'en');
  const [byWord] = splitIntoPieces(long.words, 'en');
  assert.ok(bySentence.pauseSeconds > byClause.pauseSeconds && byClause.pauseSeconds > 0);
  assert.equal(byWord.pauseSeconds, 0);
});

test('each sentence is a piece of its own where that is asked for', () => {
  const limits = { ...pieceDefaults, shortestLength: 0 };
  assert.deepEqual(
    splitIntoPieces('Yes. No.', 'en', limits).map(piece => piece.text),
    ['Yes.', 'No.'],
  );
});

test('no cut divides a number, an address, an abbreviation or a name', () => {
  const whole = [
    '3.14',
    '1,234,567',
    '1 000 000',
    'https://example.com/a,b;c',
    'Dr. Smith',
    'St. Pauli',
    'J. R. R. Tolkien',
    'U.S.',
    'Ada Lovelace',
    'e.g.',
    'No. 5',
    '10:30',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...whole, 'and', 'then,', 'walked', 'it.', 'so;'), { minLength: 20, maxLength: 80 }),
      parts => {
        const marked = parts.map((part, index) => (index % 2 === 0 ? part : 'goes'));
        const pieces = cut(marked.join(' '));
        const counted = (text: string, part: string) => text.split(part).length - 1;
        for (const part of whole) {
          assert.equal(
            pieces.reduce((sum, piece) => sum + counted(piece, part), 0),
            counted(marked.join(' '), part),
            part,
          );
        }
      },
    ),
    { numRuns: 150 },
  );
});

/** Accents without a letter are nothing to say. */
const wordsOf = (text: string) => text.replace(/(?<![\p{L}\p{N}\p{M}])\p{M}+/gu, '').replace(/[^\p{L}\p{N}\p{M}]/gu, '');

test('whatever the text, its words come back in order', () => {
  fc.assert(
    fc.property(
      fc.oneof(hostileText, fc.string({ unit: 'binary', maxLength: 200 })),
      fc.constantFrom('en', 'de', 'zh', 'ja', 'th', 'xx', '!!'),
      (text, language) => {
        const pieces = cut(text, language);
        assert.equal(wordsOf(pieces.join(' ')), isSpeakable(text) ? wordsOf(text) : '');
        assert.ok(pieces.every(isSpeakable));
      },
    ),
    { numRuns: 500 },
  );
});
