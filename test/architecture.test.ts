import assert from 'node:assert/strict';
import { test } from 'node:test';
import { violations } from './support/architecture-rules.ts';
import { readSourceTree } from './support/source-tree.ts';

const tree = readSourceTree();
const before = new Set(violations(tree));

test('the source tree keeps its rules', () => {
  assert.ok(tree.size >= 20, `only ${tree.size} source files were found`);
  assert.deepEqual([...before], []);
});

/** Every planted file is added to the real tree and must be reported by exactly this line. */
const planted: readonly { what: string; path: string; source: string; report: RegExp }[] = [
  {
    what: 'sound that knows the engine',
    path: 'src/audio/planted.ts',
    source: `import { createEngineHost } from '../engine/host.ts';`,
    report: /^src\/audio\/planted\.ts: src\/audio\/ may not import src\/engine\/host\.ts$/,
  },
  {
    what: 'a type counts as well',
    path: 'src/audio/planted.ts',
    source: `import type { Engine } from '../engine/engine.ts';`,
    report: /src\/audio\/ may not import/,
  },
  {
    what: 'a bot that goes around the commands',
    path: 'src/bots/planted.ts',
    source: `export * from '../engine/engine.ts';`,
    report: /src\/bots\/ may not import src\/engine\/engine\.ts/,
  },
  {
    what: 'a helper that knows a part',
    path: 'src/planted.ts',
    source: `import '../src/audio/audio.ts';`,
    report: /a helper for all may not import src\/audio\/audio\.ts/,
  },
  {
    what: 'an engine that knows the command line',
    path: 'src/engine/planted.ts',
    source: `const { run } = await import('../cli/main.ts');`,
    report: /may not import src\/cli\/main\.ts/,
  },
  {
    what: 'a folder that nobody placed',
    path: 'src/extras/planted.ts',
    source: `import { durationSeconds } from '../audio/audio.ts';`,
    report: /src\/extras\/ has no line in the table of layers/,
  },
  {
    what: 'a second door to ffmpeg',
    path: 'src/audio/planted.ts',
    source: `import ffmpeg from 'fluent-ffmpeg';`,
    report: /only src\/audio\/ffmpeg\.ts may import fluent-ffmpeg/,
  },
  {
    what: 'the GPL part outside the engine process',
    path: 'src/cli/planted.ts',
    source: `const espeak = await import('@echogarden/espeak-ng-emscripten');`,
    report: /only src\/engine\/reading\/ may import @echogarden\/espeak-ng-emscripten/,
  },
  {
    what: 'finding a package is using it',
    path: 'src/audio/planted.ts',
    source: `export const font = import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');`,
    report: /only src\/audio\/quality\/ may import dejavu-fonts-ttf/,
  },
  {
    what: 'a package without a door',
    path: 'src/audio/planted.ts',
    source: `import leftPad from 'left-pad';`,
    report: /left-pad, which has no line in the table of doors/,
  },
  {
    what: 'a backend named outside the table',
    path: 'src/engine/planted.ts',
    source: `const tone = await import('./backends/tone.ts');`,
    report: /only src\/engine\/index\.ts may import src\/engine\/backends\/tone\.ts/,
  },
  {
    what: 'a backend that is not lazy',
    path: 'src/engine/index.ts',
    source: `import { createTone } from './backends/tone.ts';`,
    report: /must import src\/engine\/backends\/tone\.ts lazily/,
  },
  {
    what: 'a verifier named outside the table',
    path: 'src/engine/planted.ts',
    source: `const table = await import('./verifiers/embedded/embedded.ts');`,
    report: /only src\/engine\/verifiers\/index\.ts may import src\/engine\/verifiers\/embedded\/embedded\.ts/,
  },
  {
    what: 'the reader outside the plug-ins',
    path: 'src/engine/planted.ts',
    source: `import { createReader } from './reading/espeak.ts';`,
    report: /only plug-ins of the engine may import src\/engine\/reading\/espeak\.ts/,
  },
  {
    what: 'a file that is not there',
    path: 'src/audio/planted.ts',
    source: `import { nothing } from './nothing.ts';`,
    report: /imports src\/audio\/nothing\.ts, which does not exist/,
  },
  {
    what: 'a cycle',
    path: 'src/errors.ts',
    source: `import { planted } from './errors.ts';`,
    report: /^import cycle: src\/errors\.ts -> src\/errors\.ts$/,
  },
  {
    what: 'a file that grew too long',
    path: 'src/audio/planted.ts',
    source: 'export {};\n'.repeat(301),
    report: /301 lines, at most 300/,
  },
  {
    what: 'a hidden require',
    path: 'src/audio/planted.ts',
    source: `import { createRequire } from 'node:module';`,
    report: /createRequire hides imports/,
  },
];

for (const { what, path, source, report } of planted) {
  test(`a planted violation is reported: ${what}`, () => {
    const found = violations(new Map([...tree, [path, source]])).filter(line => !before.has(line));
    assert.equal(found.filter(line => report.test(line)).length, 1, `reported: ${found.join('\n') || 'nothing'}`);
  });
}

test('comments, strings and regular expressions are no imports', () => {
  const source = `// import x from 'a';\n/* import 'b' */ const text = "import 'c'"; const pattern = /import 'd'/;`;
  assert.deepEqual(violations(new Map([['src/audio/planted.ts', source]])), []);
});

test('an import that cannot be checked is an error', () => {
  const source = 'export const load = (name: string) => import(name);';
  assert.throws(() => violations(new Map([['src/audio/planted.ts', source]])), /import\(name\) cannot be checked/);
});
