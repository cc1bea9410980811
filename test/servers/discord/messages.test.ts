import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { ComponentType, MessageFlags, PermissionFlagsBits as Permissions, Routes, type TextChannel } from 'discord.js';
import { logIn, startServer } from './logged-in.ts';

async function scene(t: TestContext) {
  const server = await startServer(t);
  server.faults.setLimit('POST /channels/{channel.id}/messages', { requests: 100, perMs: 1000 });
  const guild = server.createGuild();
  const channel = guild.createTextChannel();
  guild.addBot();
  const client = await logIn(server);
  const post = (body: object) => client.rest.post(Routes.channelMessages(channel.id), { body });
  const text = client.channels.cache.get(channel.id) as TextChannel;
  return { server, guild, channel, client, post, text };
}

test('a message is sent, edited, replied to and deleted', async t => {
  const { server, guild, channel, text } = await scene(t);
  const ann = server.createPerson();
  guild.addMember(ann);
  const question = ann.send(channel, { content: 'who?' });
  const message = await text.send({
    content: `<@${ann.id}>`,
    allowedMentions: { parse: [] },
    reply: { messageReference: question.id },
  });
  assert.deepEqual(
    channel.messages().map(seen => [seen.content, seen.repliesTo, seen.pinged]),
    [
      ['who?', undefined, []],
      [`<@${ann.id}>`, question.id, []],
    ],
  );
  await message.edit('me');
  assert.deepEqual([channel.messages()[1].content, channel.messages()[1].isEdited], ['me', true]);
  await message.delete();
  assert.deepEqual(channel.messages(), [question]);
  await assert.rejects(message.edit('gone'), { code: 10008 });
  await assert.rejects(text.send({ reply: { messageReference: message.id }, content: 'a' }), { code: 50035 });
});

/** Paths of the fields that are told to be wrong. */
function wrongFields(errors: object, path = ''): string[] {
  return Object.entries(errors).flatMap(([key, value]) =>
    key === '_errors' ? [path] : wrongFields(value, path ? `${path}.${key}` : key),
  );
}

const button = { type: 2, style: 1, custom_id: 'a', label: 'A' };
const row = { type: 1, components: [button] };
const v2 = MessageFlags.IsComponentsV2;
const display = { type: ComponentType.TextDisplay, content: 'text' };
const file = { type: ComponentType.File, file: { url: 'attachment://none.ogg' } };
const section = { type: ComponentType.Section, components: [display], accessory: button };

const invalid: readonly { what: string; body: object; fields: string[] }[] = [
  { what: 'content too long', body: { content: 'x'.repeat(2001) }, fields: ['content'] },
  { what: 'content that is no text', body: { content: 3 }, fields: ['content'] },
  { what: 'ephemeral in a channel', body: { content: 'a', flags: 64 }, fields: ['flags'] },
  {
    what: 'two users ways',
    body: { content: 'a', allowed_mentions: { parse: ['users'], users: ['123456789012345678'] } },
    fields: ['allowed_mentions.users'],
  },
  {
    what: 'six rows',
    body: {
      components: Array(6).fill({ type: 1, components: [{ ...button, custom_id: undefined, style: 5, url: 'https://a.b' }] }),
    },
    fields: ['components'],
  },
  {
    what: 'six buttons',
    body: { components: [{ type: 1, components: [1, 2, 3, 4, 5, 6].map(n => ({ ...button, custom_id: `${n}` })) }] },
    fields: ['components.0.components'],
  },
  { what: 'a custom id twice', body: { components: [row, row] }, fields: ['components.1.components.0.custom_id'] },
  {
    what: 'a custom id too long',
    body: { components: [{ type: 1, components: [{ ...button, custom_id: 'x'.repeat(101) }] }] },
    fields: ['components.0.components.0.custom_id'],
  },
  {
    what: 'a button with a link as well',
    body: { components: [{ type: 1, components: [{ ...button, url: 'https://a.b' }] }] },
    fields: ['components.0.components.0.url'],
  },
  {
    what: 'a label too long',
    body: { components: [{ type: 1, components: [{ ...button, label: 'x'.repeat(81) }] }] },
    fields: ['components.0.components.0.label'],
  },
  { what: 'new components without their flag', body: { components: [display] }, fields: ['components.0.type'] },
  { what: 'new components with content', body: { content: 'a', flags: v2, components: [display] }, fields: ['content'] },
  { what: 'a file that is not there', body: { flags: v2, components: [file] }, fields: ['components.0.file.url'] },
  { what: 'too many components', body: { flags: v2, components: Array(41).fill(display) }, fields: ['components'] },
  {
    what: 'too much text',
    body: { flags: v2, components: [display, { ...display, content: 'x'.repeat(4000) }] },
    fields: ['components'],
  },
  {
    what: 'an input in a message',
    body: { flags: v2, components: [{ type: 1, components: [{ type: 4, custom_id: 'a', style: 1 }] }] },
    fields: ['components.0.components.0.type'],
  },
  { what: 'an embed too long', body: { embeds: [{ description: 'x'.repeat(4097) }] }, fields: ['embeds.0.description'] },
  {
    what: 'a file that is described but not sent',
    body: { content: 'a', attachments: [{ id: 0 }] },
    fields: ['attachments.0.id'],
  },
];

