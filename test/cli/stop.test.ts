/** What happens when the program, or its engine, is stopped in the middle. */
import assert from 'node:assert/strict';
import { type FSWatcher, watch } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { before, type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { consonant, filesIn, type Outcome, sampleMessage, sharedFolder, startConsonant, temporaryFolder } from './consonant.ts';

const voices = sharedFolder();

before(async () => {
  const words = ['clone', '--engine', 'tone', '--reference', sampleMessage, '--out', 'me.voice'];
  const { exitCode, stderr } = await consonant(words, { folder: voices });
  assert.equal(exitCode, 0, stderr);
});

const longText = 'word '.repeat(900);

function startLongWork(folder: string) {
  return startConsonant(['say', '--voice', `${voices}/me.voice`, '--text', longText, '--out', 'long.wav'], { folder });
}

/** Resolves when the work has begun: its temporary file is there. */
async function untilBegun(folder: string, outcome: Promise<Outcome>, context: TestContext): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  outcome.then(({ stderr }) => reject(new Error(`it ended too early: ${stderr}`)));
  const watcher: FSWatcher = watch(folder, () => resolve());
  context.after(() => watcher.close());
  if ((await readdir(folder)).length > 0) resolve();
  await promise;
  watcher.close();
}

for (const { name, exitCode } of [
  { name: 'SIGINT', exitCode: 130 },
  { name: 'SIGTERM', exitCode: 143 },
] as const) {
  const skip = process.platform === 'win32' && 'no POSIX signals';
  test(`${name} stops the work and leaves nothing`, { skip, timeout: 60_000 }, async context => {
    const folder = await temporaryFolder(context);
    const { child, outcome } = startLongWork(folder);
    await untilBegun(folder, outcome, context);
    child.kill(name);
    const { exitCode: got, stderr, stdout } = await outcome;
    assert.equal(got, exitCode, stderr);
    assert.match(stderr, /consonant: stopped; nothing was written\.\n$/);
    assert.equal(stdout, '');
    assert.deepEqual(await filesIn(folder), []);
  });
}

/** Process ids of the children of `parent`, from /proc. */
async function childrenOf(parent: number): Promise<number[]> {
  const ids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const found: number[] = [];
  for (const id of ids) {
    // "12 (name with ) in it) S 11 ...": the parent is the second field after the last bracket.
    const facts = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
    if (Number(facts.slice(facts.lastIndexOf(')') + 2).split(' ')[1]) === parent) found.push(id);
  }
  return found;
}

test('an engine that is killed is named, and nothing is left', {
  skip: process.platform !== 'linux' && 'needs /proc',
  timeout: 60_000,
}, async context => {
  const folder = await temporaryFolder(context);
  const { child, outcome } = startLongWork(folder);
  let engines: number[] = [];
  while (engines.length === 0) {
    assert.equal(child.exitCode, null, 'the program ended before its engine was seen');
    engines = await childrenOf(child.pid!);
    await wait(1);
  }
  process.kill(engines[0], 'SIGKILL');
  const { exitCode, stderr, stdout } = await outcome;
  assert.equal(exitCode, 1, stderr);
  assert.match(stderr, /consonant: The engine "tone" stopped: signal SIGKILL/);
  assert.equal(stdout, '');
  assert.deepEqual(await filesIn(folder), []);
});
