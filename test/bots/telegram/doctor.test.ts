import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import { examinePlatforms } from '../../../src/doctor.ts';
import { createTelegramServer, type TelegramServer } from '../../servers/telegram/telegram-server.ts';

const { signal } = new AbortController();

async function examine(environment: NodeJS.ProcessEnv) {
  const findings = await examinePlatforms(environment, signal);
  return Object.fromEntries(findings.filter(({ id }) => id.startsWith('telegram')).map(finding => [finding.id, finding]));
}

const environmentOf = ({ token, apiRoot }: Pick<TelegramServer, 'token' | 'apiRoot'>) => ({
  TELEGRAM_TOKEN: token,
  CONSONANT_TELEGRAM_API_ROOT: apiRoot,
});

describe('doctor looks at Telegram', () => {
  test('and tells where a token comes from when there is none', async () => {
    const found = await examine({});
    assert.equal(found['telegram-token']!.state, 'note');
    assert.match(found['telegram-token']!.next!, /@BotFather/);
  });

  test('and finds the bot, privacy mode and how updates come, without taking any', async () => {
    await using telegram = await createTelegramServer();
    telegram.person({ firstName: 'Ada' }).start();
    const found = await examine(environmentOf(telegram));
    assert.equal(found['telegram-token']!.found, `@${telegram.bot.username} (${telegram.bot.first_name})`);
    assert.deepEqual(
      Object.values(found).map(({ state }) => state),
      ['good', 'good', 'good'],
    );
    assert.equal(found['telegram-updates']!.found, 'asked for by the bot, 1 waiting');
    assert.equal(telegram.callsOf('getUpdates').length, 0);
  });

  test('and says what privacy mode would do', async () => {
    await using telegram = await createTelegramServer({ privacyMode: false });
    const privacy = (await examine(environmentOf(telegram)))['telegram-privacy']!;
    assert.equal(privacy.state, 'note');
    assert.match(privacy.next!, /\/setprivacy/);
  });

  test('and notices a webhook that polling would take away, without its path', async () => {
    await using telegram = await createTelegramServer();
    const url = 'http://127.0.0.1:9/a-secret-path';
    await fetch(`${telegram.apiRoot}/bot${telegram.token}/setWebhook?url=${encodeURIComponent(url)}`);
    const updates = (await examine(environmentOf(telegram)))['telegram-updates']!;
    assert.match(updates.found, /^a webhook at 127\.0\.0\.1:9 is set, which is not the one of the configuration/);
    assert.match(updates.next!, /^The next start takes it away\./);
    assert.ok(!JSON.stringify(updates).includes('secret'));
  });

  test('and says that the token is wrong, or no token, without telling it', async () => {
    await using telegram = await createTelegramServer();
    for (const token of ['7000000001:AAmade-up-token-that-nobody-gave', 'nonsense']) {
      const found = await examine({ ...environmentOf(telegram), TELEGRAM_TOKEN: token });
      assert.equal(found['telegram-token']!.state, 'missing');
      assert.match(found['telegram-token']!.next!, /^Telegram does not accept TELEGRAM_TOKEN/);
      assert.ok(!JSON.stringify(found).includes(token));
    }
  });

  test('and says that it cannot be reached', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, 'close');
    const found = await examine(
      environmentOf({ token: '7000000001:AAmade-up-token-that-nobody-gave', apiRoot: `http://127.0.0.1:${port}` }),
    );
    assert.equal(found['telegram-token']!.found, `http://127.0.0.1:${port} cannot be reached (telegram-ECONNREFUSED)`);
  });
});