test('a message that breaks a rule is refused, and told where', async t => {
  const { channel, post } = await scene(t);
  for (const { what, body, fields } of invalid) {
    const error = await post(body).then(
      () => assert.fail(`accepted: ${what}`),
      (thrown: { code: number; rawError: { errors: object } }) => thrown,
    );
    assert.deepEqual([error.code, wrongFields(error.rawError.errors)], [50035, fields], what);
  }
  await assert.rejects(post({ content: '  ' }), { code: 50006 });
  assert.deepEqual(channel.messages(), []);
  await post({ flags: v2, components: [display, section] });
  assert.equal(channel.messages()[0].text, 'text\ntext');
});

test('files up to 10 MiB each', async t => {
  const { channel, text } = await scene(t);
  const large = Buffer.alloc(10 * 1024 * 1024 + 1);
  await assert.rejects(text.send({ files: [{ attachment: large, name: 'large.bin' }] }), { code: 40005, status: 413 });
  await text.send({ files: [{ attachment: large.subarray(1), name: 'a b.bin' }] });
  assert.deepEqual(
    channel.messages()[0].attachments.map(({ filename, size }) => [filename, size]),
    [['a_b.bin', large.length - 1]],
  );
});

test('permissions decide what a bot may see and send', async t => {
  const { guild, channel, post, server } = await scene(t);
  const deny = (permission: bigint) => channel.setOverwrite({ target: guild.everyone, deny: permission });
  deny(Permissions.SendMessages);
  await assert.rejects(post({ content: 'a' }), { code: 50013 });
  deny(Permissions.EmbedLinks);
  await assert.rejects(post({ embeds: [{ title: 'a' }] }), { code: 50013 });
  deny(Permissions.ViewChannel);
  await assert.rejects(post({ content: 'a' }), { code: 50001 });
  channel.setOverwrite({ target: server.app, allow: Permissions.ViewChannel });
  await post({ content: 'a' });
  channel.delete();
  await assert.rejects(post({ content: 'a' }), { code: 10003 });
});

test('people decide whether a bot may write to them', async t => {
  const { server, guild, client } = await scene(t);
  const [ann, bob, eve] = [server.createPerson(), server.createPerson({ acceptsDirectMessages: false }), server.createPerson()];
  for (const person of [ann, bob]) guild.addMember(person);
  await (await client.users.fetch(ann.id)).send('hello');
  assert.equal(ann.directMessages.messages()[0].content, 'hello');
  await assert.rejects((await client.users.fetch(bob.id)).send('hello'), { code: 50007 });
  await assert.rejects((await client.users.fetch(eve.id)).send('hello'), { code: 50278 });
  server.app.installFor(eve);
  await (await client.users.fetch(eve.id)).send('hello');
});
