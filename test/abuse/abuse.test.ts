/** Every attempt of abuse that is known: each is refused, with its code. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Abuse, consentAbuse } from '../consent/abuse.ts';
import { refusal, soon } from '../engine/support.ts';
import { buttonAbuse } from './buttons.ts';
import { enrolmentAbuse } from './enrolment.ts';
import { nameAbuse } from './names.ts';
import { optionAbuse } from './options.ts';
import { queueAbuse } from './queue.ts';
import { raceAbuse } from './races.ts';
import { textAbuse } from './texts.ts';
import { vaultAbuse } from './vault.ts';

const topics: Readonly<Record<string, readonly Abuse[]>> = {
  'the gate, the owner and the challenge': consentAbuse,
  'names of voices': nameAbuse,
  recordings: enrolmentAbuse,
  'what is sealed': vaultAbuse,
  'the queue': queueAbuse,
  races: raceAbuse,
  commands: optionAbuse,
  buttons: buttonAbuse,
  texts: textAbuse,
};
const all = Object.values(topics).flat();

for (const [topic, rows] of Object.entries(topics)) {
  describe(`refused, ${topic}:`, () => {
    for (const { what, code, attempt } of rows) {
      test(`${what}: ${code}`, () => assert.rejects(async () => soon(Promise.resolve(attempt()), what), refusal(code)));
    }
  });
}

test('there are at least 200 attempts, each another one', () => {
  assert.equal(new Set(all.map(({ what }) => what)).size, all.length);
  assert.ok(all.length >= 200, `${all.length}`);
});
