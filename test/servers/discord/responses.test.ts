/** What an app may say to an interaction, when, and what is refused. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  ActionRowBuilder,
  ButtonBuilder,
  type ButtonInteraction,
  ButtonStyle,
  type ChatInputCommandInteraction,
  Events,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord.js';
import { logIn, startServer } from './logged-in.ts';

async function scene(t: TestContext) {
  const server = await startServer(t);
  const guild = server.createGuild();
  const channel = guild.createTextChannel();
  guild.addBot();
  const ann = server.createPerson();
  guild.addMember(ann);
  const client = await logIn(server);
  await client.application.commands.set([{ name: 'say', description: 'Speaks' }]);
  const got = <T>() => new Promise<T>(resolve => void client.once(Events.InteractionCreate, resolve as never));
  const run = async (where = channel as Parameters<typeof ann.run>[0]) => {
    const arriving = got<ChatInputCommandInteraction>();
    const sent = ann.run(where, 'say');
    return { sent, interaction: await arriving };
  };
  const callback = ({ id, token }: { id: string; token: string }, body: object) =>
    client.rest.post(`/interactions/${id}/${token}/callback`, { body, auth: false });
  return { server, guild, channel, ann, client, got, run, callback };
}

test('a deferred response has no other flag than ephemeral, and no update where there is no message', async t => {
  const { run, callback } = await scene(t);
  const { interaction } = await run();
  await assert.rejects(callback(interaction, { type: 5, data: { flags: MessageFlags.IsVoiceMessage } }), { code: 50035 });
  await assert.rejects(callback(interaction, { type: 5, data: { flags: MessageFlags.IsComponentsV2 } }), { code: 50035 });
  for (const type of [1, 6, 7, 8, 10])
    await assert.rejects(callback(interaction, { type, data: { content: 'a' } }), { code: 50035 });
  await assert.rejects(callback({ ...interaction, token: 'forged' }, { type: 5 }), { code: 10062 });
  await interaction.deferReply();
});

test('a deferred response may become one of components, and stays one', async t => {
  const { run } = await scene(t);
  const { interaction, sent } = await run();
  await interaction.deferReply();
  await interaction.editReply({ flags: MessageFlags.IsComponentsV2, components: [{ type: 10, content: 'text' } as never] });
  const seen = await sent.reply();
  assert.deepEqual([seen.text, seen.flags], ['text', MessageFlags.IsComponentsV2]);
  await assert.rejects(interaction.editReply('plain'), { code: 50035 });
});

test('components take the place of content only when that is emptied', async t => {
  const { run } = await scene(t);
  const { interaction, sent } = await run();
  await interaction.reply('plain');
  const change = { flags: MessageFlags.IsComponentsV2, components: [{ type: 10, content: 'text' } as never] } as const;
  await assert.rejects(interaction.editReply(change), { code: 50035 });
  await interaction.editReply({ ...change, content: null });
  assert.equal((await sent.reply()).text, 'text');
});

test('whatever an edit says, a reply stays as ephemeral as it was', async t => {
  const { run, client, channel } = await scene(t);
  const { interaction, sent } = await run();
  await interaction.reply({ content: 'for you', flags: MessageFlags.Ephemeral });
  const path = `/webhooks/${client.application.id}/${interaction.token}/messages/@original` as const;
  await client.rest.patch(path, { body: { content: 'for all', flags: 0 }, auth: false });
  const seen = await sent.reply();
  assert.deepEqual(
    [seen.content, seen.isEphemeral, seen.flags, channel.messages()],
    ['for all', true, MessageFlags.Ephemeral, []],
  );
});

test('the first follow-up after a deferred response is taken for it', async t => {
  const { run, channel } = await scene(t);
  const { interaction, sent } = await run();
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  await interaction.followUp('done');
  assert.deepEqual(
    sent.messages().map(({ content, isEphemeral }) => [content, isEphemeral]),
    [['done', true]],
  );
  await interaction.followUp('more');
  assert.deepEqual([(await sent.followUp(0)).content, channel.messages().length], ['more', 1]);
});

test('a webhook answers for its own messages only, and once there was a response', async t => {
  const { run, client, channel, ann } = await scene(t);
  const { interaction } = await run();
  const webhook = (token: string, message = '') => `/webhooks/${client.application.id}/${token}${message}` as const;
  const body = { content: 'a' };
  await assert.rejects(client.rest.post(webhook(interaction.token), { body, auth: false }), { code: 10015 });
  await assert.rejects(client.rest.post(webhook('forged'), { body, auth: false }), { code: 50027 });
  await interaction.reply('first');
  const foreign = ann.send(channel, { content: 'mine' });
  await assert.rejects(client.rest.patch(webhook(interaction.token, `/messages/${foreign.id}`), { body, auth: false }), {
    code: 10008,
  });
  const more = await interaction.followUp('more');
  await interaction.editReply({ message: more.id, content: 'edited' });
  await interaction.deleteReply(more);
  await interaction.deleteReply();
  await assert.rejects(interaction.fetchReply(), { code: 10008 });
  assert.deepEqual(channel.messages(), [foreign]);
});

test('files are added by an edit, and kept or dropped as it says', async t => {
  const { run } = await scene(t);
  const { interaction, sent } = await run();
  const file = (name: string) => ({ attachment: Buffer.from(name), name });
  const names = () => sent.messages()[0].attachments.map(({ filename }) => filename);
  await interaction.reply({ content: 'files', files: [file('a.txt')] });
  const { attachments } = await interaction.fetchReply();
  await interaction.editReply({ content: 'still' });
  assert.deepEqual(names(), ['a.txt']);
  await interaction.editReply({ files: [file('b.txt')], attachments: [...attachments.values()] });
  assert.deepEqual(names(), ['a.txt', 'b.txt']);
  const [{ url }] = sent.messages()[0].attachments;
  await interaction.editReply({ attachments: [] });
  assert.deepEqual(names(), []);
  assert.equal((await fetch(url)).status, 404);
});

test('a press may be acknowledged alone, and its message edited later', async t => {
  const { run, ann, got, channel } = await scene(t);
  const { interaction, sent } = await run();
  const row = new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder({ customId: 'go', label: 'Go', style: ButtonStyle.Primary }),
  );
  await interaction.reply({ content: 'ready', components: [row] });
  const arriving = got<ButtonInteraction>();
  const pressed = ann.press(await sent.reply(), 'go');
  const button = await arriving;
  await button.deferUpdate();
  await pressed.acknowledged();
  assert.equal(channel.messages()[0].isThinking, false);
  await button.editReply('gone');
  const more = await button.followUp('and more');
  assert.equal((await pressed.reply()).content, 'gone');
  assert.deepEqual(
    pressed.messages().map(({ id }) => id),
    [(await sent.reply()).id, more.id],
  );
});

test('in direct messages with the bot there is no guild', async t => {
  const { run, ann, server } = await scene(t);
  const { interaction, sent } = await run(ann.directMessages);
  assert.deepEqual([interaction.guildId, interaction.context, interaction.user.id], [null, 1, ann.id]);
  assert.deepEqual({ ...interaction.authorizingIntegrationOwners }, { guildId: '0', userId: null });
  await interaction.reply('hello');
  assert.equal((await sent.reply()).content, 'hello');
  assert.equal(ann.directMessages.messages().length, 1);
  assert.deepEqual(server.violations, []);
});

test('what answers an interaction in a channel that is gone is refused', async t => {
  const { run, channel } = await scene(t);
  const { interaction } = await run();
  await interaction.deferReply();
  channel.delete();
  await assert.rejects(interaction.editReply('too late'), { code: 10008 });
  await assert.rejects(interaction.followUp('too late'), { code: 10003 });
});

test('an answer at once may be a voice message, where those are allowed', async t => {
  const { guild, run, channel, client } = await scene(t);
  const data = { flags: MessageFlags.IsVoiceMessage, attachments: [{ id: '0', duration_secs: 1, waveform: 'AAAA' }] };
  const files = [{ name: 'voice-message.ogg', data: Buffer.from('OggS'), contentType: 'audio/ogg' }];
  const answer = async () => {
    const { interaction } = await run();
    const path = `/interactions/${interaction.id}/${interaction.token}/callback` as const;
    await client.rest.post(path, { body: { type: 4, data }, files, auth: false });
    return interaction;
  };
  const interaction = await answer();
  assert.equal(channel.messages()[0].isVoiceMessage, true);
  const original = `/webhooks/${client.application.id}/${interaction.token}/messages/@original` as const;
  await assert.rejects(client.rest.patch(original, { body: { content: 'listen' }, auth: false }), { code: 50162 });
  const followUp = client.rest.post(`/webhooks/${client.application.id}/${interaction.token}`, {
    body: data,
    files,
    auth: false,
  });
  await assert.rejects(followUp, { code: 50035 });
  channel.setOverwrite({ target: guild.everyone, deny: PermissionFlagsBits.SendVoiceMessages });
  await assert.rejects(answer(), { code: 50173 });
});
