/** Text flows, the same on the strict loopback Telegram and on a server that others wrote. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TextChat, textChats } from '../../servers/telegram/text-chat.ts';
import { agreement, createStageFor } from './stage.ts';

for (const [name, create] of Object.entries(textChats)) {
  test(`texts and buttons work with ${name}`, async () => {
    await using chat: TextChat = await create();
    await using _stage = await createStageFor(chat);
    await chat.send('/start');
    const hello = await chat.nextFromBot();
    assert.match(hello.text, /^Hello! I let your own voice speak\./);
    await chat.press(hello, 'Clone my voice');
    const notice = await chat.nextFromBot();
    assert.match(notice.text, /^Before your voice is cloned/);
    assert.deepEqual(notice.buttons.flat(), [agreement, 'No, thanks']);
    await chat.press(notice, 'No, thanks');
    assert.equal((await chat.nextFromBot()).text, 'All right. Nothing was recorded and nothing is kept.');
    await chat.press(notice, agreement);
    assert.match((await chat.nextFromBot()).text, /^Read this sentence aloud in one voice message/);
    await chat.send('/help');
    assert.match((await chat.nextFromBot()).text, /^I let your own voice speak, with your consent\./);
    await chat.send('/privacy');
    assert.match((await chat.nextFromBot()).text, /^What this bot keeps, and how to end it:/);
    await chat.send('Hello');
    assert.match((await chat.nextFromBot()).text, /^You have no voice here and may use no other one\./);
    assert.deepEqual(chat.violations, []);
  });
}
