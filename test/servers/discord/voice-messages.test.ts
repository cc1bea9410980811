import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { MessageFlags, PermissionFlagsBits as Permissions, type RawFile, Routes } from 'discord.js';
import { logIn, startServer } from './logged-in.ts';

const waveform = Buffer.alloc(256, 7).toString('base64');
const file: RawFile = { name: 'voice-message.ogg', data: Buffer.from('OggS'), contentType: 'audio/ogg' };
const attachment = { id: '0', filename: 'voice-message.ogg', duration_secs: 1.5, waveform };
const right = { flags: MessageFlags.IsVoiceMessage, attachments: [attachment] };

async function scene(t: TestContext) {
  const server = await startServer(t);
  const guild = server.createGuild();
  const channel = guild.createTextChannel();
  guild.addBot();
  const client = await logIn(server);
  const post = (body: object, files: RawFile[] = [file]) => client.rest.post(Routes.channelMessages(channel.id), { body, files });
  return { server, guild, channel, client, post };
}

test('a voice message with its sound, duration and waveform is accepted', async t => {
  const { channel, post, server } = await scene(t);
  await post(right);
  const [seen] = channel.messages();
  assert.equal(seen.isVoiceMessage, true);
  const [sound] = seen.attachments;
  assert.deepEqual([sound.duration_secs, sound.waveform, sound.content_type], [1.5, waveform, 'audio/ogg']);
  assert.deepEqual(sound.bytes, file.data);
  assert.deepEqual(server.violations, []);
});

const faults: readonly { what: string; body: object; files?: RawFile[]; code: number }[] = [
  { what: 'with content', body: { ...right, content: 'listen' }, code: 50159 },
  { what: 'with an embed', body: { ...right, embeds: [{ title: 'listen' }] }, code: 50159 },
  { what: 'with components', body: { ...right, components: [{ type: 1, components: [] }] }, code: 50159 },
  { what: 'without a file', body: { flags: right.flags }, files: [], code: 50160 },
  {
    what: 'with two files',
    body: { ...right, attachments: [attachment, { ...attachment, id: '1' }] },
    files: [file, { ...file, key: 'files[1]' }],
    code: 50160,
  },
  { what: 'as application/ogg', body: right, files: [{ ...file, contentType: 'application/ogg' }], code: 50160 },
  { what: 'without metadata', body: { flags: right.flags }, code: 50161 },
  { what: 'without a duration', body: { ...right, attachments: [{ ...attachment, duration_secs: undefined }] }, code: 50161 },
  { what: 'with a duration of nothing', body: { ...right, attachments: [{ ...attachment, duration_secs: 0 }] }, code: 50161 },
  { what: 'without a waveform', body: { ...right, attachments: [{ ...attachment, waveform: undefined }] }, code: 50161 },
  {
    what: 'with a waveform that is no Base64',
    body: { ...right, attachments: [{ ...attachment, waveform: '~~~' }] },
    code: 50161,
  },
  {
    what: 'with a waveform of more than 256 points',
    body: { ...right, attachments: [{ ...attachment, waveform: Buffer.alloc(257).toString('base64') }] },
    code: 50161,
  },
  { what: 'with metadata for another file', body: { ...right, attachments: [{ ...attachment, id: '3' }] }, code: 50035 },
];

test('a voice message with a fault is refused with the code for it', async t => {
  const { channel, post, server } = await scene(t);
  server.faults.setLimit('POST /channels/{channel.id}/messages', { requests: 100, perMs: 1000 });
  for (const { what, body, files, code } of faults) await assert.rejects(post(body, files), { code }, what);
  assert.deepEqual(channel.messages(), []);
  assert.deepEqual(
    server.violations.map(violation => violation.code),
    faults.map(({ code }) => code),
  );
});

test('where voice messages are not allowed they are refused, though files are', async t => {
  const { guild, channel, post } = await scene(t);
  channel.setOverwrite({ target: guild.everyone, deny: Permissions.SendVoiceMessages });
  await assert.rejects(post(right), { code: 50173 });
  await post({ attachments: [{ id: '0' }] });
  channel.setOverwrite({ target: guild.everyone, deny: Permissions.AttachFiles });
  await post(right);
  await assert.rejects(post({ attachments: [{ id: '0' }] }), { code: 50013 });
});

test('a voice message cannot be edited, nor made by editing', async t => {
  const { channel, client, post } = await scene(t);
  await post(right);
  const [voice] = channel.messages();
  const edit = (id: string, body: object, files: RawFile[] = []) =>
    client.rest.patch(Routes.channelMessage(channel.id, id), { body, files });
  await assert.rejects(edit(voice.id, { content: 'listen' }), { code: 50162 });
  await post({ content: 'text' }, []);
  const [, text] = channel.messages();
  await edit(text.id, right, [file]);
  assert.equal(channel.messages()[1].isVoiceMessage, false);
});
