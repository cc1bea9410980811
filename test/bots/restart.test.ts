import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Reply } from '../../src/commands/reply.ts';
import { createLog } from '../../src/log.ts';
import { createService } from '../../src/service.ts';
import { requestFor, textOf } from '../commands/requests.ts';

const folder = mkdtempSync(join(tmpdir(), 'consonant-restart-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const start = () =>
  createService({
    dataFolder: join(folder, 'data'),
    keyFile: join(folder, 'master.key'),
    engine: 'tone',
    operators: [],
    log: createLog({ level: 'silent' }),
    warm: false,
  });

const directory = { personName: () => 'Ada', placeName: () => undefined, roleName: () => undefined };

test('what was accepted before a stop is spoken after the next start, once, or told why not', async () => {
  await using first = await start();
  await Array.fromAsync(first.dispatcher.handle(requestFor('design', { options: { gender: 'female', name: 'Robin' } })));
  await Array.fromAsync(first.dispatcher.handle(requestFor('design', { options: { gender: 'male', name: 'Jay' } })));
  const ask = async (voice: string, address: string) => {
    const text = [{ kind: 'text', text: `Nobody has heard this yet, ${address}.` }] as const;
    const replies = first.dispatcher.handle(requestFor('say', { address, options: { text, voice } }))[Symbol.asyncIterator]();
    await replies.next(); // it is in line: accepted, and not given out
    return replies;
  };
  const waiting = [await ask('Robin', 'one'), await ask('Jay', 'two')];
  await first.close(0);
  await Promise.all(waiting.map(replies => replies.next().catch(() => {})));

  const given: [string, Reply][] = [];
  const bot = {
    platform: 'console',
    directory,
    deliver: async (address: string, reply: Reply) => void given.push([address, reply]),
  };
  await using second = await start();
  const [, jay] = second.consent.voicesOf('console:ada');
  await second.consent.revoke(jay!, 'console:ada');
  await second.answerOwed(bot);
  await second.close(0);
  const byAddress = Object.fromEntries(given);
  assert.equal(given.length, 2);
  assert.equal(byAddress.one?.kind, 'note');
  assert.match((byAddress.one as { label: string }).label, /AI voice “Robin”, invented, requested by Ada/);
  assert.match(textOf(byAddress.two), /^I was restarted before I could answer you\. \S/);

  await using third = await start();
  given.length = 0;
  await third.answerOwed(bot);
  assert.deepEqual(given, []);
  await third.close(0);
});
