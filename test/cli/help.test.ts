import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { commands } from '../../src/cli/commands.ts';
import { consonant } from './consonant.ts';

const folder = tmpdir();

test('help lists every command', async () => {
  const { exitCode, stdout, stderr } = await consonant(['--help'], { folder });
  assert.equal(exitCode, 0, stderr);
  for (const { name } of commands) assert.match(stdout, new RegExp(`^  ${name}\\b`, 'm'));
  assert.match(stdout, /Exit codes: 0 done, 2 bad input/);
});

for (const { name, examples } of commands) {
  test(`${name} --help explains itself with examples`, async () => {
    const { exitCode, stdout } = await consonant([name, '--help'], { folder });
    assert.equal(exitCode, 0);
    assert.match(stdout, new RegExp(`^Usage: consonant ${name}`));
    for (const example of examples) assert.ok(stdout.includes(`consonant ${example}`), example);
    assert.match(stdout, /--json/);
  });
}

const misuse: readonly { words: readonly string[]; says: RegExp }[] = [
  { words: ['sya'], says: /unknown command 'sya' \(Did you mean say\?\)/ },
  { words: ['say'], says: /required option '--voice <file>' not specified/ },
  { words: ['say', '--voice', 'v', '--out', 'o.ogg', '--rate', 'fast'], says: /--rate .*"fast" is not a number/ },
  { words: ['say', '--voice', 'v', '--out', 'o.ogg', '--tone'], says: /unknown option '--tone'/ },
  { words: ['clone', '--out', 'v'], says: /required option '--reference <file\.\.\.>'/ },
  { words: ['quality'], says: /missing required argument 'file'/ },
  { words: ['quality', 'a', 'b'], says: /too many arguments/ },
  { words: ['doctor', 'now'], says: /too many arguments/ },
];

for (const { words, says } of misuse) {
  test(`misuse is told in one line: consonant ${words.join(' ')}`, async () => {
    const { exitCode, stdout, stderr } = await consonant(words, { folder });
    assert.equal(exitCode, 2);
    assert.match(stderr, says);
    assert.match(stderr, /^consonant: [^\n]*See: consonant --help\n$/);
    assert.equal(stdout, '');
  });
}

test('without a command the help is shown, as an error', async () => {
  const { exitCode, stdout, stderr } = await consonant([], { folder });
  assert.equal(exitCode, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /^Usage: consonant/);
});

test('with --json misuse is an object on stdout as well', async () => {
  const { stdout } = await consonant(['say', '--json'], { folder });
  assert.equal(JSON.parse(stdout).error.code, 'usage');
});

test('--version prints the version of the package', async () => {
  assert.match((await consonant(['--version'], { folder })).stdout, /^\d+\.\d+\.\d+\n$/);
});
