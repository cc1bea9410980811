import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Refusal } from '../../src/errors.ts';
import { type DataFolder, openDataFolder } from '../../src/stores/data-folder.ts';
import { defaultKeyFile, openMasterKey } from '../../src/voices/open-master-key.ts';
import { refusal } from '../engine/support.ts';
import { withoutRights } from '../support/without-rights.ts';
import { secret } from './support.ts';

describe('openMasterKey', () => {
  let root: string;
  let keyFile: string;
  let dataFolder: DataFolder;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'consonant-key-'));
    keyFile = join(root, 'config', 'master.key');
    dataFolder = await openDataFolder(join(root, 'data'));
  });
  afterEach(async () => {
    dataFolder.close();
    await rm(root, { recursive: true, force: true });
  });

  /** As a later start sees the folder. */
  async function startAgain(): Promise<void> {
    dataFolder.close();
    await writeFile(dataFolder.file('ledger.sqlite'), '');
    dataFolder = await openDataFolder(join(root, 'data'));
  }

  it('makes a key file outside the data folder at the first start, for its user only, and warns once', async () => {
    const first = await openMasterKey({ dataFolder, keyFile });
    assert.match(first.warning!, new RegExp(`"${keyFile}".*back it up`));
    assert.equal((await stat(keyFile)).mode & 0o777, 0o600);
    assert.equal((await stat(join(root, 'config'))).mode & 0o777, 0o700);
    assert.deepEqual(await readdir(join(root, 'config')), ['master.key']);
    await startAgain();
    const second = await openMasterKey({ dataFolder, keyFile });
    assert.equal(second.warning, undefined);
    assert.equal(second.masterKey.hashText('x'), first.masterKey.hashText('x'));
  });

  it('puts nothing of the key into the data folder', async () => {
    const { masterKey } = await openMasterKey({ dataFolder, keyFile });
    const key = (await readFile(keyFile, 'utf8')).trim();
    for (const name of await readdir(dataFolder.path)) {
      const content = await readFile(dataFolder.file(name));
      assert.equal(content.includes(key) || content.includes(Buffer.from(key, 'base64')), false, name);
    }
    assert.equal((await readFile(dataFolder.file('master-key.check'), 'utf8')).trim(), masterKey.check());
  });

  it('takes the key from the environment, and then needs no file', async () => {
    const text = secret().toString('base64');
    const { masterKey, warning } = await openMasterKey({ dataFolder, keyFile, secret: `${text}\n` });
    assert.equal(warning, undefined);
    await assert.rejects(stat(keyFile));
    await startAgain();
    assert.equal((await openMasterKey({ dataFolder, keyFile, secret: text })).masterKey.check(), masterKey.check());
  });

  for (const [what, text] of [
    ['empty', ''],
    ['too short', 'c2hvcnQ='],
    ['no base64', '!'.repeat(44)],
    ['33 bytes', Buffer.alloc(33, 1).toString('base64')],
    ['the same byte 32 times', Buffer.alloc(32).toString('base64')],
  ]) {
    it(`refuses a key in the environment that is ${what}, without repeating it`, async () => {
      await assert.rejects(openMasterKey({ dataFolder, keyFile, secret: text }), error => {
        assert.ok(refusal('master-key-invalid')(error));
        assert.match((error as Error).message, /openssl rand -base64 32/);
        if (text) assert.equal(`${(error as Refusal).message}${JSON.stringify((error as Refusal).values)}`.includes(text), false);
        return true;
      });
    });
  }

  it('refuses another key than that of the data, and changes nothing', async () => {
    await openMasterKey({ dataFolder, keyFile });
    await startAgain();
    const before = await readFile(dataFolder.file('master-key.check'), 'utf8');
    await assert.rejects(openMasterKey({ dataFolder, secret: secret().toString('base64') }), refusal('master-key-wrong'));
    await writeFile(keyFile, secret().toString('base64'));
    await assert.rejects(openMasterKey({ dataFolder, keyFile }), refusal('master-key-wrong'));
    assert.equal(await readFile(dataFolder.file('master-key.check'), 'utf8'), before);
  });

  it('says that the key is lost instead of making a new one', async () => {
    await openMasterKey({ dataFolder, keyFile });
    await startAgain();
    await rm(keyFile);
    await assert.rejects(openMasterKey({ dataFolder, keyFile }), refusal('master-key-lost'));
    await assert.rejects(stat(keyFile));
  });

  it('refuses when it cannot tell whether the key is the right one', async () => {
    await openMasterKey({ dataFolder, keyFile });
    await startAgain();
    await rm(dataFolder.file('master-key.check'));
    await assert.rejects(openMasterKey({ dataFolder, keyFile }), refusal('master-key-unchecked'));
  });

  it('goes on after a crash between key file and check', async () => {
    await openMasterKey({ dataFolder, keyFile });
    await rm(dataFolder.file('master-key.check'));
    dataFolder.close();
    dataFolder = await openDataFolder(join(root, 'data'));
    assert.equal((await openMasterKey({ dataFolder, keyFile })).warning, undefined);
  });

  it('refuses a key file that others may read, with the command that mends it', async () => {
    await openMasterKey({ dataFolder, keyFile });
    for (const mode of [0o640, 0o604, 0o660, 0o644]) {
      await chmod(keyFile, mode);
      await assert.rejects(openMasterKey({ dataFolder, keyFile }), error => {
        assert.ok(refusal('master-key-open')(error));
        assert.match((error as Error).message, new RegExp(`chmod 600 "${keyFile}"`));
        return true;
      });
    }
  });

  it('refuses a key file in the data folder, also by way of a link', async () => {
    await assert.rejects(openMasterKey({ dataFolder, keyFile: dataFolder.file('master.key') }), refusal('master-key-inside'));
    await symlink(dataFolder.path, join(root, 'link'));
    await assert.rejects(openMasterKey({ dataFolder, keyFile: join(root, 'link', 'master.key') }), refusal('master-key-inside'));
  });

  it('refuses a key file that holds something else', async () => {
    await mkdir(join(root, 'config'));
    for (const content of ['', 'half', secret().toString('hex'), `${secret().toString('base64')} `.repeat(2)]) {
      await writeFile(keyFile, content, { mode: 0o600 });
      await assert.rejects(openMasterKey({ dataFolder, keyFile }), refusal('master-key-invalid'));
    }
  });

  it('says where the key file cannot be made', async () => {
    await chmod(root, 0o755);
    const folder = { ...dataFolder, file: () => join(root, 'none') };
    const opening = () => openMasterKey({ dataFolder: folder, keyFile: join(root, 'no', 'master.key') });
    await withoutRights(() => assert.rejects(opening(), refusal('master-key-unreadable')));
  });

  it('has a default place in the configuration of the user', () => {
    assert.equal(defaultKeyFile({ XDG_CONFIG_HOME: '/x' }), '/x/consonant/master.key');
    assert.match(defaultKeyFile({}), /\.config\/consonant\/master\.key$/);
  });
});
