import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import {
  ActionRowBuilder,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  type ChatInputCommandInteraction,
  Events,
  FileUploadBuilder,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { createManualTime } from '../../support/manual-time.ts';
import { logIn, startServer } from './logged-in.ts';

const commands = [
  {
    name: 'say',
    description: 'Speaks a text',
    options: [
      { type: 3, name: 'text', description: 'What to say', required: true, max_length: 20 },
      { type: 3, name: 'voice', description: 'With which voice', autocomplete: true },
      { type: 11, name: 'sample', description: 'A recording', file_types: ['audio'] },
      { type: 6, name: 'person', description: 'For whom' },
    ],
  },
  { name: 'Say this aloud', type: 3 },
];

async function scene(t: TestContext, { time = createManualTime(Date.now()) } = {}) {
  const server = await startServer(t, { clock: time });
  const guild = server.createGuild();
  const channel = guild.createTextChannel();
  guild.addBot();
  const ann = server.createPerson({ name: 'Ann', locale: 'de' });
  guild.addMember(ann);
  const client = await logIn(server);
  await client.application.commands.set(commands as never);
  const got = () => new Promise<Interaction>(resolve => void client.once(Events.InteractionCreate, resolve));
  const gotCommand = async () => (await got()) as ChatInputCommandInteraction<'cached'>;
  return { server, guild, channel, ann, client, got, gotCommand };
}

test('a slash command arrives with what was typed, and is answered', async t => {
  const { channel, ann, server, gotCommand } = await scene(t);
  const sent = ann.run(channel, 'say', { text: 'hello', person: ann });
  const interaction = await gotCommand();
  assert.equal(interaction.commandName, 'say');
  assert.equal(interaction.options.getString('text'), 'hello');
  assert.equal(interaction.options.getUser('person')?.id, ann.id);
  assert.equal(interaction.locale, 'de');
  assert.equal(interaction.guildLocale, 'en-US');
  assert.equal(interaction.attachmentSizeLimit, 10 * 1024 * 1024);
  assert.equal(interaction.authorizingIntegrationOwners.guildId, channel.guild?.id);
  const response = await interaction.reply({ content: 'Hello, Ann', withResponse: true });
  const seen = await sent.reply();
  assert.equal(seen.content, 'Hello, Ann');
  assert.equal(response.resource?.message?.id, seen.id);
  assert.deepEqual(ann.sees(channel), [seen]);
  assert.deepEqual(server.violations, []);
});

test('only what the command allows can be typed', async t => {
  const { channel, ann } = await scene(t);
  const sample = { filename: 'a.txt', contentType: 'text/plain', bytes: Buffer.from('a') };
  assert.throws(() => ann.run(channel, 'sing'), /no command "sing"/);
  assert.throws(() => ann.run(channel, 'say'), /"text" is required/);
  assert.throws(() => ann.run(channel, 'say', { text: 'x'.repeat(21) }), /0 to 20 characters/);
  assert.throws(() => ann.run(channel, 'say', { text: 'a', volume: 3 }), /no option "volume"/);
  assert.throws(() => ann.run(channel, 'say', { text: 'a', sample }), /another kind of file/);
});

test('an ephemeral reply is seen by its person only, deferred or not, and stays so', async t => {
  const { channel, guild, ann, server, gotCommand } = await scene(t);
  const bob = server.createPerson();
  guild.addMember(bob);
  const sent = ann.run(channel, 'say', { text: 'hello' });
  const interaction = await gotCommand();
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  assert.equal(ann.sees(channel)[0].isThinking, true);
  await interaction.editReply({ content: 'done' });
  const seen = await sent.reply();
  assert.deepEqual([seen.content, seen.isEphemeral, seen.isThinking, seen.isEdited], ['done', true, false, false]);
  await interaction.followUp({ content: 'for all' });
  assert.deepEqual(
    bob.sees(channel).map(message => message.content),
    ['for all'],
  );
  assert.deepEqual(
    ann.sees(channel).map(message => message.content),
    ['done', 'for all'],
  );
  assert.throws(() => bob.press(seen, 'x'), /does not see/);
  await interaction.deleteReply();
  assert.deepEqual(
    sent.messages().map(message => message.content),
    ['for all'],
  );
});

test('a second answer is refused, and one after three seconds', async t => {
  const time = createManualTime(Date.now());
  const { channel, ann, gotCommand } = await scene(t, { time });
  ann.run(channel, 'say', { text: 'hello' });
  const first = await gotCommand();
  await first.reply('once');
  const again = { body: { type: 4, data: { content: 'twice' } }, auth: false } as const;
  await assert.rejects(first.client.rest.post(`/interactions/${first.id}/${first.token}/callback`, again), { code: 40060 });
  const late = ann.run(channel, 'say', { text: 'hello' });
  const second = await gotCommand();
  time.advance(3000);
  await assert.rejects(second.reply('late'), { code: 10062 });
  assert.equal(late.hasFailed, true);
  await assert.rejects(late.reply(), /did not come within 3 seconds/);
});

test('the token is good for 15 minutes', async t => {
  const time = createManualTime(Date.now());
  const { channel, ann, gotCommand } = await scene(t, { time });
  ann.run(channel, 'say', { text: 'hello' });
  const interaction = await gotCommand();
  await interaction.deferReply();
  time.advance(14 * 60_000);
  await interaction.editReply('just in time');
  time.advance(60_000);
  await assert.rejects(interaction.editReply('too late'), { code: 50027, status: 401 });
});

test('suggestions come for what is being typed', async t => {
  const { channel, ann, got } = await scene(t);
  const sent = ann.suggest(channel, 'say', { focused: 'voice', options: { text: 'hi', voice: 'gr' } });
  const interaction = await got();
  assert.ok(interaction.isAutocomplete());
  assert.deepEqual([interaction.options.getFocused(), interaction.options.getString('text')], ['gr', 'hi']);
  const tooMany = Array.from({ length: 26 }, (_, index) => ({ name: `voice ${index}`, value: `${index}` }));
  const callback = `/interactions/${interaction.id}/${interaction.token}/callback` as const;
  await assert.rejects(interaction.client.rest.post(callback, { body: { type: 8, data: { choices: tooMany } }, auth: false }), {
    code: 50035,
  });
  await assert.rejects(interaction.client.rest.post(callback, { body: { type: 4, data: { content: 'a' } }, auth: false }), {
    code: 50035,
  });
  await interaction.respond([{ name: 'Grandma', value: 'v1' }]);
  assert.deepEqual(await sent.suggestions(), [{ name: 'Grandma', value: 'v1' }]);
});

test('the menu of a message shows its voice message to a bot without the intent for content', async t => {
  const { channel, ann, got, client } = await scene(t);
  const bytes = Buffer.from('sound');
  const message = ann.send(channel, { voice: { bytes, durationSeconds: 2.5 } });
  const sent = ann.useMenu(message, 'Say this aloud');
  const interaction = await got();
  assert.ok(interaction.isMessageContextMenuCommand());
  const attachment = interaction.targetMessage.attachments.first()!;
  assert.equal(interaction.targetMessage.flags.has(MessageFlags.IsVoiceMessage), true);
  assert.deepEqual([attachment.duration, attachment.contentType, attachment.size], [2.5, 'audio/ogg', 5]);
  assert.deepEqual(Buffer.from(await (await fetch(attachment.url)).arrayBuffer()), bytes);
  await interaction.reply({ content: 'heard', files: [new AttachmentBuilder(Buffer.from('x'), { name: 'a.txt' })] });
  const seen = await sent.reply();
  assert.equal(seen.repliesTo, message.id);
  assert.equal(seen.attachments[0].bytes.toString(), 'x');
  assert.equal(client.user.id, seen.authorId);
});

const pressMe = new ActionRowBuilder<ButtonBuilder>().addComponents(
  new ButtonBuilder().setCustomId('go').setLabel('Go').setStyle(ButtonStyle.Primary),
  new ButtonBuilder().setCustomId('no').setLabel('No').setStyle(ButtonStyle.Secondary).setDisabled(true),
  new ButtonBuilder().setURL('https://example.org').setLabel('Read').setStyle(ButtonStyle.Link),
);

test('a button that is there can be pressed, and its message updated', async t => {
  const { channel, ann, got, gotCommand } = await scene(t);
  const sent = ann.run(channel, 'say', { text: 'hello' });
  await (await gotCommand()).reply({ content: 'ready?', components: [pressMe] });
  const message = await sent.reply();
  assert.deepEqual(
    message.buttons.map(({ label, isDisabled }) => [label, isDisabled]),
    [
      ['Go', false],
      ['No', true],
      ['Read', false],
    ],
  );
  assert.throws(() => ann.press(message, 'no'), /disabled/);
  assert.throws(() => ann.press(message, 'Read'), /opens a link/);
  assert.throws(() => ann.press(message, 'stop'), /0 buttons/);
  const pressed = ann.press(message, 'Go');
  const interaction = await got();
  assert.ok(interaction.isButton());
  assert.equal(interaction.message.id, message.id);
  await interaction.update({ content: 'gone', components: [] });
  assert.equal((await pressed.reply()).id, message.id);
  assert.equal(channel.messages()[0].content, 'gone');
  assert.throws(() => ann.press(message, 'Go'), /0 buttons/);
});

test('a modal is shown, filled in and submitted', async t => {
  const { channel, ann, got, gotCommand, server } = await scene(t);
  const sent = ann.run(channel, 'say', { text: 'hello' });
  const modal = new ModalBuilder()
    .setCustomId('consent')
    .setTitle('Consent')
    .addTextDisplayComponents(new TextDisplayBuilder().setContent('The terms'))
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Name')
        .setTextInputComponent(new TextInputBuilder().setCustomId('name').setStyle(TextInputStyle.Short).setMaxLength(5)),
      new LabelBuilder()
        .setLabel('Recording')
        .setFileUploadComponent(new FileUploadBuilder().setCustomId('file').setRequired(true)),
      new LabelBuilder().setLabel('I agree').setCheckboxComponent(checkbox => checkbox.setCustomId('agree')),
    );
  await (await gotCommand()).showModal(modal);
  const shown = await sent.modal();
  assert.equal(shown.text, 'The terms\nName\nRecording\nI agree');
  const file = { filename: 'me.ogg', contentType: 'audio/ogg', bytes: Buffer.from('voice') };
  assert.throws(() => ann.submit(shown, { name: 'Ann' }), /"file" wants 1 to 1 files/);
  assert.throws(() => ann.submit(shown, { name: 'Annabel', file: [file] }), /"name" wants 1 to 5 characters/);
  assert.throws(() => ann.submit(shown, { name: 'Ann', file: [file], other: 'x' }), /no input "other"/);
  const submitted = ann.submit(shown, { name: 'Ann', file: [file], agree: true });
  const interaction = await got();
  assert.ok(interaction.isModalSubmit());
  assert.equal(interaction.fields.getTextInputValue('name'), 'Ann');
  assert.equal(interaction.fields.getCheckbox('agree'), true);
  const uploaded = interaction.fields.getUploadedFiles('file', true).first()!;
  assert.equal(await (await fetch(uploaded.url)).text(), 'voice');
  await interaction.reply({ content: 'thanks', flags: MessageFlags.Ephemeral });
  assert.equal((await submitted.reply()).content, 'thanks');
  assert.deepEqual(server.violations, []);
});
