import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OptionTable } from '../../src/commands/options.ts';
import { parseOptions } from '../../src/commands/parse-options.ts';
import type { OptionValue } from '../../src/commands/request.ts';
import { refusal } from '../engine/support.ts';

const table: OptionTable = {
  text: { kind: 'rich-text', required: true, maximumLength: 20 },
  name: { kind: 'text', maximumLength: 5 },
  voice: { kind: 'voice' },
  as: { kind: 'choice', choices: ['note', 'file'] },
  rate: { kind: 'number', minimum: 0.5, maximum: 2 },
  rule: { kind: 'number', minimum: 1, maximum: 9, whole: true },
  everyone: { kind: 'boolean' },
  for: { kind: 'duration' },
  person: { kind: 'person' },
  role: { kind: 'role' },
};
const text = [{ kind: 'text', text: 'hello' }] as const;
const day = 86_400_000;

describe('taken', () => {
  const cases: readonly [string, OptionValue, unknown][] = [
    ['name', ' Ada ', 'Ada'],
    ['as', 'NOTE', 'note'],
    ['rate', 1.5, 1.5],
    ['rate', '1,5', 1.5],
    ['rule', '3', 3],
    ['everyone', true, true],
    ['everyone', 'yes', true],
    ['everyone', 'off', false],
    ['for', '12h', day / 2],
    ['for', '30 days', 30 * day],
    ['for', '1 week 2 days', 9 * day],
    ['for', '30 Tage', 30 * day],
    ['for', '2 meses', 60 * day],
    ['for', '15 minutes', 900_000],
    ['for', '3 mois', 90 * day],
    ['for', '30 дней', 30 * day],
    ['for', '30天', 30 * day],
    ['for', '1 año', 365 * day],
  ];
  for (const [name, given, wanted] of cases) {
    test(`${name}: ${JSON.stringify(given)}`, () => assert.deepEqual(parseOptions(table, { text, [name]: given })[name], wanted));
  }
});

describe('refused', () => {
  const cases: readonly [string, OptionValue, string][] = [
    ['text', 'not a tree', 'option-text'],
    ['text', [{ kind: 'text', text: 'x'.repeat(21) }], 'option-too-long'],
    ['text', [{ kind: 'span', block: false, children: [{ kind: 'text', text: 'x'.repeat(21) }] }], 'option-too-long'],
    ['name', 'Adelheid', 'option-too-long'],
    ['name', '   ', 'option-text'],
    ['name', 7, 'option-text'],
    ['voice', true, 'option-text'],
    ['as', 'video', 'option-choice'],
    ['as', 1, 'option-choice'],
    ['rate', 'fast', 'option-number'],
    ['rate', 3, 'option-number'],
    ['rate', Number.NaN, 'option-number'],
    ['rate', '', 'option-number'],
    ['rate', true, 'option-number'],
    ['rule', 1.5, 'option-number'],
    ['everyone', 'maybe', 'option-choice'],
    ['for', 'soon', 'option-duration'],
    ['for', '12', 'option-duration'],
    ['for', '5 parsecs x', 'option-duration'],
    ['for', '99 years', 'option-duration'],
    ['for', '0 days', 'option-duration'],
    ['for', 30, 'option-duration'],
    ['person', 'bob', 'option-person'],
    ['person', { kind: 'role', id: '1' }, 'option-person'],
    ['role', { kind: 'person', id: 'console:bob' }, 'option-role'],
    ['colour', 'red', 'option-unknown'],
    ['__proto__x', 'red', 'option-unknown'],
  ];
  for (const [name, given, code] of cases) {
    test(`${name}: ${JSON.stringify(given)?.slice(0, 40)}`, () => {
      assert.throws(() => parseOptions(table, { text, [name]: given }), refusal(code));
    });
  }

  test('a required option that is missing', () => assert.throws(() => parseOptions(table, {}), refusal('option-missing')));

  test('with a message that names the option, the value and what is allowed', () => {
    assert.throws(() => parseOptions(table, { text, as: 'video' }), /"as" is "video"; it takes note, file\./);
  });

  test('with a value shown on one short line', () => {
    const value = `a\u202eb\n${'c'.repeat(100)}`;
    assert.throws(
      () => parseOptions(table, { text, as: value }),
      (error: Error) => !/[\u202e\n]/.test(error.message) && error.message.length < 120,
    );
  });
});
