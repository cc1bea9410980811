import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type ChatInputCommandInteraction, Events, PermissionFlagsBits as Permissions } from 'discord.js';
import { logIn, startServer } from './logged-in.ts';

/** A guild that the bot is not in, and somebody there who has it as a user app. */
async function scene(t: TestContext) {
  const server = await startServer(t);
  const guild = server.createGuild();
  const channel = guild.createTextChannel();
  const ann = guild.owner;
  const bob = server.createPerson();
  guild.addMember(bob);
  server.app.installFor(bob);
  server.app.installFor(ann);
  const client = await logIn(server);
  await client.application.commands.set([{ name: 'say', description: 'Speaks' }]);
  const run = async (who = bob) => {
    const got = new Promise<ChatInputCommandInteraction>(resolve => void client.once(Events.InteractionCreate, resolve as never));
    const sent = who.run(channel, 'say');
    return { sent, interaction: await got };
  };
  return { server, guild, channel, ann, bob, run };
}

test('a user app answers where its bot is not, and follows up five times', async t => {
  const { channel, ann, bob, run } = await scene(t);
  const { interaction } = await run();
  assert.deepEqual({ ...interaction.authorizingIntegrationOwners }, { guildId: null, userId: bob.id });
  assert.equal(interaction.inCachedGuild(), false);
  await interaction.reply('hello');
  for (const number of [1, 2, 3, 4, 5]) await interaction.followUp(`${number}`);
  await assert.rejects(interaction.followUp('6'), { code: 40094 });
  assert.equal(ann.sees(channel).length, 6);
});

test('where external apps are not allowed its answers are for its user only', async t => {
  const { guild, channel, ann, bob, run } = await scene(t);
  guild.everyone.setPermissions(Permissions.ViewChannel | Permissions.SendMessages | Permissions.UseApplicationCommands);
  const { interaction, sent } = await run();
  await interaction.deferReply();
  await interaction.editReply('hello');
  await interaction.followUp('more');
  assert.equal((await sent.reply()).isEphemeral, true);
  assert.deepEqual([bob.sees(channel).length, ann.sees(channel).length], [2, 0]);
});
