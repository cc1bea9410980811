/** The whole program as an operator starts it: a configuration, a token in the environment, signals, and a crash. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { soon } from '../../engine/support.ts';
import {
  createTelegramServer,
  type Person,
  type ShownMessage,
  type TelegramServer,
} from '../../servers/telegram/telegram-server.ts';

const program = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const isNote = (message: ShownMessage) => message.isFromBot && message.media?.kind === 'voice';

interface Operator {
  start(environment?: NodeJS.ProcessEnv): { readonly child: ChildProcess; readonly ended: Promise<number | null> };
  /** All that was said to the operator. */
  readonly said: () => string;
}

function createOperator(context: TestContext, telegram: TelegramServer): Operator {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-process-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'consonant.yaml');
  const [data, keyFile, log] = ['data', 'master.key', 'log'].map(name => join(folder, name));
  const settings = {
    data: { folder: data, keyFile },
    engine: { id: 'tone', warm: false },
    log: { file: log },
    telegram: { apiRoot: telegram.apiRoot },
  };
  writeFileSync(file, JSON.stringify(settings));
  let stderr = '';
  return {
    start(environment = {}) {
      const env = { ...process.env, TELEGRAM_TOKEN: telegram.token, ...environment };
      const child = spawn(process.execPath, [program, '--config', file], {
        cwd: folder,
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      context.after(() => void child.kill('SIGKILL'));
      child.stderr!.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
      });
      return { child, ended: once(child, 'close').then(([exitCode]) => exitCode as number | null) };
    },
    said: () => stderr + readFileSync(log!, 'utf8'),
  };
}

const minuteMs = 60_000;

/** A voice of nobody, asked for in the chat. */
async function designVoice(person: Person): Promise<void> {
  person.send(person.privateChat, '/design female name:Robin');
  await person.privateChat.waitFor(isNote, minuteMs);
}

test('from the start to a voice note, over a crash in mid-job, to the end by a signal', async context => {
  await using telegram = await createTelegramServer();
  const operator = createOperator(context, telegram);
  const ada = telegram.person({ firstName: 'Ada' });
  const { privateChat: chat } = ada;
  ada.start();
  const first = operator.start();
  assert.match((await chat.nextFromBot(minuteMs)).text, /^Hello!/);
  await designVoice(ada);

  // Neither has the note arrived when the program dies, nor does Telegram know that the update did.
  const held = Promise.withResolvers<void>();
  await telegram.waitUntilPolling();
  telegram.faults.add('getUpdates', { kind: 'hold', until: held.promise, execute: 'after' });
  telegram.faults.add('sendVoice', { kind: 'hold', until: held.promise, execute: 'after' });
  const asked = ada.send(chat, 'This has to be heard once');
  await telegram.waitForArrival('sendVoice', call => call.status === undefined, minuteMs);
  await telegram.waitForArrival('getUpdates', call => call.status === undefined, minuteMs);
  first.child.kill('SIGKILL');
  await first.ended;

  const second = operator.start();
  const note = await chat.waitFor(message => message.id > asked.id && isNote(message), minuteMs);
  assert.equal(note.text, 'AI voice “Robin”, invented, requested by Ada');
  ada.send(chat, '/queue');
  await chat.waitFor(message => message.text.startsWith('Nothing plays'), minuteMs);
  assert.equal(chat.messages.filter(message => message.id > asked.id && isNote(message)).length, 1);

  second.child.kill('SIGTERM');
  assert.equal(await soon(second.ended, 'the end of the program'), 0);
  held.resolve();
  assert.deepEqual(telegram.violations, []);
  for (const secret of [telegram.token, telegram.token.split(':')[1]!, 'This has to be heard once']) {
    assert.ok(!operator.said().includes(secret), secret);
  }
});

test('a token that Telegram does not know, or that is none, ends the start and says what to do', async context => {
  await using telegram = await createTelegramServer();
  for (const token of ['7000000001:AAmade-up-token-that-nobody-gave', 'not a token']) {
    const operator = createOperator(context, telegram);
    const { ended } = operator.start({ TELEGRAM_TOKEN: token });
    assert.equal(await ended, 2);
    assert.match(operator.said(), /Telegram does not accept TELEGRAM_TOKEN\. Copy the token once more from @BotFather/);
    assert.ok(!operator.said().includes(token));
  }
});
