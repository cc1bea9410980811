/** Crowd: many people at once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createStage, seen, settled, unexpected } from './stage.ts';

test('fifty people at once are all acknowledged in time, and each gets the own answer once', async () => {
  await using stage = await createStage({ globalRequestsPerSecond: 50 });
  const { channel, discord, guild } = stage;
  const people = Array.from({ length: 50 }, (_, index) => {
    const person = discord.createPerson({ name: `Person ${index}` });
    guild.addMember(person);
    return person;
  });
  const asked = people.map((person, index) =>
    person.run(channel, ['help', 'voices list', 'privacy', 'settings show'][index % 4]!),
  );
  await seen(stage, () => asked.every(({ responseType }) => responseType !== undefined));
  assert.deepEqual(
    asked.filter(({ hasFailed }) => hasFailed),
    [],
  );
  const starts = [/^I let your own voice speak/, /^There is no voice for you/, /^What this bot keeps/, /^You: language/];
  await seen(stage, () => asked.every((one, index) => one.messages().some(({ content }) => starts[index % 4]!.test(content))));
  for (const person of people) await settled(stage, person, channel);
  assert.deepEqual(channel.messages(), []);
  assert.deepEqual(unexpected(stage), []);
});
