/** What runs the program elsewhere: compose files, the Dockerfile, the unit of systemd. They name only what there is. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { settingsIn, variableOf } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load.ts';
import { schema } from '../../src/config/schema.ts';
import { readSecrets } from '../../src/config/secrets.ts';
import { backends } from '../../src/engine/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');

interface Compose {
  readonly services: Readonly<Record<string, Container>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}

interface Container {
  readonly build?: { readonly target?: string };
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly volumes?: readonly string[];
}

const secrets = ['DISCORD_TOKEN', 'TELEGRAM_TOKEN', 'TELEGRAM_WEBHOOK_SECRET', 'CONSONANT_MASTER_KEY'];
const settings = new Set(settingsIn(schema).map(({ path }) => variableOf(path)));
/** Read where they are needed: src/engine/models/, Node itself, the NVIDIA container toolkit. */
const others = ['CONSONANT_MODELS', 'NODE_ENV', 'NODE_COMPILE_CACHE', 'NVIDIA_VISIBLE_DEVICES', 'NVIDIA_DRIVER_CAPABILITIES'];

function requireKnown(names: Iterable<string>): void {
  for (const name of names)
    assert.ok(settings.has(name) || secrets.includes(name) || others.includes(name), `there is no setting ${name}`);
}

/** As compose fills it in where .env says nothing; what it insists on is "x". */
const filledIn = (value: string | number) =>
  String(value)
    .replace(/\$\{\w+:-([^}]*)\}/g, '$1')
    .replace(/\$\{\w+:\?[^}]*\}/g, 'x');

const files = {
  'compose.yaml': parse(read('compose.yaml')) as Compose,
  'compose.gpu.yaml': parse(read('compose.gpu.yaml')) as Compose,
};

for (const [path, { services, volumes = {} }] of Object.entries(files)) {
  describe(path, () => {
    test('sets only what there is, to what is allowed', async () => {
      const { environment = {} } = services.consonant!;
      requireKnown(Object.keys(environment));
      const values = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filledIn(value)]));
      const config = await loadConfig(`${root}/config/consonant.yaml`, values);
      assert.ok(Object.hasOwn(backends, config.engine.id), config.engine.id);
    });

    test('builds a target of the Dockerfile', () => {
      const targets = [...read('Dockerfile').matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, name]) => name!);
      assert.ok(targets.includes(services.consonant!.build!.target!), targets.join());
    });

    test('mounts files that are there, and volumes that it declares', () => {
      for (const [name, { volumes: mounts = [] }] of Object.entries(services)) {
        for (const mount of mounts) {
          const [from = ''] = mount.split(':');
          if (from.startsWith('./')) assert.ok(existsSync(`${root}/${from}`), `${name} mounts ${from}`);
          else assert.ok(Object.hasOwn(volumes, from), `${name} mounts ${from}`);
        }
      }
    });
  });
}

test('the bot in a container may write to its volume and to /tmp only, has no rights, and listens where Prometheus asks', () => {
  const bot = files['compose.yaml'].services.consonant as Container & Readonly<Record<string, unknown>>;
  assert.deepEqual(
    [bot.read_only, bot.cap_drop, bot.security_opt, bot.tmpfs],
    [true, ['ALL'], ['no-new-privileges:true'], ['/tmp']],
  );
  const image = read('Dockerfile');
  assert.match(image, /^USER node$/m);
  assert.equal(
    image
      .trimEnd()
      .split('\n')
      .findLast(line => line.startsWith('USER ')),
    'USER node',
  );
  assert.match(image, /^HEALTHCHECK /m);
  const [written] = bot.volumes!.map(mount => mount.split(':')[1]);
  const folders = [...image.matchAll(/(?:CONSONANT_DATA_FOLDER|CONSONANT_MODELS|NODE_COMPILE_CACHE)=(\S+)/g)].map(
    ([, path]) => path!,
  );
  assert.equal(folders.length, 3);
  for (const folder of [...folders, String(bot.environment!.CONSONANT_DATA_FOLDER)])
    assert.ok(folder.startsWith(`${written}/`), folder);
  const { scrape_configs } = parse(read('deploy/prometheus.yaml')) as {
    scrape_configs: { static_configs: { targets: string[] }[] }[];
  };
  assert.equal(scrape_configs[0]!.static_configs[0]!.targets[0], `consonant:${bot.environment!.CONSONANT_OPERATION_PORT}`);
});

test('the Dockerfile and the unit of systemd set only what there is', () => {
  const image = read('Dockerfile').replaceAll('\\\n', ' ');
  requireKnown(
    [...image.matchAll(/^ENV (.*)$/gm)].flatMap(([, line]) => [...line!.matchAll(/(\w+)=/g)].map(([, name]) => name!)),
  );
  const unit = read('deploy/consonant.service');
  requireKnown([...unit.matchAll(/^Environment=(\w+)=/gm)].map(([, name]) => name!));
});

describe('config/example.env', () => {
  const named = [...read('config/example.env').matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name]) => name!);

  test('names every secret', async () => {
    for (const name of secrets) assert.ok(named.includes(name), name);
    // Each of them is read, so the list above is the program's.
    const found = await readSecrets(Object.fromEntries(secrets.map(name => [name, 'x'])));
    assert.equal(Object.keys(found).length, secrets.length);
  });

  test('names what compose insists on or takes from .env', () => {
    const asked = [...read('compose.yaml').matchAll(/\$\{(\w+):[?-]/g)].map(([, name]) => name!);
    assert.ok(asked.length >= 6, asked.join());
    for (const name of asked) assert.ok(named.includes(name), name);
  });
});
