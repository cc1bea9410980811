/** Abuse: what lies in the stores and the ledger, changed by somebody who can write there: nothing of it is spoken with. */
import { randomBytes } from 'node:crypto';
import { createMasterKey } from '../../src/voices/master-key.ts';
import { sealedOverheadBytes } from '../../src/voices/sealed.ts';
import { createVault } from '../../src/voices/vault.ts';
import type { Abuse } from '../consent/abuse.ts';
import { rowsIn } from './rows.ts';
import { ada, createWorld, type World } from './world.ts';

/** Ben asks for the print of Ada's voice, as the queue does. */
const print = (world: World) => world.voices.print(world.grant());

/** The sealed print of Ada's voice is replaced in its store. */
const withPrint = (change: (sealed: Uint8Array, world: World) => Uint8Array | Promise<Uint8Array>) => async (world: World) => {
  const prints = world.stores.open('prints');
  const key = `${world.voice.id}/1`;
  await prints.set(key, await change((await prints.get(key))!, world));
  return print(world);
};

/** Other bits at one byte, counted from the end where negative. */
const flipped = (at: number) =>
  withPrint(sealed =>
    Uint8Array.from(sealed, (byte, index) => (index === (at + sealed.length) % sealed.length ? byte ^ 1 : byte)),
  );

const cutTo = (length: (whole: number) => number) => withPrint(sealed => sealed.subarray(0, length(sealed.length)));

export const vaultAbuse: readonly Abuse[] = rowsIn('a sealed print', createWorld, [
  ['with another version', 'voice-corrupt', flipped(0)],
  ['with another bit in the nonce', 'voice-corrupt', flipped(1)],
  ['with another bit in the middle', 'voice-corrupt', flipped(30)],
  ['with another bit in the tag', 'voice-corrupt', flipped(-1)],
  ['that is nothing', 'voice-corrupt', cutTo(() => 0)],
  ['that is a nonce alone', 'voice-corrupt', cutTo(() => 13)],
  ['one byte short of nothing sealed', 'voice-corrupt', cutTo(() => sealedOverheadBytes - 1)],
  ['without its last byte', 'voice-corrupt', cutTo(whole => whole - 1)],
  ['without its tag', 'voice-corrupt', cutTo(whole => whole - 16)],
  ['with a byte more', 'voice-corrupt', withPrint(sealed => Buffer.concat([sealed, Buffer.of(0)]))],
  ['of random bytes', 'voice-corrupt', withPrint(sealed => randomBytes(sealed.length))],
  ['of another voice', 'voice-corrupt', withPrint(async (_, w) => (await w.stores.open('prints').get(`${w.secret.id}/1`))!)],
  [
    'that is a recording of the same voice',
    'voice-corrupt',
    withPrint(async (_, w) => (await w.stores.open('references').get(`${w.voice.id}/1-1`))!),
  ],
  [
    'that is the settings of the same voice',
    'voice-corrupt',
    withPrint(async (_, w) => (await w.stores.open('voices').get(`${w.voice.id}/settings`))!),
  ],
  ['sealed for another version', 'voice-corrupt', withPrint((_, w) => w.vault.seal(w.voice.id, 'prints/2', Buffer.from('x')))],
  ['sealed for another store', 'voice-corrupt', withPrint((_, w) => w.vault.seal(w.voice.id, 'references/1', Buffer.from('x')))],
  [
    'sealed for a store whose name joins another way',
    'voice-corrupt',
    withPrint((_, w) => w.vault.seal(w.voice.id, 'prints', Buffer.from('x'))),
  ],
  [
    'that was deleted',
    'voice-corrupt',
    async w => {
      await w.stores.open('prints').erase(w.voice.id);
      return print(w);
    },
  ],
  [
    'whose settings are those of another voice',
    'voice-corrupt',
    async w => {
      const voices = w.stores.open('voices');
      await voices.set(`${w.voice.id}/settings`, (await voices.get(`${w.secret.id}/settings`))!);
      return print(w);
    },
  ],
  [
    'with the wrapped key of another voice',
    'master-key-wrong',
    w => {
      const ledger = { keyHolders: w.ledger.keyHolders, key: () => w.ledger.key(w.secret.id) };
      return createVault({ ledger, masterKey: w.masterKey }).open(w.voice.id, 'prints/1', Buffer.alloc(99));
    },
  ],
  [
    'with another master key',
    'master-key-wrong',
    w => createVault({ ledger: w.ledger, masterKey: createMasterKey(randomBytes(32)) }).prove(),
  ],
  [
    'whose voice was revoked, from a backup',
    'consent-revoked',
    async w => {
      const backup = (await w.stores.open('prints').get(`${w.voice.id}/1`))!;
      await w.voices.revoke(w.voice.id, ada);
      await w.stores.open('prints').set(`${w.voice.id}/1`, backup);
      return w.vault.open(w.voice.id, 'prints/1', backup);
    },
  ],
  [
    'whose voice was revoked, by a grant from before',
    'consent-revoked',
    async w => {
      const grant = w.grant();
      await w.voices.revoke(w.voice.id, ada);
      return w.voices.print(grant);
    },
  ],
  [
    'whose owner was forgotten, by the owner',
    'voice-unknown',
    async w => {
      await w.voices.forget(ada);
      return w.voices.recordings(w.voice.id, ada);
    },
  ],
  ['as recordings, by a friend', 'voice-unknown', w => w.voices.recordings(w.voice.id, w.grant().personId)],
  ['as recordings, by somebody else', 'voice-unknown', w => w.voices.recordings(w.voice.id, `${ada} `)],
]);
