/** Conformance: what the program relies on of every Bot, whatever its platform. One suite, which each of them runs before its own service. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Bot, BotParts } from '../../src/bots/bot.ts';
import type { AnyCommand } from '../../src/commands/command.ts';
import type { Request } from '../../src/commands/request.ts';
import { Refusal } from '../../src/errors.ts';
import { createMemoryLog, dispatcherFor } from '../commands/requests.ts';
import { soon } from '../engine/support.ts';
import { createWaits } from '../servers/discord/voice/waits.ts';
import { createMemory } from './telegram/support.ts';

/** A platform with one person, Ada, in one chat; the bot is there and has not started. */
export interface Scene extends AsyncDisposable {
  readonly bot: Bot;
  /** Ada asks for /help. Resolves when that is on its way, not when it is answered. */
  ask(): Promise<void>;
  /** Resolves when Ada has been shown a text with this in it. */
  sees(text: string): Promise<unknown>;
}

export interface Expected {
  readonly platform: string;
  /** A place and a person that are gone, or never were; left out where everything ends up in front of one terminal. */
  readonly gone?: { readonly address: string; readonly personId: string };
}

const first = 'The first of two.';
const second = 'The second of two.';

export function conformance({ platform, gone }: Expected, open: (parts: BotParts) => Promise<Scene>): void {
  /** With one command, whose second answer comes when the test says so. */
  async function createStage() {
    const waits = createWaits();
    const requests: Request[] = [];
    const release = Promise.withResolvers<void>();
    const help: AnyCommand = {
      name: 'help',
      options: {},
      async *run(_options, request) {
        requests.push(request);
        yield { kind: 'text', text: first, audience: 'asker' };
        const { promise: ended, resolve: end } = Promise.withResolvers<void>();
        request.signal.addEventListener('abort', () => end(), { once: true });
        waits.changed();
        await Promise.race([release.promise, ended]);
        request.signal.throwIfAborted();
        yield { kind: 'text', text: second, audience: 'asker' };
      },
    };
    const scene = await open({
      dispatcher: dispatcherFor([help]),
      commands: [help],
      places: { left: async () => {}, joined: async () => {} },
      memory: createMemory(),
      log: createMemoryLog([]),
      onFatal(reason) {
        throw reason;
      },
    });
    const { sees } = scene;
    return {
      bot: scene.bot,
      requests,
      release: release.resolve,
      sees,
      /** Resolves with the request when its first answer is there. */
      async ask(): Promise<Request> {
        const before = requests.length;
        await scene.ask();
        await waits.until(
          () => requests.length > before,
          () => 'the request arrives',
        );
        await sees(first);
        return requests[before]!;
      },
      async [Symbol.asyncDispose]() {
        release.resolve();
        await scene.bot.stop();
        await scene[Symbol.asyncDispose]();
      },
    };
  }

  describe(`the bot of ${platform}`, () => {
    test('makes requests that say who, where and how, each with an id of its own, and shows all replies', async () => {
      await using stage = await createStage();
      const { bot } = stage;
      assert.equal(bot.platform, platform);
      await bot.start();
      const one = await stage.ask();
      assert.equal(one.signal.aborted, false);
      stage.release();
      await stage.sees(second);
      const other = await stage.ask();
      assert.notEqual(one.id, other.id);
      assert.deepEqual([one.person.id, one.place.id], [other.person.id, other.place.id]);
      assert.ok(one.person.id.startsWith(`${platform}:`), one.person.id);
      assert.ok(one.place.id.startsWith(`${platform}:`), one.place.id);
      assert.match(one.person.name, /^Ada$/i);
      assert.equal(new Intl.Locale(one.locale).language, 'en');
    });

    test('knows people by their names, and nothing of those it has not seen', async () => {
      await using stage = await createStage();
      await stage.bot.start();
      const { person } = await stage.ask();
      assert.match(stage.bot.directory.personName(person.id) ?? '', /^Ada$/i);
      assert.equal(stage.bot.directory.personName(`${platform}:404`), undefined);
    });

    test('brings a reply to where an earlier request came from', async () => {
      await using stage = await createStage();
      const { bot } = stage;
      await bot.start();
      const { address, person, place } = await stage.ask();
      assert.ok(bot.serves?.(place.id) ?? true, 'it answers where it was asked');
      await bot.deliver(address, { kind: 'text', text: 'Owed since yesterday.', audience: 'asker' }, person.id);
      await stage.sees('Owed since yesterday.');
    });

    test('refuses to bring a reply to where nobody is any more', {
      skip: gone === undefined && 'everything ends up in front of one terminal here',
    }, async () => {
      await using stage = await createStage();
      await stage.bot.start();
      const reply = { kind: 'text', text: 'For nobody.', audience: 'asker' } as const;
      await assert.rejects(stage.bot.deliver(gone!.address, reply, gone!.personId), { code: 'place-gone' });
    });

    test('lets what is under way finish, as long as the patience lasts', async () => {
      await using stage = await createStage();
      await stage.bot.start();
      const { signal } = await stage.ask();
      const end = stage.bot.stop(new AbortController().signal);
      assert.equal(signal.aborted, false);
      stage.release();
      await soon(end, 'the end');
      await stage.sees(second);
    });

    test('cancels what is under way when the patience ends, and says why', async () => {
      await using stage = await createStage();
      await stage.bot.start();
      const { signal } = await stage.ask();
      const patience = new AbortController();
      const end = stage.bot.stop(patience.signal);
      assert.equal(signal.aborted, false);
      patience.abort();
      await soon(end, 'the end');
      assert.equal(signal.aborted, true);
      assert.ok(signal.reason instanceof Refusal, String(signal.reason));
      assert.equal(signal.reason.code, 'shutting-down');
    });

    test('may be stopped twice, at once as well, and before it has started', async () => {
      await using stage = await createStage();
      await stage.bot.start();
      await stage.ask();
      await soon(Promise.all([stage.bot.stop(), stage.bot.stop()]), 'the end');
      await soon(stage.bot.stop(), 'another end');
      await using idle = await createStage();
      await soon(idle.bot.stop(), 'the end of what never began');
    });
  });
}
