/** Shards: Discord in two processes, each with its servers, on one Postgres; what is decided in one holds in the other; they end together. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { shardOf } from '../../../src/bots/discord/identity.ts';
import { childrenOf, isAlive } from '../../faults/program.ts';
import { createDiscordServer, type Guild } from '../../servers/discord/discord-server.ts';
import { postgresMissing, startPostgres } from '../../support/postgres.ts';
import { createFolder, startProgram } from './program.ts';
import { botPermissions } from './stage.ts';

const withinMs = 120_000;
const skip = postgresMissing();

test('a place belongs to one process; direct messages to the first', () => {
  for (const [placeId, count, wanted] of [
    ['discord:guild/1575453433081626625', 1, 0],
    ['discord:guild/4194304', 2, 1],
    ['discord:guild/8388608', 2, 0],
    ['discord:guild/12582912', 3, 0],
    ['discord:dm/4194304', 2, 0],
    ['discord:channel/4194304', 2, 0],
  ] as const)
    assert.equal(shardOf(placeId, count), wanted, placeId);
});

describe('two processes', { skip }, () => {
  test('serve their own servers, share what was decided, come back when killed, and end together', async context => {
    const postgres = await startPostgres();
    context.after(() => postgres.stop());
    const discord = await createDiscordServer({ shards: 2, responseDeadlineMs: withinMs });
    context.after(() => discord.close());
    const ada = discord.createPerson({ name: 'Ada' });
    const guilds = [0, 1].map(shard => guildOn(shard));
    const [first, second] = guilds.map(guild => guild.createTextChannel({}));
    const folder = createFolder(context);
    const program = startProgram(context, {
      discord,
      folder,
      settings: 'shards: auto',
      environment: { CONSONANT_DATA_LEDGER: postgres.url, CONSONANT_DATA_STORE: postgres.url },
    });

    /** The server makes ids by the clock and a counter: some guild lies on either shard soon. */
    function guildOn(shard: number): Guild {
      for (;;) {
        const guild = discord.createGuild({ owner: ada });
        if (shardOf(`discord:guild/${guild.id}`, 2) !== shard) continue;
        guild.addBot({ permissions: botPermissions });
        return guild;
      }
    }
    const shardsUp = () => discord.gateway.connections.map(({ shardId }) => shardId).sort();
    const isUp = () => shardsUp().join() === '0,1' && discord.app.commands().length > 0;
    const ended = program.exit.then(code => assert.fail(`It ended with ${code}: ${program.output()}`));
    ended.catch(() => {});
    await Promise.race([discord.seen(isUp, { withinMs, what: 'both processes' }), ended]);

    const says = async (channel: typeof first, voice?: string) => {
      ada.run(channel!, 'say', { text: 'Hello', ...(voice ? { voice } : {}) });
      await discord.seen(() => channel!.messages().some(({ isVoiceMessage }) => isVoiceMessage), {
        withinMs,
        what: 'the voice message',
      });
    };
    const designed = ada.run(first!, 'design', { gender: 'female', name: 'Robin' });
    await designed.followUp(0, { withinMs });
    await says(first);
    await says(second);
    for (const id of [0, 1]) assert.ok(existsSync(join(folder, 'data', `shard-${id}`)), `${id}`);

    const [, victim] = childrenOf(program.child.pid!);
    process.kill(victim!, 'SIGKILL');
    await discord.seen(() => discord.gateway.connections.length === 1, { withinMs, what: 'the end of one' });
    await discord.seen(isUp, { withinMs, what: 'its return' });

    const processes = childrenOf(program.child.pid!);
    assert.equal(processes.length, 2);
    program.child.kill('SIGTERM');
    assert.equal(await program.ended(), 0);
    assert.deepEqual(processes.filter(isAlive), []);
    assert.deepEqual(discord.violations, []);
    assert.ok(!program.output().includes(discord.app.token));
  });
});
