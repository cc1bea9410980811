import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commands } from '../../src/commands/index.ts';
import { createStage } from '../transcripts/stage.ts';

/** Whatever somebody types or is called; none of it may be found where it does not belong. */
const said = 'kanarienvogel';
const person = 'grünfink';
const place = 'vogelhaus';
const voice = 'Zaunkönig';

const lines = [
  '/help',
  '/privacy',
  `/clone name:${voice}`,
  'press I am 18',
  '(reads: something else)',
  `/design female name:${voice}`,
  `/say ${said} is said`,
  `/say ${said} as:file`,
  `/say ${said} as:live`,
  `/say ${said} voice:${said}`,
  `/voices`,
  `/voices rename name:${voice}2`,
  '/voices add transcript:x',
  `/consent allow person:${said}`,
  '/consent allow role:amsel',
  '/consent log',
  '/consent end everyone:yes',
  '/join',
  '/queue',
  '/skip',
  '/stop',
  '/leave',
  '/verify file:{note}',
  '/export',
  `/settings block-phrase value:${said}`,
  `/settings my-language value:${said}`,
  `/settings stop-all`,
  '/settings resume-all',
  `/report voice:${voice}2 reason:${said}`,
  `/${said}`,
  `/say ${'x'.repeat(600)} ${said}`,
  '/consent revoke',
  'press Delete the voice for good',
  '/forget',
  'press Erase everything',
];

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map(name => join(folder, String(name)))
    .filter(path => statSync(path).isFile());
}

test('no text, name or key is in the log, and no text in the data folder, whatever is asked', async () => {
  const used = new Set(lines.map(line => /^\/(\w+)/.exec(line)?.[1]));
  assert.deepEqual(
    commands.map(({ name }) => name).filter(name => !used.has(name)),
    [],
  );

  await using stage = await createStage({ engine: 'tone', realVerifier: false, operators: [person] });
  await stage.play(`-- ${person} is admin of ${place}`);
  await stage.play(`${person}@${place}> ${person} joins the voice channel`);
  for (const line of lines) {
    await stage.play('-- 1 minute later');
    await stage.play(`${person}@${place}> ${line}`);
  }
  const log = readFileSync(join(stage.folder, 'log'), 'utf8');
  const key = readFileSync(join(stage.folder, 'keys', 'master.key'), 'utf8').trim();
  assert.ok(log.split('\n').length > 25, log);
  for (const secret of [said, person, place, voice, 'amsel', key]) assert.ok(!log.includes(secret), `${secret} is in the log`);
  for (const path of filesBelow(join(stage.folder, 'data'))) {
    assert.ok(!readFileSync(path).includes(`${said} is said`), path);
  }
});
