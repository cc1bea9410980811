import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { isSignedBy, publicKeyOf, signBytes } from '../../src/audio/tags/ed25519.ts';
import { deriveMarkingKeys, keyNumberAt } from '../../src/voices/marking-keys.ts';
import { createMasterKey } from '../../src/voices/master-key.ts';
import { openKeyAlone } from '../../src/voices/open-master-key.ts';

const masterKey = createMasterKey(randomBytes(32));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('marking keys', () => {
  test('have a number for each half year', () => {
    for (const [date, number] of [
      ['2026-01-01', 1],
      ['2026-06-30T23:59:59.999', 1],
      ['2026-07-01', 2],
      ['2027-01-01', 3],
      ['2030-12-31', 10],
      ['1970-01-01', 1],
    ] as const) {
      assert.equal(keyNumberAt(Date.parse(`${date}${date.length > 10 ? 'Z' : ''}`)), number, date);
    }
  });

  test('are the same at any time of a half year, others in the next, and those before stay known', () => {
    const [spring, summer, autumn] = ['2027-02-01', '2027-06-01', '2027-09-01'].map(date =>
      deriveMarkingKeys(masterKey, Date.parse(date)),
    );
    assert.deepEqual(spring, summer);
    assert.notEqual(hex(spring!.marks[0].bytes), hex(autumn!.marks[0].bytes));
    assert.notEqual(hex(spring!.signing.seed), hex(autumn!.signing.seed));
    const of = <Key extends { number: number }>(keys: readonly Key[], number: number) => keys.find(key => key.number === number)!;
    for (const number of [1, 2, 3]) assert.deepEqual(of(autumn!.marks, number), of(spring!.marks, number));
    assert.deepEqual(
      autumn!.marks.map(({ number }) => number),
      [4, 3, 2, 1, 5],
    );
    const known = autumn!.verifying.map(({ publicKey }) => hex(publicKey));
    assert.equal(known.length, 5);
    for (const { publicKey } of spring!.verifying) assert.ok(known.includes(hex(publicKey)));
  });

  test('of a program that was started later are known, too', () => {
    const [december, january] = ['2026-12-31', '2027-01-01'].map(date => deriveMarkingKeys(masterKey, Date.parse(date)));
    const [mark] = january!.marks;
    assert.ok(december!.marks.some(({ bytes }) => hex(bytes) === hex(mark.bytes)));
    const publicKey = publicKeyOf(january!.signing.seed);
    assert.ok(december!.verifying.some(key => hex(key.publicKey) === hex(publicKey)));
  });

  test('go back eight years at most', () => {
    const { marks, verifying } = deriveMarkingKeys(masterKey, Date.parse('2060-01-01'));
    assert.deepEqual([marks.length, verifying.length, marks[0].number, marks.at(-1)!.number], [17, 17, 69, 70]);
  });

  test('sign what their public halves prove, are all different, and others for another master key', () => {
    const { marks, signing, verifying } = deriveMarkingKeys(masterKey, Date.parse('2027-02-01'));
    const message = Buffer.from('hello');
    assert.ok(isSignedBy(verifying[0]!.publicKey, message, signBytes(signing.seed, message)));
    assert.ok(!isSignedBy(verifying[1]!.publicKey, message, signBytes(signing.seed, message)));
    const other = deriveMarkingKeys(createMasterKey(randomBytes(32)), Date.parse('2027-02-01'));
    const all = [...marks, ...other.marks].map(({ bytes }) => hex(bytes));
    assert.equal(new Set([...all, hex(signing.seed), hex(other.signing.seed)]).size, all.length + 2);
    assert.ok(all.every(key => key.length === 64));
  });
});

test('without a data folder the key comes from the environment or the key file, which is made only where that is wished', async context => {
  const folder = await mkdtemp(join(tmpdir(), 'consonant-key-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const keyFile = join(folder, 'configuration', 'master.key');
  assert.equal(await openKeyAlone({ keyFile, make: false }), undefined);
  const made = await openKeyAlone({ keyFile, make: true });
  assert.match(made?.warning ?? '', /back it up/);
  assert.equal((await stat(keyFile)).mode & 0o777, 0o600);
  const again = await openKeyAlone({ keyFile, make: true });
  assert.deepEqual([again?.warning, again?.masterKey.check()], [undefined, made!.masterKey.check()]);
  const secret = (await readFile(keyFile, 'utf8')).trim();
  assert.equal(
    (await openKeyAlone({ secret, keyFile: join(folder, 'none'), make: false }))?.masterKey.check(),
    made!.masterKey.check(),
  );
});
