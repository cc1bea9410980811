import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openDataFolder } from '../../src/stores/data-folder.ts';
import { refusal } from '../engine/support.ts';
import { withoutRights } from '../support/without-rights.ts';

describe('the data folder', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'consonant-data-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('is made for its user only, with all folders above it', async () => {
    const folder = await openDataFolder(join(root, 'a', 'b'));
    assert.equal((await stat(folder.path)).mode & 0o777, 0o700);
    assert.equal(folder.isNew, true);
    assert.equal(folder.file('x'), join(root, 'a', 'b', 'x'));
    folder.close();
  });

  it('is closed to others when it was open to them', async () => {
    await chmod(root, 0o755);
    (await openDataFolder(root)).close();
    assert.equal((await stat(root)).mode & 0o777, 0o700);
  });

  it('is for one at a time, and free again after it was closed', async () => {
    const first = await openDataFolder(root);
    await assert.rejects(openDataFolder(root), error => {
      assert.ok(refusal('data-in-use')(error));
      assert.match((error as Error).message, new RegExp(`"${root}" is in use by process ${process.pid} on `));
      return true;
    });
    first.close();
    (await openDataFolder(root)).close();
  });

  it('is refused to a second process, and free once the first was killed', async () => {
    const script = `
      import { openDataFolder } from ${JSON.stringify(new URL('../../src/stores/data-folder.ts', import.meta.url).href)};
      await openDataFolder(${JSON.stringify(root)});
      console.log('open');
      setInterval(() => {}, 1000);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(child.stdout, 'data');
      await assert.rejects(openDataFolder(root), new RegExp(`in use by process ${child.pid} on `));
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    (await openDataFolder(root)).close();
  });

  it('knows whether it held something before', async () => {
    (await openDataFolder(root)).close();
    const again = await openDataFolder(root);
    assert.equal(again.isNew, true);
    again.close();
    await writeFile(join(root, 'consent.sqlite'), '');
    const third = await openDataFolder(root);
    assert.equal(third.isNew, false);
    third.close();
  });

  it('leaves no trace of its probe', async () => {
    const folder = await openDataFolder(root);
    assert.deepEqual(
      (await readdir(root)).filter(name => !name.startsWith('in-use.lock')),
      [],
    );
    folder.close();
  });

  it('is refused where it cannot be written, naming it', async () => {
    const folder = join(root, 'read-only');
    await mkdir(folder);
    for (const path of [root, folder]) await chmod(path, 0o555);
    await withoutRights(async () => {
      await assert.rejects(openDataFolder(folder), refusal('data-read-only'));
      await assert.rejects(
        openDataFolder(join(root, 'new')),
        /data folder ".*new" cannot be used: this user may not write there/,
      );
    });
    await chmod(root, 0o700);
  });

  it('is refused where a file is', async () => {
    await writeFile(join(root, 'file'), '');
    await assert.rejects(openDataFolder(join(root, 'file')), refusal('data-not-a-folder'));
    await assert.rejects(openDataFolder(join(root, 'file', 'below')), refusal('data-not-a-folder'));
  });
});
