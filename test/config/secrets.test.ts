import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readSecrets } from '../../src/config/secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'consonant-secrets-'));
after(() => rmSync(folder, { recursive: true }));
const secret = 'only-for-this-test';

function fileWith(text: string): string {
  const path = join(folder, 'secret');
  writeFileSync(path, text);
  return path;
}

test('secrets come from the environment, without the spaces around them', async () => {
  assert.deepEqual(await readSecrets({ DISCORD_TOKEN: ` ${secret}\n`, TELEGRAM_TOKEN: '' }), { discordToken: secret });
});

test('or from files that it names', async () => {
  assert.deepEqual(await readSecrets({ TELEGRAM_TOKEN_FILE: fileWith(`${secret}\n`) }), { telegramToken: secret });
});

test('a secret that is given twice, or whose file is missing or empty, is refused and not told', async () => {
  const twice = { DISCORD_TOKEN: secret, DISCORD_TOKEN_FILE: fileWith(secret) };
  for (const [environment, code] of [
    [twice, 'secret-twice'],
    [{ DISCORD_TOKEN_FILE: join(folder, 'none') }, 'secret-file'],
    [{ DISCORD_TOKEN_FILE: fileWith(' \n') }, 'secret-file'],
  ] as const) {
    await assert.rejects(readSecrets(environment), (error: Error & { code: string }) => {
      assert.equal(error.code, code);
      assert.match(error.message, /DISCORD_TOKEN/);
      assert.ok(!error.message.includes(secret));
      return true;
    });
  }
});
