import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualTime } from '../../support/manual-time.ts';
import { callApi } from './api-client.ts';
import { createTelegramServer } from './telegram-server.ts';

async function start() {
  const time = createManualTime();
  const telegram = await createTelegramServer({ clock: time, limits: true });
  const ada = telegram.person({ firstName: 'Ada' });
  ada.start();
  const send = async (chatId: number) => {
    const { status, parameters } = await callApi(telegram, 'sendMessage', { chat_id: chatId, text: 'x' });
    return status === 200 ? 200 : [status, parameters?.retry_after];
  };
  const times = async (count: number, chatId: number) => {
    const answers: unknown[] = [];
    for (let index = 0; index < count; index += 1) answers.push(await send(chatId));
    return answers;
  };
  return { telegram, time, ada, send, times };
}

test('a short burst to one chat, then one message a second', async () => {
  const { telegram, time, ada, send, times } = await start();
  await using _ = telegram;
  assert.deepEqual(await times(6, ada.id), [200, 200, 200, 200, 200, [429, 1]]);
  time.advance(1000);
  assert.deepEqual(await times(2, ada.id), [200, [429, 1]]);
  assert.deepEqual(telegram.violations, []);
  assert.deepEqual(await send(ada.id), [429, 1]);
  assert.deepEqual(telegram.violations, ['sendMessage came 1000 ms before the retry_after of the last answer had passed']);
  telegram.setLimits(false);
  assert.equal(await send(ada.id), 200);
});

test('twenty messages a minute in a group, edits among them', async () => {
  const { telegram, time, ada, send } = await start();
  await using _ = telegram;
  const group = telegram.group({ title: 'Choir', members: [ada] });
  for (let index = 0; index < 19; index += 1) {
    time.advance(1000);
    assert.equal(await send(group.id), 200);
  }
  time.advance(1000);
  const target = { chat_id: group.id, message_id: group.messages.at(-1)!.id };
  assert.equal((await callApi(telegram, 'editMessageText', { ...target, text: 'y' })).status, 200);
  time.advance(1000);
  assert.deepEqual(await send(group.id), [429, 40]);
  time.advance(40_000);
  assert.equal(await send(group.id), 200);
});

test('thirty messages a second in all', async () => {
  const { telegram, time, send } = await start();
  await using _ = telegram;
  const people = Array.from({ length: 31 }, (_, index) => telegram.person({ firstName: `P${index}` }));
  for (const person of people) person.start();
  const answers: unknown[] = [];
  for (const { id } of people) answers.push(await send(id));
  assert.deepEqual([answers.filter(answer => answer === 200).length, answers.at(-1)], [30, [429, 1]]);
  time.advance(1000);
  assert.equal(await send(people[30].id), 200);
});
