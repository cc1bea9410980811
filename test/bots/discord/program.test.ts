/** The whole program with Discord, as a process: its start, its work, its end, and what it leaves behind. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createDiscordServer, type DiscordServer, type Interaction, type Person } from '../../servers/discord/discord-server.ts';
import { createFolder, type Program, startProgram } from './program.ts';
import { botPermissions } from './stage.ts';

/** In real time; the program starts an engine first. */
const withinMs = 60_000;

async function scene(context: TestContext) {
  const discord = await createDiscordServer({ responseDeadlineMs: withinMs });
  context.after(() => discord.close());
  const ada = discord.createPerson({ name: 'Ada' });
  const guild = discord.createGuild({ name: 'Den', owner: ada });
  guild.addBot({ permissions: botPermissions });
  return { discord, ada, channel: guild.createTextChannel({}), folder: createFolder(context) };
}

/** Resolves when it answers. */
async function running(discord: DiscordServer, program: Program): Promise<void> {
  const isUp = () => discord.gateway.connections.length > 0 && discord.app.commands().length > 0;
  const ended = program.exit.then(code => assert.fail(`ended with ${code}: ${program.output()}`));
  ended.catch(() => {});
  await Promise.race([discord.seen(isUp, { withinMs, what: 'the start of the bot' }), ended]);
}

const says = (discord: DiscordServer, asked: Interaction, text: RegExp) =>
  discord.seen(() => asked.messages().find(({ content }) => text.test(content)), { withinMs, what: `the answer ${text}` });

async function design(discord: DiscordServer, person: Person, channel: Parameters<Person['run']>[0]): Promise<void> {
  await says(discord, person.run(channel, 'design', { gender: 'female', name: 'Robin' }), /^AI voice “Robin”/);
}

function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
    .join('\n');
}

test('it starts, speaks, ends when it is asked to, and leaves no token and no text behind', async context => {
  const { discord, ada, channel, folder } = await scene(context);
  const program = startProgram(context, { discord, folder });
  await running(discord, program);
  await design(discord, ada, channel);
  ada.run(channel, 'say', { text: 'Rumpelstiltskin was here' });
  await discord.seen(() => channel.messages().find(({ isVoiceMessage }) => isVoiceMessage), { withinMs });
  program.child.kill('SIGTERM');
  assert.equal(await program.ended(), 0);
  await discord.seen(() => discord.gateway.connections.length === 0);
  const left = `${program.output()}${everythingIn(folder)}`;
  assert.match(left, /"platform":"discord".*"msg":"started"/);
  for (const secret of [...discord.app.token.split('.').slice(1), 'Rumpelstiltskin', ada.name])
    assert.ok(!left.includes(secret), secret);
  assert.deepEqual(discord.violations, []);
});

test('killed before its speech is posted it posts it after the next start', async context => {
  const { discord, ada, channel, folder } = await scene(context);
  const first = startProgram(context, { discord, folder });
  await running(discord, first);
  await design(discord, ada, channel);
  const posting = { method: 'POST', route: '/channels/{channel.id}/messages' };
  const release = discord.faults.hold(posting);
  ada.run(channel, 'say', { text: 'and then one more word' });
  await discord.seen(() => discord.requests.some(({ route }) => route === posting.route), { withinMs });
  first.child.kill('SIGKILL');
  await first.ended();
  release();
  startProgram(context, { discord, folder });
  const voice = await discord.seen(() => channel.messages().find(({ isVoiceMessage }) => isVoiceMessage), { withinMs });
  assert.equal(
    channel.messages().find(({ id }) => id === voice.repliesTo)?.content,
    'AI voice “Robin”, invented, requested by Ada',
  );
});

test('a token that Discord does not know, or knows no longer, ends it with what to do', async context => {
  const { discord, folder } = await scene(context);
  const wrong = startProgram(context, { discord, folder, environment: { DISCORD_TOKEN: 'not.a.token' } });
  assert.equal(await wrong.ended(), 2);
  assert.match(wrong.output(), /Discord does not know this token\. Make a new one at https:/);
  assert.ok(!wrong.output().includes('not.a.token'));

  const program = startProgram(context, { discord, folder });
  await running(discord, program);
  discord.app.resetToken();
  assert.equal(await program.ended(), 2);
  assert.match(program.output(), /discord has stopped: Discord does not know this token/);
});

test('several processes need servers to share what they know, and it says which settings these are', async context => {
  const { discord, folder } = await scene(context);
  const program = startProgram(context, { discord, folder, settings: 'shards: 2' });
  assert.equal(await program.ended(), 2);
  assert.match(
    program.output(),
    /discord\.shards asks for 2 processes.* Set data\.ledger \(postgres:.*\) and data\.store \(redis:/,
  );
  assert.deepEqual(discord.requests, []);
});
