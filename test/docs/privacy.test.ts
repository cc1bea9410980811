import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { consentDefaults } from '../../src/consent/consent-defaults.ts';
import { queueDefaults } from '../../src/jobs/queue.ts';
import { storeTable } from '../../src/stores/table.ts';

const text = readFileSync(new URL('../../PRIVACY.md', import.meta.url), 'utf8');

test('PRIVACY.md names every store that holds something of people', () => {
  const held = Object.entries(storeTable).filter(([, { subject }]) => (subject as string) !== 'nobody');
  for (const [name] of held) assert.ok(text.includes(`\`${name}\``), `PRIVACY.md says nothing of the store "${name}"`);
});

test('PRIVACY.md tells the times and sizes that the program keeps to', () => {
  assert.ok(text.includes(`${consentDefaults.useLogDays} days`));
  assert.ok(text.includes(`${consentDefaults.leftPlaceDays} days after the bot left`));
  assert.ok(text.includes(`${queueDefaults.cacheBytes / 1e6} MB`));
});
