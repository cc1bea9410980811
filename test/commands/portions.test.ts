import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { portionsOf } from '../../src/commands/portions.ts';

const limits = { language: 'en', rate: 1, longestSeconds: 60 } as const;
const sentence = (number: number) => `This is sentence ${number}, which Dr. Smith said at 3.5 miles an hour.`;
const text = Array.from({ length: 60 }, (_, index) => sentence(index + 1)).join(' ');

describe('portions', () => {
  test('of what fits are the text as it stands', () => {
    assert.deepEqual(portionsOf('Hello  there.\n\nBye!', limits), ['Hello  there.\n\nBye!']);
  });

  test('end at sentences, hold every word once, and none is longer than allowed', () => {
    const portions = portionsOf(text, limits);
    assert.ok(portions.length > 3, `${portions.length}`);
    assert.equal(portions.join(' ').replace(/\s+/g, ' '), text);
    for (const portion of portions) {
      assert.match(portion, /^This is sentence \d+/);
      assert.match(portion, /hour\.$/);
      assert.deepEqual(portionsOf(portion, limits), [portion]);
    }
  });

  test('are more when it is spoken slowly', () => {
    const halfPace = portionsOf(text, { ...limits, rate: 0.5 });
    assert.ok(halfPace.length > 1.7 * portionsOf(text, limits).length);
  });

  test('of one endless sentence end at clauses or words', () => {
    const endless = `${'and then we went on, '.repeat(200)}until the end.`;
    const portions = portionsOf(endless, limits);
    assert.ok(portions.length > 1);
    assert.equal(portions.join(' '), endless);
  });

  test('of Chinese are short ones', () => {
    const chinese = '今天天气很好，我们去公园。'.repeat(60);
    const portions = portionsOf(chinese, { ...limits, language: 'zh' });
    assert.ok(portions.length > 2);
    for (const portion of portions) assert.ok(portion.endsWith('。'), portion.slice(-5));
  });

  test('of signs without an end: whatever can be said is cut, and nothing is endless', () => {
    for (const hostile of ['!'.repeat(5000), 'x'.repeat(5000), '\u200d'.repeat(5000), '9'.repeat(5000)]) {
      for (const portion of portionsOf(hostile, limits)) assert.ok(portion.length > 0);
    }
  });
});
