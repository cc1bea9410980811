import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { copyPlace, createPlace, type Place, runConsole, startConsole } from '../faults/program.ts';

const design = (name: string) => `ada@den> /design gender:female name:${name}`;
const words = ['console', '--engine', 'tone'];

describe('a backup', () => {
  const template = createPlace({ after });
  before(async () => {
    const { exitCode, stderr } = await runConsole({ after }, template, { words, lines: [design('Robot')] });
    assert.equal(exitCode, 0, stderr);
  });

  const saveTo = (context: { after(undo: () => void): void }, place: Place, out: string) =>
    runConsole(context, place, { words: ['backup', '--out', out] });

  test('of a running program is whole, without the key, and brings everything back elsewhere', async context => {
    const place = copyPlace(context, template);
    const running = startConsole(context, place, { words });
    running.type('/voices');
    await running.printed(/Robot/);
    for (const name of ['One', 'Two', 'Three']) running.type(design(name));
    const out = join(place.folder, 'saved');
    const saved = await saveTo(context, place, out);
    assert.equal(saved.exitCode, 0, saved.stderr);
    assert.match(saved.stdout, /Saved 4 files.* events of consent[\s\S]*Not in it: the master key/);
    assert.deepEqual(readdirSync(out).sort(), ['backup.json', 'contents', 'ledger.sqlite', 'master-key.check', 'stores.sqlite']);
    await running.printed(/The voice “Three” is ready/);
    running.type('quit');
    assert.equal((await running.end).exitCode, 0);

    const elsewhere: Place = { ...place, data: join(place.folder, 'elsewhere') };
    const restored = await runConsole(context, elsewhere, { words: ['restore', '--from', out] });
    assert.equal(restored.exitCode, 0, restored.stderr);
    assert.match(restored.stdout, /what was ended or erased after that must be ended again/);
    const proof = await runConsole(context, elsewhere, { words: ['ledger', 'verify'] });
    assert.equal(proof.exitCode, 0, proof.stderr);
    const again = await runConsole(context, elsewhere, { words, lines: ['ada@den> /say voice:Robot here again'] });
    assert.match(again.stdout, /voice note, \d/, again.stderr);
  });

  test('writes over nothing, and says so', async context => {
    const place = copyPlace(context, template);
    for (const command of [
      ['backup', '--out', place.folder],
      ['backup', '--out', join(place.data, 'contents')],
    ]) {
      const { exitCode, stderr } = await runConsole(context, place, { words: command });
      assert.equal(exitCode, 2);
      assert.match(stderr, /exists already, and nothing is written over/);
    }
  });

  test('that was damaged, cut short or is none, is refused before anything is written', async context => {
    const place = copyPlace(context, template);
    const out = join(place.folder, 'saved');
    assert.equal((await saveTo(context, place, out)).exitCode, 0);
    const elsewhere: Place = { ...place, data: join(place.folder, 'elsewhere') };
    const path = join(out, 'stores.sqlite');
    const bytes = readFileSync(path);
    bytes[bytes.length - 10]! ^= 1;
    writeFileSync(path, bytes);
    for (const [from, says] of [
      [out, /"stores\.sqlite" is not what was saved/],
      [place.data, /there is no "backup\.json"/],
    ] as const) {
      const { exitCode, stderr } = await runConsole(context, elsewhere, { words: ['restore', '--from', from] });
      assert.equal(exitCode, 2);
      assert.match(stderr, says);
    }
    assert.ok(!readdirSync(place.folder).some(name => name.startsWith('elsewhere')));
  });

  test('of a folder without data is refused with what to give', async context => {
    const place = createPlace(context);
    const { exitCode, stderr } = await saveTo(context, place, join(place.folder, 'saved'));
    assert.equal(exitCode, 2);
    assert.match(stderr, /There is no "ledger\.sqlite".*--data/);
  });
});
