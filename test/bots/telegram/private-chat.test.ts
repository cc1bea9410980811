import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { unzipSync } from 'fflate';
import { demuxOggFile } from '../../../src/audio/ogg.ts';
import { menusOf } from '../../../src/bots/telegram/menus.ts';
import { commands } from '../../../src/commands/index.ts';
import type { Person, ShownMessage } from '../../servers/telegram/telegram-server.ts';
import { agreement, cloneVoice, createStage, giveVoice, labelsOf, recording, type Stage } from './stage.ts';

const isNote = (message: ShownMessage) => message.isFromBot && message.media?.kind === 'voice';
const label = 'AI voice “Robin”, invented, requested by Bob';

describe('in a private chat', () => {
  let stage: Stage;
  before(async () => {
    stage = await createStage();
  });
  after(async () => {
    assert.deepEqual(stage.telegram.violations, []);
    await stage[Symbol.asyncDispose]();
  });

  /** Somebody new, with a voice to speak with. */
  async function bobWithVoice(facts: { languageCode?: string } = {}): Promise<Person> {
    const bob = stage.telegram.person({ firstName: 'Bob', ...facts });
    await giveVoice(stage, bob, 'Robin');
    bob.start();
    await bob.privateChat.nextFromBot();
    return bob;
  }

  /** The first answer of the bot after this message. */
  const answerTo = (person: Person, { id }: ShownMessage) =>
    person.privateChat.waitFor(message => message.isFromBot && message.id > id);
  const ask = (person: Person, text: string) => answerTo(person, person.send(person.privateChat, text));

  test('a newcomer gets from /start to the first voice note', async () => {
    const ada = stage.telegram.person({ firstName: 'Ada', lastName: 'Lovelace', username: 'ada' });
    const { privateChat: chat } = ada;
    const hello = await answerTo(ada, ada.start());
    assert.match(hello.text, /^Hello! I let your own voice speak\./);
    assert.deepEqual(labelsOf(hello), ['Clone my voice', 'What is kept', 'All commands']);

    ada.press(hello, 'Clone my voice');
    const notice = await answerTo(ada, hello);
    assert.match(notice.text, /^Before your voice is cloned, please read this\./);
    ada.press(notice, agreement);
    const challenge = await answerTo(ada, notice);
    const sentence = challenge.entities.find(({ type }) => type === 'blockquote')!;
    assert.match(challenge.text.slice(sentence.offset), /^.*My words are: \w+, \w+, \w+, \w+\.$/);

    ada.sendMedia(chat, { kind: 'voice', bytes: recording, durationSeconds: 23 });
    const card = await chat.waitFor(message => message.media?.kind === 'photo');
    assert.match(card.text, /^Your voice “Ada Lovelace” is ready\./);
    const sample = await chat.waitFor(message => message.id > card.id && isNote(message));
    assert.equal(sample.text, 'AI voice “Ada Lovelace” of Ada Lovelace, requested by Ada Lovelace');
    const next = await chat.waitFor(message => message.text.startsWith('Try /say'));

    const asked = ada.send(chat, '/say Good morning, everyone!');
    const note = await chat.waitFor(message => message.id > next.id && isNote(message));
    assert.deepEqual(labelsOf(note), ['Delete', 'Report']);
    assert.equal(note.replyToId, asked.id);
    const { isComplete, durationSeconds } = demuxOggFile(note.media!.bytes);
    assert.ok(isComplete);
    assert.equal(note.media!.durationSeconds, Math.max(1, Math.round(durationSeconds)));
  });

  test('text without a command is spoken, and the chat shows that a voice is recorded', async () => {
    const bob = await bobWithVoice();
    bob.send(bob.privateChat, 'Hello there');
    const note = await bob.privateChat.waitFor(isNote);
    assert.equal(note.text, label);
    assert.equal(bob.privateChat.actions[0]?.action, 'record_voice');
    assert.deepEqual(bob.privateChat.activeActions, []);
  });

  test('options stand in front: a file, in a voice by name', async () => {
    const bob = await bobWithVoice();
    const file = await ask(bob, '/say voice:robin as:file Hello');
    assert.equal(file.media?.kind, 'document');
    assert.equal(file.media?.fileName, 'speech.ogg');
    assert.equal(file.text, label);
    assert.match((await ask(bob, '/say voice:nobody Hello')).text, /^There is no voice of that name/);
    assert.match((await ask(bob, '/say rate:9 Hello')).text, /^"rate" is "9"; it takes a number from 0.5 to 2/);
  });

  test('/say as a reply speaks that message, or the part that is quoted', async () => {
    const bob = await bobWithVoice();
    const { privateChat: chat } = bob;
    const words = 'One two three. Four five six seven eight nine ten eleven twelve.';
    const original = bob.send(chat, `/help ${words}`);
    await answerTo(bob, original);
    bob.send(chat, '/say', { replyTo: original, quote: 'One two three.' });
    const part = await chat.waitFor(isNote);
    bob.send(chat, '/say', { replyTo: original });
    const whole = await chat.waitFor(message => message.id > part.id && isNote(message));
    assert.ok(whole.media!.durationSeconds! > 2 * part.media!.durationSeconds!);
  });

  test('what was sent once goes out again by its id, without an upload', async () => {
    const bob = await bobWithVoice();
    const first = await ask(bob, '/say The very same');
    const uploads = stage.telegram.callsOf('sendVoice').filter(({ files }) => files.voice).length;
    bob.send(bob.privateChat, '/say The very same');
    const again = await bob.privateChat.waitFor(message => message.id > first.id && isNote(message));
    assert.deepEqual(again.media?.bytes, first.media?.bytes);
    assert.equal(stage.telegram.callsOf('sendVoice').filter(({ files }) => files.voice).length, uploads);
  });

  test('a recording is taken whatever Telegram calls it; a forwarded one proves nothing', async () => {
    const [bob, carol] = [await bobWithVoice(), stage.telegram.person({ firstName: 'Carol' })];
    const { privateChat: chat } = bob;
    for (const kind of ['voice', 'audio', 'video_note', 'document'] as const) {
      const sent = bob.sendMedia(chat, { kind, bytes: recording, durationSeconds: 5, mimeType: 'audio/ogg', fileName: 'a.ogg' });
      assert.match((await answerTo(bob, sent)).text, /^There is no sentence for you to read\./, kind);
    }
    carol.start();
    const hers = carol.sendMedia(carol.privateChat, { kind: 'voice', bytes: recording, durationSeconds: 5 });
    const forwarded = bob.forward(hers, chat);
    assert.match((await answerTo(bob, forwarded)).text, /^A forwarded message proves nothing about who speaks\./);
  });

  test('speech can be taken back by its button; after two days Telegram does not let the bot', async () => {
    const bob = await bobWithVoice();
    const note = await ask(bob, 'Hello');
    await bob.press(note, 'Delete').answered();
    await stage.telegram.waitForCall('deleteMessage', ({ parameters }) => parameters.message_id === String(note.id));
    assert.equal(bob.privateChat.current(note), undefined);
    const other = await ask(bob, 'Hello again');
    stage.telegram.faults.add('deleteMessage', {
      kind: 'error',
      code: 400,
      description: "Bad Request: message can't be deleted for everyone",
    });
    bob.press(other, 'Delete');
    await bob.privateChat.waitFor(message =>
      message.text.startsWith('Telegram lets me take back messages of the last 48 hours only.'),
    );
  });

  test('/clone in reply to a voice of the bot begins with the notice', async () => {
    const bob = await bobWithVoice();
    bob.send(bob.privateChat, '/clone', { replyTo: await ask(bob, 'Hello') });
    await bob.privateChat.waitFor(message => message.text.startsWith('Before your voice is cloned'));
  });

  test('a command can stand in the caption, behind signs of two units', async () => {
    const bob = await bobWithVoice();
    const note = await ask(bob, 'Is this from here?');
    const sent = bob.sendMedia(bob.privateChat, {
      kind: 'document',
      bytes: note.media!.bytes,
      mimeType: 'audio/ogg',
      fileName: '👩‍🚀.ogg',
      caption: '/verify 🎉👩‍🚀',
    });
    assert.match((await answerTo(bob, sent)).text, /^This command takes nothing behind its name/);
    const reply = bob.send(bob.privateChat, '/verify', { replyTo: note });
    assert.match((await answerTo(bob, reply)).text, /^Made here with an AI voice on /);
  });

  test('/privacy, /help and what is no command are answered', async () => {
    const bob = await bobWithVoice();
    assert.match((await ask(bob, '/privacy')).text, /^What this bot keeps, and how to end it:/);
    const help = (await ask(bob, '/help')).text;
    for (const { name, needsPlayback } of commands) assert.equal(new RegExp(`^/${name} –`, 'm').test(help), !needsPlayback, name);
    assert.match(help, /Here a text without a command is spoken as it is\..*\nIn groups I see nothing but commands/);
    assert.match((await ask(bob, '/dance')).text, /^There is no command "\/dance"\./);
    bob.send(bob.privateChat, '/help@some_other_bot');
    assert.match(
      (await ask(bob, '/queue')).text,
      /^Nothing plays and nothing waits\.$/,
      'what is meant for others is not answered',
    );
  });

  test('everything about a person comes as a file, and goes', async () => {
    const bob = await bobWithVoice();
    const file = await ask(bob, '/export');
    assert.equal(file.media?.fileName, 'consonant-export.zip');
    assert.ok(Object.keys(unzipSync(file.media!.bytes)).includes('consent.json'));
    const question = await ask(bob, '/forget');
    bob.press(question, 'Erase everything');
    const receipt = await answerTo(bob, question);
    assert.match(receipt.text, /^Everything about you was erased on .*, 1 voice included\. Receipt: [0-9a-f]{64}$/);
    assert.match((await ask(bob, '/voices')).text, /^There is no voice for you here yet\./);
  });

  test('the bot speaks the language of the app, and menus do too', async () => {
    const jana = stage.telegram.person({ firstName: 'Jana', languageCode: 'de-AT' });
    assert.match((await answerTo(jana, jana.start())).text, /^Hallo! Ich lasse deine eigene Stimme sprechen\./);
    await stage.telegram.waitForCall('setMyDescription', ({ parameters }) => parameters.language_code === 'zh');
    const menu = stage.telegram.menu(stage.telegram.person({ firstName: 'Eve', languageCode: 'de' }));
    assert.ok(menu.some(({ command, description }) => command === 'say' && /Stimme/.test(description)));
    assert.ok(!menu.some(({ command }) => command === 'join'));
    assert.match(stage.telegram.profile('fr').description, /^Bonjour !/);
    assert.equal(menusOf(commands).length, stage.telegram.callsOf('setMyCommands').length);
  });

  test('two people clone at once, and each gets their own voice', async () => {
    const both = ['Dora', 'Emil'].map(firstName => stage.telegram.person({ firstName }));
    const notes = await Promise.all(
      both.map(person => {
        person.start();
        return cloneVoice(person, `voice of ${person.user.first_name}`);
      }),
    );
    for (const [index, { text }] of notes.entries()) {
      const name = both[index]!.user.first_name;
      assert.equal(text, `AI voice “voice of ${name}” of ${name}, requested by ${name}`);
    }
  });

  test('long speech comes as several notes', async () => {
    const bob = await bobWithVoice();
    await ask(bob, '/settings length 5000');
    const sentences = Array.from({ length: 50 }, (_, index) => `This is the long and winding sentence number ${index + 1}.`);
    bob.send(bob.privateChat, `/say ${sentences.join(' ')}`);
    const notes = await Promise.all([1, 2].map(part => bob.privateChat.waitFor(message => message.text.endsWith(`(${part}/2)`))));
    for (const note of notes) {
      assert.ok(isNote(note));
      assert.ok(note.media!.bytes.length < 1_000_000);
    }
    assert.ok(notes[0]!.id < notes[1]!.id);
  });
});
