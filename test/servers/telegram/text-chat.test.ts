import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Markup, Telegraf } from 'telegraf';
import { textChats } from './text-chat.ts';

for (const [name, begin] of Object.entries(textChats)) {
  test(`a bot of telegraf talks on ${name}`, async () => {
    await using chat = await begin();
    const bot = new Telegraf(chat.token, { telegram: { apiRoot: chat.apiRoot } });
    await bot.telegram.setMyCommands([{ command: 'help', description: 'What I can do' }]);
    bot.command('help', async context => {
      await context.sendChatAction('typing');
      await context.reply(
        'I repeat.',
        Markup.inlineKeyboard([Markup.button.callback('More', 'more'), Markup.button.callback('Less', 'less')]),
      );
    });
    bot.action('more', async context => {
      await context.answerCbQuery();
      await context.editMessageText('I repeat, I repeat.');
    });
    bot.on('text', context => context.reply(`You said: ${context.message.text}`));
    const running = bot.launch();
    await chat.send('hello');
    assert.equal((await chat.nextFromBot()).text, 'You said: hello');
    await chat.send('/help me');
    const help = await chat.nextFromBot();
    assert.deepEqual([help.text, help.buttons], ['I repeat.', [['More', 'Less']]]);
    await assert.rejects(async () => chat.press(help, 'Most'), /no button "Most"/);
    await chat.press(help, 'More');
    assert.equal((await chat.waitFor(({ text }) => text.endsWith('I repeat.') && text !== 'I repeat.')).id, help.id);
    bot.stop();
    await running;
    assert.deepEqual(chat.violations, []);
  });
}
