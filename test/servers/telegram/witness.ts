/**
 * Witness: the npm package telegram-test-api as a second opinion on text flows. It was written by others, knows one private chat, and takes almost everything.
 * What it lacks and bots call at their start is answered with true before it; polls wait for something to arrive, as the package would answer them at once.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import TelegramTestApi from 'telegram-test-api';
import { createChanges } from './changes.ts';
import type { TextChat, TextMessage } from './text-chat.ts';
import type { InlineKeyboard } from './wire.ts';
import { randomText } from './world/world.ts';

/** Methods it answers with 500. */
const answeredHere: readonly string[] = [
  'setmycommands',
  'deletemycommands',
  'setmydescription',
  'setmyshortdescription',
  'sendchataction',
];

const arrivals = ['AddedUserMessage', 'AddedUserCommand', 'AddedUserCallbackQuery'];
const changesOfBot = ['AddedBotMessage', 'EditedMessageText', 'EditedMessageReplyMarkup'];
/** Short: a bot that stops asks once more, and would wait as long. */
const POLL_MS = 250;

/** A CommonJS package: what Node calls its default export TypeScript takes for a namespace. */
const Witness = TelegramTestApi as unknown as typeof TelegramTestApi.default;

export async function createWitness(): Promise<TextChat> {
  const witness = new Witness({ host: '127.0.0.1' });
  const token = `7000000001:AA${randomText(24)}`;
  const changes = createChanges();
  for (const event of changesOfBot) witness.on(event, () => changes.notify());

  const application = (witness as unknown as { webServer: RequestListener }).webServer;
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.url!.split('/').at(-1)!.split('?')[0].toLowerCase();
    if (answeredHere.includes(method)) {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"result":true}');
      return;
    }
    if (method === 'getupdates') await untilSomethingArrives(response);
    if (!response.destroyed) application(request, response);
  }

  async function untilSomethingArrives(response: ServerResponse): Promise<void> {
    if (witness.storage.userMessages.some(({ isRead }) => !isRead)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const done = () => resolve();
    const timer = setTimeout(done, POLL_MS);
    response.once('close', done);
    for (const event of arrivals) witness.once(event, done);
    await promise;
    clearTimeout(timer);
    for (const event of arrivals) witness.off(event, done);
  }

  const client = witness.getClient(token, { userId: 5_000_000_001, chatId: 5_000_000_001, firstName: 'Ada', userName: 'ada' });
  const taken = new Set<number>();

  const rowsOf = (id: number): InlineKeyboard['inline_keyboard'] => {
    const markup: unknown = witness.storage.botMessages.find(({ messageId }) => messageId === id)?.message.reply_markup;
    return (markup as InlineKeyboard | undefined)?.inline_keyboard ?? [];
  };

  const shown = (): readonly TextMessage[] =>
    witness.storage.botMessages.map(({ messageId, message }) => ({
      id: messageId,
      text: message.text,
      buttons: rowsOf(messageId).map(row => row.map(({ text }) => text)),
    }));

  function dataOf({ id }: TextMessage, label: string): string {
    const button = rowsOf(id)
      .flat()
      .find(({ text }) => text === label);
    if (button?.callback_data === undefined) throw new Error(`Message ${id} has no button "${label}" to press.`);
    return button.callback_data;
  }

  const chat: TextChat = {
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    async send(text) {
      if (text.startsWith('/')) await witness.addUserCommand(client.makeCommand(text));
      else await witness.addUserMessage(client.makeMessage(text));
    },
    nextFromBot(deadlineMs) {
      const take = () => {
        const next = shown().find(({ id }) => !taken.has(id));
        if (next) taken.add(next.id);
        return next;
      };
      return changes.until(take, () => 'no next message at the witness', deadlineMs);
    },
    waitFor: (test, deadlineMs) =>
      changes.until(
        () => shown().find(test),
        () => 'no such message at the witness',
        deadlineMs,
      ),
    async press(message, label) {
      const query = client.makeCallbackQuery(dataOf(message, label), {
        message: { message_id: message.id, text: message.text, date: 1 },
      });
      await witness.addUserCallback(query);
    },
    violations: [],
    async [Symbol.asyncDispose]() {
      changes.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return chat;
}
