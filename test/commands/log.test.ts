import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createLog } from '../../src/log.ts';

const folder = mkdtempSync(join(tmpdir(), 'consonant-log-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const secret = 'canary sentence 7f3a';

test('a line has the event and the permitted facts, and goes to a file that only its user can read', () => {
  const file = join(folder, 'one.log');
  createLog({ file }).child({ request: 'r1' }).info('request', { command: 'say', milliseconds: 12 });
  const line = JSON.parse(readFileSync(file, 'utf8'));
  assert.deepEqual([line.msg, line.request, line.command, line.milliseconds], ['request', 'r1', 'say', 12]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('nothing else is written: no unknown fact, no fact that is a sentence, no message of an error', () => {
  const file = join(folder, 'two.log');
  const log = createLog({ file });
  const deep = new Error(secret, { cause: new SyntaxError(`${secret}\n    at ${secret} (file:///x)`) });
  deep.name = secret;
  Object.assign(deep, { code: secret, detail: secret });
  log.error('bug', { error: deep, text: secret, command: secret, outcome: { secret } } as never);
  log.warn('bug', { error: secret, count: secret } as never);
  log.info('request', { text: secret, outcome: secret } as never);
  log.child({ request: secret }).info('x');
  const written = readFileSync(file, 'utf8');
  assert.ok(!written.includes('canary'), written);
  assert.match(written, /"kind":"SyntaxError"/);
  assert.match(written, /log\.test\.ts/);
});

test('the level decides what is written', () => {
  const file = join(folder, 'three.log');
  const log = createLog({ file, level: 'warn' });
  log.info('quiet');
  log.error('loud');
  assert.deepEqual(readFileSync(file, 'utf8').match(/quiet|loud/g), ['loud']);
});
