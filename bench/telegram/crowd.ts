/** Crowd: people who each send a few commands to the bot at once, and what comes back to them. */
import { commands } from '../../src/commands/index.ts';
import type { Person, ShownMessage, TelegramServer } from '../../test/servers/telegram/telegram-server.ts';

export interface Outcome {
  readonly lost: number;
  readonly twice: number;
  /** Chats whose answers came in another order than the questions. */
  readonly disordered: number;
}

/** Each has an answer of its own, which begins with its name; as many as one person may send at once. */
const questions = commands.slice(0, 10).map(({ name }) => name);

export const questionsEach = questions.length;

export function createPeople(telegram: TelegramServer, count: number): readonly Person[] {
  return Array.from({ length: count }, (_, index) => telegram.person({ firstName: `Person ${index}` }));
}

/** Everybody asks everything, all in one burst. Resolves when each has as many answers, or none came for a while. */
export async function askAll(people: readonly Person[], deadlineMs: number): Promise<Outcome> {
  const before = people.map(({ privateChat }) => privateChat.messages.at(-1)?.id ?? 0);
  for (const question of questions) {
    for (const person of people) person.send(person.privateChat, `/help ${question}`);
  }
  const answersOf = ({ privateChat }: Person, index: number) =>
    privateChat.messages.filter(({ isFromBot, id }) => isFromBot && id > before[index]!).map(questionOf);
  const last = questions.at(-1);
  await Promise.allSettled(
    people.map(({ privateChat }, index) =>
      privateChat.waitFor(
        message => message.isFromBot && message.id > before[index]! && questionOf(message) === last,
        deadlineMs,
      ),
    ),
  );
  let [lost, twice, disordered] = [0, 0, 0];
  for (const [index, person] of people.entries()) {
    const answers = answersOf(person, index);
    lost += questions.filter(question => !answers.includes(question)).length;
    twice += answers.length - new Set(answers).size;
    if (answers.join() !== questions.filter(question => answers.includes(question)).join()) disordered++;
  }
  return { lost, twice, disordered };
}

function questionOf({ text }: ShownMessage): string {
  return /^\/(\w+) –/.exec(text)?.[1] ?? text;
}
