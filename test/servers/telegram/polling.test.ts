import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Telegraf } from 'telegraf';
import { createTelegramServer } from './telegram-server.ts';

test('telegraf polls, and answers what people write', async () => {
  await using telegram = await createTelegramServer();
  const bot = new Telegraf(telegram.token, { telegram: { apiRoot: telegram.apiRoot } });
  bot.start(context => context.reply(`Hello, ${context.from.first_name}.`));
  const running = bot.launch();
  const ada = telegram.person({ firstName: 'Ada' });
  ada.start('payload');
  const hello = await ada.privateChat.nextFromBot();
  assert.equal(hello.text, 'Hello, Ada.');
  bot.stop();
  await running;
});
