import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { examineNode, examineProvider, examineVerifiers, type Finding } from '../src/doctor.ts';
import { backends } from '../src/engine/index.ts';
import { consonant, temporaryFolder } from './cli/consonant.ts';

interface Report {
  ready: boolean;
  findings: Finding[];
}

test('doctor finds what this machine has, and tries every engine', async context => {
  const folder = await temporaryFolder(context);
  const environment = { ...process.env, CONSONANT_MODELS: folder };
  const { exitCode, stdout, stderr } = await consonant(['doctor', '--json'], { folder, environment });
  const { ready, findings } = JSON.parse(stdout) as Report;
  assert.equal(exitCode, 0, `${stderr}${stdout}`);
  assert.equal(ready, true);
  const found = Object.fromEntries(findings.map(finding => [finding.id, finding.found]));
  assert.equal(found.node, process.versions.node);
  assert.match(found.ffmpeg, /^\S+ \(.*ffmpeg.*ffprobe/);
  assert.equal(found.opus, 'libopus');
  assert.match(found['espeak-ng'], /^package \d/);
  assert.match(findings.find(({ id }) => id === 'engine-spark')!.next!, /consonant -- models pull spark-tts-0\.5b/);
  for (const id of Object.keys(backends).filter(engine => engine !== 'spark'))
    assert.match(found[`engine-${id}`], /^ready in \d+\.\d\d s; reads (\S+|\d+ languages); transcript /);
});

test('doctor prints one line for each finding', async () => {
  const { stdout } = await consonant(['doctor'], { folder: tmpdir() });
  assert.match(stdout, /^ok {2}Node\.js +\d+\.\d+\.\d+$/m);
  assert.match(stdout, /^ok {2}Neural networks +on \w+/m);
  assert.match(stdout, /^Ready\.\n$/m);
});

test('doctor exits with 2 and the next step when ffmpeg is missing', async context => {
  const folder = await temporaryFolder(context);
  const { FFMPEG_PATH: _, FFPROBE_PATH: __, ...environment } = process.env;
  const { exitCode, stdout } = await consonant(['doctor'], { folder, environment: { ...environment, PATH: folder } });
  assert.equal(exitCode, 2);
  assert.match(stdout, /^NO {2}ffmpeg +not found\n +.*install it with/m);
  assert.match(stdout, /^Not ready/m);
});

for (const { version, state } of [
  { version: '24.12.0', state: 'good' },
  { version: '26.0.0', state: 'good' },
  { version: '24.11.9', state: 'missing' },
  { version: '22.20.0', state: 'missing' },
]) {
  test(`doctor judges Node ${version}: ${state}`, () => {
    assert.equal(examineNode(version).state, state);
  });
}

test('doctor says which verifiers there are, and what is missing for the other', async context => {
  const folder = await temporaryFolder(context);
  const stateOf = async (...given: Parameters<typeof examineVerifiers>) =>
    (await examineVerifiers(...given)).map(({ state }) => state);
  assert.deepEqual(await stateOf(undefined, false), ['good', 'note']);
  assert.deepEqual(await stateOf(folder, true), ['good', 'note']);
  for (const name of ['encoder.onnx', 'decoder.onnx', 'tokens.txt']) await writeFile(join(folder, name), 'x');
  assert.deepEqual(await stateOf(folder, false), ['good', 'note']);
  assert.deepEqual(await stateOf(folder, true), ['good', 'good']);
});

const elsewhere = process.platform === 'win32' ? { id: 'coreml', label: 'CoreML' } : { id: 'dml', label: 'DirectML' };

for (const { what, provider, state, found, next } of [
  { what: 'the processor', provider: 'cpu', state: 'good', found: 'on CPU, as CONSONANT_PROVIDER says' },
  {
    what: 'what nobody knows',
    provider: 'abacus',
    state: 'missing',
    found: 'not with "abacus", as CONSONANT_PROVIDER says',
    next: /There is no provider "abacus"\. There are: auto, webgpu.*Set CONSONANT_PROVIDER/,
  },
  {
    what: 'what another system has',
    provider: elsewhere.id,
    state: 'missing',
    found: `not with "${elsewhere.id}", as CONSONANT_PROVIDER says`,
    next: new RegExp(`^${elsewhere.label} does not work: it is only on .*Set CONSONANT_PROVIDER to another one, or to "auto"`),
  },
]) {
  test(`doctor looks at the provider that was chosen: ${what}`, async context => {
    const file = join(await temporaryFolder(context), 'consonant.yaml');
    await writeFile(file, '');
    const finding = await examineProvider({ CONSONANT_PROVIDER: provider }, file);
    assert.deepEqual([finding.state, finding.found], [state, found]);
    if (next) assert.match(finding.next!, next);
    else assert.equal(finding.next, undefined);
  });
}

test('doctor looks at the provider of the configuration first, as the bot does', async context => {
  const file = join(await temporaryFolder(context), 'consonant.yaml');
  await writeFile(file, 'engine: { provider: cpu }\n');
  const { state, found } = await examineProvider({ CONSONANT_PROVIDER: 'abacus' }, file);
  assert.deepEqual([state, found], ['good', 'on CPU, as the configuration says']);
  await writeFile(file, 'engine: { provider: auto }\n');
  assert.match((await examineProvider({ CONSONANT_PROVIDER: 'abacus' }, file)).found, /^on \w+( \(also|$)/);
});

test('doctor is not ready where an engine would refuse the provider', async context => {
  const folder = await temporaryFolder(context);
  const environment = { ...process.env, CONSONANT_MODELS: folder, CONSONANT_PROVIDER: 'abacus' };
  const { exitCode, stdout } = await consonant(['doctor'], { folder, environment });
  assert.equal(exitCode, 2);
  assert.match(stdout, /^NO {2}Neural networks +not with "abacus".*\n +There is no provider "abacus"/m);
});
