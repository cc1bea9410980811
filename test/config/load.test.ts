import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { settingsIn, variableOf } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load.ts';
import { schema } from '../../src/config/schema.ts';
import { providers } from '../../src/engine/onnx/providers.ts';
import { Refusal } from '../../src/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'consonant-config-'));
after(() => rmSync(folder, { recursive: true }));
const documented = fileURLToPath(new URL('../../config/consonant.yaml', import.meta.url));

function fileWith(text: string): string {
  const path = join(folder, 'own.yaml');
  writeFileSync(path, text);
  return path;
}

async function refusalOf(text: string, environment = {}): Promise<Refusal> {
  return loadConfig(fileWith(text), environment).then(
    () => assert.fail('it was accepted'),
    error => {
      assert.ok(error instanceof Refusal, String(error));
      return error;
    },
  );
}

describe('the documented file', () => {
  test('says the defaults', async () => {
    assert.deepEqual(await loadConfig(documented, {}), await loadConfig(undefined, {}));
  });

  test('says every setting, and no other', () => {
    const uncommented = readFileSync(documented, 'utf8').replaceAll(/^( *)# ( *\w+: *\S?.*)$/gm, '$1$2');
    const written = new Set<string>();
    const walk = (value: unknown, path: string) => {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) written.add(path);
      else for (const [name, inner] of Object.entries(value)) walk(inner, path === '' ? name : `${path}.${name}`);
    };
    walk(parse(uncommented), '');
    assert.deepEqual(
      [...written].sort(),
      settingsIn(schema)
        .map(({ path }) => path.join('.'))
        .sort(),
    );
  });

  test('lets one choose every provider that there is', async () => {
    const names = ['auto', ...providers.map(({ name }) => name)];
    for (const name of names) {
      const { engine } = await loadConfig(fileWith(`engine: { provider: ${name} }`), {});
      assert.equal(engine.provider, name);
    }
    assert.match(
      (await refusalOf('engine: { provider: abacus }')).message,
      new RegExp(names.map(name => `"${name}"`).join('.*')),
    );
  });

  test('has a variable of its own for each setting', () => {
    const variables = settingsIn(schema).map(({ path }) => variableOf(path));
    assert.equal(new Set(variables).size, variables.length);
    assert.ok(variables.includes('CONSONANT_DATA_KEY_FILE'), variables.join(' '));
  });
});

test('a file changes what it says and nothing else', async () => {
  const config = await loadConfig(fileWith('engine:\n  id: tone\ndiscord: { shards: auto }\n'), {});
  assert.deepEqual([config.engine.id, config.engine.warm, config.discord.shards], ['tone', true, 'auto']);
});

test('an empty file, and a part without settings, leave the defaults', async () => {
  const defaults = await loadConfig(undefined, {});
  for (const text of ['', '# nothing\n', '{}']) assert.deepEqual(await loadConfig(fileWith(text), {}), defaults, text);
});

describe('a variable', () => {
  const rows: readonly [string, string, (config: Awaited<ReturnType<typeof loadConfig>>) => unknown, unknown][] = [
    ['CONSONANT_ENGINE_ID', 'tone', config => config.engine.id, 'tone'],
    ['CONSONANT_ENGINE_WARM', 'false', config => config.engine.warm, false],
    ['CONSONANT_DISCORD_SHARDS', '2', config => config.discord.shards, 2],
    ['CONSONANT_DISCORD_SHARDS', 'auto', config => config.discord.shards, 'auto'],
    ['CONSONANT_OPERATORS', 'discord:1, telegram:2', config => config.operators, ['discord:1', 'telegram:2']],
    ['CONSONANT_DATA_FOLDER', '7', config => config.data.folder, '7'],
    ['CONSONANT_DATA_FOLDER', '', config => config.data.folder, 'from-file'],
  ];
  for (const [variable, text, read, expected] of rows) {
    test(`${variable}="${text}"`, async () => {
      const file = fileWith('data: { folder: from-file }\nengine: { id: mynah }\n');
      assert.deepEqual(read(await loadConfig(file, { [variable]: text })), expected);
    });
  }
});

describe('is refused, with its name, its value, what is allowed and its line', () => {
  const rows: readonly [what: string, text: string, says: readonly RegExp[]][] = [
    ['an unknown setting', 'discord:\n  idel: 3\n', [/own\.yaml, line 2: there is no setting "discord\.idel"/, /idleMinutes/]],
    ['an unknown part', 'dicsord: {}\n', [/line 1: there is no setting "dicsord"/, /Known here: data, engine/]],
    ['a wrong choice', 'engine:\n  verifier: none\n', [/line 2: engine\.verifier is "none"/, /"auto"\|"embedded"\|"sherpa"/]],
    ['a number out of its range', 'discord:\n  shards: 0\n', [/line 2: discord\.shards is 0/, /auto/]],
    ['a text for a number', 'discord: { idleMinutes: long }\n', [/discord\.idleMinutes is "long"/, /number/]],
    [
      'an address of another kind',
      'telegram: { apiRoot: "ftp://x" }\n',
      [/telegram\.apiRoot is "ftp:\/\/x"/, /https:\/\/ or http:\/\//],
    ],
    ['a person without a platform', 'operators: [ada]\n', [/operators\.0 is "ada"/, /discord:\d+/]],
    ['a host with a path', 'discord: { mediaHosts: ["x.org/y"] }\n', [/discord\.mediaHosts\.0 is "x\.org\/y"/]],
    ['what is no YAML', 'engine: [\n', [/own\.yaml is not YAML/]],
    ['a list instead of settings', '- engine\n', [/must hold settings by name/]],
  ];
  for (const [what, text, says] of rows) {
    test(what, async () => {
      const { code, message } = await refusalOf(text);
      assert.equal(code, 'config-invalid');
      for (const pattern of says) assert.match(message, pattern);
    });
  }

  test('several at once, a line each', async () => {
    assert.equal((await refusalOf('engine: { id: 3 }\nlog: { level: loud }\n')).message.split('\n').length, 2);
  });

  test('from a variable, which is named', async () => {
    const { message } = await refusalOf('', { CONSONANT_LOG_LEVEL: 'loud' });
    assert.match(message, /^CONSONANT_LOG_LEVEL: log\.level is "loud"/);
  });

  test('a file that is not there', async () => {
    await assert.rejects(loadConfig(join(folder, 'none.yaml'), {}), { code: 'config-missing', message: /none\.yaml/ });
  });

  test('a folder', async () => {
    await assert.rejects(loadConfig(folder, {}), { code: 'config-unreadable', message: /EISDIR/ });
  });
});
