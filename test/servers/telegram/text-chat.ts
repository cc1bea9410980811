/** Text chat: one person and the bot in a private chat, texts and buttons only; the same on the loopback Telegram and on the witness, so that a test can run on both. */
import { createTelegramServer } from './telegram-server.ts';
import { createWitness } from './witness.ts';

export interface TextMessage {
  readonly id: number;
  readonly text: string;
  /** Labels, by row. */
  readonly buttons: readonly (readonly string[])[];
}

export interface TextChat extends AsyncDisposable {
  readonly apiRoot: string;
  readonly token: string;
  /** "/help" or any text. */
  send(text: string): Promise<void>;
  /** In order of sending, each once. */
  nextFromBot(deadlineMs?: number): Promise<TextMessage>;
  /** Present or coming, edits as well. */
  waitFor(test: (message: TextMessage) => boolean, deadlineMs?: number): Promise<TextMessage>;
  press(message: TextMessage, label: string): Promise<void>;
  readonly violations: readonly string[];
}

async function createStrictChat(): Promise<TextChat> {
  const telegram = await createTelegramServer();
  const ada = telegram.person({ firstName: 'Ada', username: 'ada' });
  const read = ({ id }: { readonly id: number }): TextMessage => {
    const { text, buttons } = ada.privateChat.current(id)!;
    return { id, text, buttons: buttons.map(row => row.map(button => button.text)) };
  };
  return {
    apiRoot: telegram.apiRoot,
    token: telegram.token,
    send: async text => void ada.send(ada.privateChat, text),
    nextFromBot: async deadlineMs => read(await ada.privateChat.nextFromBot(deadlineMs)),
    waitFor: async (test, deadlineMs) =>
      read(await ada.privateChat.waitFor(message => message.isFromBot && test(read(message)), deadlineMs)),
    press: async (message, label) => void ada.press(ada.privateChat.current(message.id)!, label),
    get violations() {
      return telegram.violations;
    },
    [Symbol.asyncDispose]: () => telegram.close(),
  };
}

/** Name for the test -> how to begin. */
export const textChats: Readonly<Record<string, () => Promise<TextChat>>> = {
  'the strict loopback Telegram': createStrictChat,
  'telegram-test-api': createWitness,
};
