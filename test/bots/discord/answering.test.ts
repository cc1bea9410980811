/** Answering: interactions that are delivered twice, are of no known kind, or come while the bot ends. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type APIInteraction, InteractionResponseType as Response } from 'discord.js';
import { createAnswering } from '../../../src/bots/discord/answering.ts';
import type { Api } from '../../../src/bots/discord/api.ts';
import { createNames } from '../../../src/bots/discord/names.ts';
import type { AnyCommand } from '../../../src/commands/command.ts';
import { toAsker } from '../../../src/commands/replies.ts';
import { createMemoryLog, dispatcherFor, type LogLine } from '../../commands/requests.ts';

const interaction = (facts: object = {}) =>
  ({
    id: '1575453433081626625',
    application_id: '1',
    type: 2,
    token: 'token',
    version: 1,
    locale: 'de',
    app_permissions: '0',
    authorizing_integration_owners: { 0: '2' },
    attachment_size_limit: 10,
    context: 1,
    channel: { id: '3', type: 1 },
    user: { id: '4', username: 'ada', global_name: null },
    data: { id: '5', type: 1, name: 'greet', options: [] },
    ...facts,
  }) as unknown as APIInteraction;

function create(
  run: AnyCommand['run'] = async function* () {
    yield toAsker('Hello!');
  },
) {
  const said: string[] = [];
  const lines: LogLine[] = [];
  const done = Promise.withResolvers<void>();
  const api = {
    async respond(_: unknown, response: { readonly type: number; readonly data?: { readonly content?: string } }) {
      said.push(`${Response[response.type]} ${response.data?.content ?? ''}`.trim());
    },
    async editOriginal(_: unknown, { content }: { readonly content?: string }) {
      said.push(`edit ${content}`);
      done.resolve();
    },
    async deleteOriginal() {
      said.push('delete');
    },
  } as unknown as Api;
  const commands = [{ name: 'greet', options: {}, run }];
  const answering = createAnswering({
    api,
    dispatcher: dispatcherFor(commands),
    commands,
    names: createNames({ client: { guilds: { cache: new Map() } } as never, api }),
    link: text => text,
    mediaHosts: [],
    playbackAt: () => undefined,
    log: createMemoryLog(lines),
    now: () => 0,
    progressMs: 1,
  });
  return { answering, said, lines, done: done.promise };
}

describe('an interaction', () => {
  test('that is delivered twice is answered once', async () => {
    const { answering, said, done } = create();
    answering.take(interaction());
    answering.take(interaction());
    await done;
    await answering.drain(new AbortController().signal);
    assert.deepEqual(said, ['DeferredChannelMessageWithSource', 'edit Hello!']);
  });

  test('of a kind that is none of ours is left alone', async () => {
    const { answering, said, lines } = create();
    for (const [index, facts] of [
      { type: 1 },
      { type: 2, data: { id: '5', type: 2, name: 'user menu' } },
      { type: 99 },
    ].entries())
      answering.take(interaction({ id: `157545343308162662${index}`, ...facts }));
    await answering.drain(new AbortController().signal);
    assert.deepEqual([said, lines], [[], []]);
  });

  test('whose command breaks is told to have broken, with a number that the log has', async () => {
    const { answering, said, done, lines } = create(async function* () {
      yield { kind: 'picture' } as never;
    });
    answering.take(interaction());
    await done;
    await answering.drain(new AbortController().signal);
    const id = lines.find(({ event }) => event === 'bug')!.facts.id!;
    assert.match(said.at(-1)!, new RegExp(`^edit Bei uns ist etwas kaputtgegangen; es ist als ${id} vermerkt`));
  });

  test('that comes while the bot ends is told so; what is under way may finish, and not for ever', async () => {
    const patience = new AbortController();
    const under = Promise.withResolvers<void>();
    const { answering, said } = create(async function* (_, { signal }) {
      under.resolve();
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      yield toAsker('never');
    });
    answering.take(interaction());
    await under.promise;
    const drained = answering.drain(patience.signal);
    answering.take(interaction({ id: '1575453433081626626' }));
    patience.abort();
    await drained;
    assert.deepEqual(said.slice(0, 2), [
      'DeferredChannelMessageWithSource',
      'ChannelMessageWithSource Der Bot startet gerade neu. Versuch es in einer Minute wieder.',
    ]);
    assert.match(said[2]!, /^edit Der Bot startet gerade neu/);
  });
});
