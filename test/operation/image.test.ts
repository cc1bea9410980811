/** The container image, without a container engine: what the Dockerfile copies is all that the program reads of the project. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { importsOf, packageOf, readSourceTree } from '../support/source-tree.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');
const tree = readSourceTree();

/** Found at run time where somebody installed it. */
const optionalPackages = ['sherpa-onnx-node'];

/** Of every COPY of the project's files, "config" for `COPY config config`. */
function copied(dockerfile: string): string[] {
  const lines = dockerfile.split('\n').filter(line => line.startsWith('COPY ') && !line.includes('--from='));
  return lines.flatMap(line => line.split(/\s+/).slice(1, -1));
}

const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/** The rules of .dockerignore as far as the project uses them: "*" for everything, then "!path" for what is sent after all. */
function isSent(path: string, ignore: string): boolean {
  const rules = ignore.split('\n').filter(line => line !== '' && !line.startsWith('#'));
  assert.equal(rules[0], '*');
  return rules.slice(1).some(rule => {
    assert.ok(rule.startsWith('!'), `this test does not understand "${rule}" in .dockerignore`);
    return within(path, rule.slice(1));
  });
}

/** Files of src/ that are loaded, now or later, once `entries` are; and the packages that they name. */
function reachable(entries: readonly string[]): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string) => {
    if (files.has(path) || !path.endsWith('.ts')) return;
    files.add(path);
    const source = tree.get(path) ?? '';
    for (const { to, kind } of importsOf(path, source)) {
      if (kind === 'type') continue;
      if (to.startsWith('src/')) visit(to);
      else if (!to.startsWith('node:')) packages.add(packageOf(to));
    }
    for (const [, name] of source.matchAll(/new URL\('([^']+\.ts)', import\.meta\.url\)/g)) {
      visit(posix.join(posix.dirname(path), name!));
    }
  };
  for (const entry of entries) visit(entry);
  return { files, packages };
}

/** Other files of the project that sources name relative to themselves. */
function assets(files: ReadonlySet<string>): string[] {
  return [...files].flatMap(path =>
    [...(tree.get(path) ?? '').matchAll(/new URL\('([^'/][^']*)', import\.meta\.url\)/g)].map(([, name]) =>
      posix.join(posix.dirname(path), name!).replace(/\/$/, ''),
    ),
  );
}

const sources = copied(read('Dockerfile'));
const { files, packages } = reachable(['src/main.ts', 'src/cli/main.ts']);

test('each thing that the Dockerfile copies is there, and is sent to the builder', () => {
  assert.ok(sources.length >= 8, sources.join());
  const ignore = read('.dockerignore');
  const kept = sources.flatMap(source =>
    statSync(`${root}/${source}`).isDirectory() ? globSync(`${source}/**/*.*`, { cwd: root }) : [source],
  );
  // What somebody put into these folders of a checkout stays there: models, settings of their own.
  const own = new Set(spawnSync('git', ['ls-files', '--others'], { cwd: root, encoding: 'utf8' }).stdout.split('\n'));
  const missing = kept.filter(path => !own.has(path) && !isSent(path, ignore));
  assert.deepEqual(missing, []);
  assert.ok(isSent('models/manifest.json', ignore));
  for (const secret of ['.env', 'my.env', 'config/my.env', 'data/ledger.sqlite', '.git/config', 'node_modules/pino/package.json'])
    assert.ok(!isSent(secret, ignore), `${secret} would be sent`);
});

test('every file that the program loads, or reads beside its sources, is copied', () => {
  assert.ok(files.size > 200, `${files.size} files were found`);
  const wanted = [...files, ...assets(files)];
  for (const known of [
    'config/consonant.yaml',
    'models/manifest.json',
    'package.json',
    'samples/voice-message.ogg',
    'src/engine/process.ts',
  ])
    assert.ok(wanted.includes(known), `${known} was not seen`);
  for (const path of wanted) assert.ok(existsSync(`${root}/${path}`), `${path} does not exist`);
  assert.deepEqual(
    wanted.filter(path => !sources.some(source => within(path, source))),
    [],
  );
});

test('every package that the program loads comes with `npm ci --omit=dev`', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
  const { packages: locked } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { dev?: boolean }> };
  for (const name of packages) {
    if (optionalPackages.includes(name)) continue;
    assert.ok(Object.hasOwn(dependencies, name), `${name} is no dependency`);
    assert.notEqual(locked[`node_modules/${name}`]?.dev, true, `${name} is locked for development`);
  }
  assert.deepEqual(
    Object.keys(dependencies).filter(name => !packages.has(name)),
    [],
    'nobody needs these',
  );
});
