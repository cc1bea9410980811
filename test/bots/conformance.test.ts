import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConsoleBot } from '../../src/bots/console/console.ts';
import { createDiscordBot } from '../../src/bots/discord/create-discord-bot.ts';
import { createPlayground } from '../../src/bots/playground/playground.ts';
import { createTelegramBot } from '../../src/bots/telegram/telegram.ts';
import { createDiscordServer } from '../servers/discord/discord-server.ts';
import { createWaits } from '../servers/discord/voice/waits.ts';
import { createTelegramServer } from '../servers/telegram/telegram-server.ts';
import { conformance } from './conformance.ts';
import { botPermissions } from './discord/stage.ts';

conformance({ platform: 'console' }, async parts => {
  const out = mkdtempSync(join(tmpdir(), 'consonant-conformance-'));
  const waits = createWaits();
  let shown = '';
  const write = (text: string) => {
    shown += text;
    waits.changed();
  };
  const bot = createConsoleBot({ ...parts, write, out });
  return {
    bot,
    ask: async () => void bot.feed('/help'),
    sees: text =>
      waits.until(
        () => shown.includes(text),
        () => `"${text}" is shown; there is: ${shown}`,
      ),
    async [Symbol.asyncDispose]() {
      rmSync(out, { recursive: true });
    },
  };
});

const zoe = { address: JSON.stringify({ chat: 'private/zoe' }), personId: 'playground:zoe' };

conformance({ platform: 'playground', gone: zoe }, async parts => {
  const waits = createWaits();
  const bot = createPlayground({ port: 0, people: ['Ada'] }, parts);
  const gone = new AbortController();
  let events = '';
  let cookie = '';

  /** A page, looking on. */
  async function open(): Promise<string> {
    const url = /http:\S+/.exec(bot.greeting ?? '')![0];
    const { origin } = new URL(url);
    if (cookie !== '') return origin;
    cookie = (await fetch(url, { redirect: 'manual' })).headers.get('set-cookie')!.split(';')[0]!;
    const { body } = await fetch(`${origin}/events`, { headers: { cookie }, signal: gone.signal });
    const listen = async () => {
      for await (const part of body!.pipeThrough(new TextDecoderStream())) {
        events += part;
        waits.changed();
      }
    };
    listen().catch(() => {});
    return origin;
  }

  return {
    bot,
    async ask() {
      const form = new FormData();
      for (const [name, value] of Object.entries({ person: 'ada', chat: 'den', text: '/help' })) form.append(name, value);
      // It is answered when all was said, and cut off when the program ends before.
      fetch(`${await open()}/api/send`, { method: 'POST', headers: { cookie }, body: form }).catch(() => {});
    },
    sees: text =>
      waits.until(
        () => events.includes(text),
        () => `"${text}" is shown; there is: ${events}`,
      ),
    async [Symbol.asyncDispose]() {
      gone.abort();
    },
  };
});

const stranger = {
  address: JSON.stringify({ channel: '404', guild: '404', as: 'member', locale: 'en' }),
  personId: 'discord:404',
};

conformance({ platform: 'discord', gone: stranger }, async parts => {
  const discord = await createDiscordServer({ responseDeadlineMs: 60_000 });
  const ada = discord.createPerson({ name: 'Ada' });
  const guild = discord.createGuild({ name: 'Den', owner: ada });
  guild.addBot({ permissions: botPermissions });
  const channel = guild.createTextChannel({ name: 'lobby' });
  const settings = {
    token: discord.app.token,
    apiUrl: discord.apiUrl,
    mediaHosts: [discord.host],
    idleMinutes: 5,
    progressMs: 20,
  };
  const bot = createDiscordBot(settings, parts);
  return {
    bot,
    ask: async () => void ada.run(channel, 'help', {}),
    sees: text =>
      discord.seen(() => [channel, ada.directMessages].some(one => ada.sees(one).some(({ content }) => content.includes(text))), {
        withinMs: 60_000,
        what: `"${text}"`,
      }),
    [Symbol.asyncDispose]: () => discord.close(),
  };
});

conformance({ platform: 'telegram', gone: { address: '404 404 0 0', personId: 'telegram:404' } }, async parts => {
  const telegram = await createTelegramServer();
  const ada = telegram.person({ firstName: 'Ada' });
  const bot = await createTelegramBot({ token: telegram.token, apiRoot: telegram.apiRoot }, parts);
  return {
    bot,
    ask: async () => void ada.send(ada.privateChat, '/help'),
    sees: text => ada.privateChat.waitFor(message => message.text.includes(text), 60_000),
    [Symbol.asyncDispose]: () => telegram.close(),
  };
});
