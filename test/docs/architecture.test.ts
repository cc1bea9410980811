import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');
const text = read('ARCHITECTURE.md');

test('ARCHITECTURE.md says of every package why it is there, and of no other', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const table = text.slice(text.indexOf('## Packages, and why'));
  const rows = table.split('\n').filter(line => line.startsWith('| `'));
  const named = rows.flatMap(row => [...row.split('|')[1]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
  const wanted = Object.keys({ ...dependencies, ...devDependencies }).filter(name => !name.startsWith('@types/'));
  assert.deepEqual(
    wanted.filter(name => !named.includes(name)),
    [],
  );
  const optional = ['sherpa-onnx-node', '@types/*'];
  assert.deepEqual(
    named.filter(name => !wanted.includes(name) && !optional.includes(name)),
    [],
  );
});

for (const path of ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md', 'PRIVACY.md', 'docs/operating.md']) {
  test(`${path} names only files that are there`, () => {
    const named = [...read(path).matchAll(/`((?:src|test|scripts|deploy|bench|config|docs)\/[\w./-]*)`/g)].map(
      ([, name]) => name!,
    );
    const linked = [...read(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, name]) =>
      path.startsWith('docs/') ? `docs/${name}` : name!,
    );
    assert.deepEqual(
      [...named, ...linked].filter(name => !existsSync(`${root}/${name}`)),
      [],
    );
  });
}
