/** The lock of a model where it cannot be written: another user's, and on a full disk, where removing is how to make room. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { alone } from '../../src/cli/model-lock.ts';
import { takeLock } from '../../src/stores/lock.ts';
import { refusal } from '../engine/support.ts';
import { withoutRights } from '../support/without-rights.ts';
import { temporaryFolder } from './consonant.ts';

const MODEL = 'spark-tts-0.5b';

/** In this process, since the environment says where models lie. */
async function modelsFolder(context: TestContext): Promise<string> {
  const folder = await temporaryFolder(context);
  await chmod(folder, 0o777);
  const before = process.env.CONSONANT_MODELS;
  process.env.CONSONANT_MODELS = folder;
  context.after(() => {
    if (before === undefined) delete process.env.CONSONANT_MODELS;
    else process.env.CONSONANT_MODELS = before;
  });
  return folder;
}

for (const { what, mode, makesRoom } of [
  { what: 'may not be read', mode: 0o000, makesRoom: false },
  { what: 'may not be read, to remove the model', mode: 0o000, makesRoom: true },
  { what: 'may not be written', mode: 0o444, makesRoom: false },
  { what: 'may not be written, to remove the model', mode: 0o444, makesRoom: true },
]) {
  test(`a lock file that ${what} is refused by its name`, async context => {
    const path = join(await modelsFolder(context), `${MODEL}.lock`);
    const lock = takeLock(path, 'another');
    assert.ok('release' in lock);
    lock.release();
    await chmod(path, mode);
    const working = withoutRights(() => alone(MODEL, async () => {}, { makesRoom }));
    await assert.rejects(working, error => {
      assert.match((error as Error).message, /spark-tts-0\.5b\.lock" cannot be written \(.*Make it writable for this user/);
      return refusal('disk-not-writable')(error);
    });
  });
}

test('a folder that may not be written is refused in the same way', async context => {
  await chmod(await modelsFolder(context), 0o555);
  await assert.rejects(
    withoutRights(() => alone(MODEL, async () => {})),
    refusal('disk-not-writable'),
  );
});

test('the umask says who else may work on a model; any other lock is for its owner', async context => {
  const folder = await modelsFolder(context);
  const before = process.umask(0o002);
  context.after(() => process.umask(before));
  await alone(MODEL, async () => {});
  assert.equal((await stat(join(folder, `${MODEL}.lock`))).mode & 0o777, 0o664);
  const lock = takeLock(join(folder, 'other.lock'), 'me');
  assert.ok('release' in lock);
  lock.release();
  assert.equal((await stat(join(folder, 'other.lock'))).mode & 0o777, 0o600);
});

/** A disk of its own in a name space of its own: nothing is left of it when the program ends. */
const mounting = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
const program = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const lockModule = new URL('../../src/stores/lock.ts', import.meta.url).href;

describe('on a disk that is full', { skip: mounting.status !== 0 && 'this user may not mount a disk' }, () => {
  const fill = 'head -c 1000000 /dev/zero >"$CONSONANT_MODELS/$MODEL/source/weights" 2>/dev/null || echo full';
  const consonant = `"${process.execPath}" "${program}"`;

  /** Runs a script of the shell on such a disk, with the folder of models on it. */
  async function onDisk(context: TestContext, { options, script }: { options: string; script: string }) {
    const folder = await temporaryFolder(context);
    await mkdir(join(folder, 'disk'));
    const whole = `mount -t tmpfs -o ${options} tmpfs disk && mkdir -p "$CONSONANT_MODELS/$MODEL/source"\n${script}`;
    await writeFile(join(folder, 'script.sh'), whole);
    const environment = { ...process.env, MODEL, CONSONANT_MODELS: join(folder, 'disk', 'models') };
    const { status, stdout, stderr } = spawnSync('unshare', ['-m', 'sh', 'script.sh'], {
      cwd: folder,
      env: environment,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  }

  const lastFile = 'echo 1 >disk/models/$MODEL/source/weights; touch disk/more 2>/dev/null || echo full';
  const lockOnce = `${consonant} models remove $MODEL >/dev/null; mkdir -p disk/models/$MODEL/source`;
  for (const { what, options, script } of [
    { what: 'and never had a lock', options: 'size=64k', script: fill },
    { what: 'and had a lock', options: 'size=64k', script: `${lockOnce}; ${fill}` },
    { what: 'of files, and never had a lock', options: 'nr_inodes=5', script: lastFile },
    { what: 'of files, and had a lock', options: 'nr_inodes=6', script: `${lockOnce}; ${lastFile}` },
  ]) {
    test(`${what}: a model is removed`, async context => {
      const whole = `${script}\n${consonant} models remove $MODEL; ls disk/models`;
      const { stdout, stderr } = await onDisk(context, { options, script: whole });
      assert.match(stdout, /^full\nRemoved 1 MB\.\n(spark-tts-0\.5b\.lock\n)?$/, stderr);
    });
  }

  test('building is refused as such', async context => {
    const script = `${fill}\n${consonant} models build $MODEL --accept-licence`;
    const { status, stderr } = await onDisk(context, { options: 'size=64k', script });
    assert.match(stderr, /disk is full\. Make room and run the same command again/);
    assert.equal(status, 2);
  });

  test('who removes holds the lock all the same, without a name', async context => {
    const work = `
      import { takeLock } from "${lockModule}";
      import { writeFileSync } from "node:fs";
      const folder = process.env.CONSONANT_MODELS;
      const path = folder + "/it.lock";
      takeLock(path, "earlier").release();
      try { writeFileSync(folder + "/weights", Buffer.alloc(1_000_000)) } catch ({ code }) { console.log(code) }
      const first = takeLock(path, "first", { mayBeNameless: true });
      console.log(takeLock(path, "second", { mayBeNameless: true }).heldBy);
      first.release();
      try { takeLock(path, "third") } catch ({ errcode }) { console.log(errcode) }`;
    const script = `"${process.execPath}" --input-type=module -e '${work}'`;
    const { stdout, stderr } = await onDisk(context, { options: 'size=64k', script });
    assert.equal(stdout, 'ENOSPC\nearlier\n13\n', stderr);
  });
});
