import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { requireSpeakable, requireSpeakOptions } from '../../src/engine/speech-limits.ts';
import { refusal } from './support.ts';

describe('requireSpeakable', () => {
  for (const [text, spoken] of [
    ['  Hello.\n', 'Hello.'],
    ['42', '42'],
    ['你好', '你好'],
    ['Hi 👋', 'Hi 👋'],
    ['Hi \ud83d', 'Hi'],
    ['a\udc4bb', 'a b'],
    ['x'.repeat(5_000), 'x'.repeat(5_000)],
  ]) {
    test(`speaks ${JSON.stringify(text.slice(0, 12))}`, () => assert.equal(requireSpeakable(text), spoken));
  }

  test('counts characters, not code units', () => assert.ok(requireSpeakable(`a${'😀'.repeat(4_999)}`)));

  for (const [text, code, says] of [
    ['', 'text-empty', /Write/],
    [' \n\t\u3000', 'text-empty', /Write/],
    ['\ud83d', 'text-empty', /Write/],
    ['👋🎉', 'text-unspeakable', /no letter/],
    ['...!?', 'text-unspeakable', /no letter/],
    ['x'.repeat(5_001), 'text-too-long', /5001 characters; at most 5000/],
    ['x'.repeat(100_000), 'text-too-long', /100000 characters; at most 5000/],
  ] as const) {
    test(`refuses ${JSON.stringify(text.slice(0, 12))} (${text.length}) as ${code}`, () => {
      assert.throws(() => requireSpeakable(text), refusal(code));
      assert.throws(() => requireSpeakable(text), says);
    });
  }
});

describe('requireSpeakOptions', () => {
  for (const options of [{}, { rate: 0.5 }, { rate: 2 }, { seed: 0 }, { seed: 123_456 }]) {
    test(`allows ${JSON.stringify(options)}`, () => requireSpeakOptions(options));
  }
  for (const [options, code] of [
    [{ rate: 0.4 }, 'rate-out-of-range'],
    [{ rate: 2.1 }, 'rate-out-of-range'],
    [{ rate: Number.NaN }, 'rate-out-of-range'],
    [{ seed: -1 }, 'seed-invalid'],
    [{ seed: 0.5 }, 'seed-invalid'],
  ] as const) {
    test(`refuses ${Object.entries(options).join()}`, () => assert.throws(() => requireSpeakOptions(options), refusal(code)));
  }
});
