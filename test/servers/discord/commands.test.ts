import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { PermissionFlagsBits as Permissions } from 'discord.js';
import { logIn, startServer } from './logged-in.ts';

async function scene(t: TestContext) {
  const server = await startServer(t);
  server.faults.setLimit('PUT /applications/{application.id}/commands', { requests: 100, perMs: 1000 });
  const guild = server.createGuild();
  const channel = guild.createTextChannel();
  guild.addBot();
  const ann = server.createPerson();
  guild.addMember(ann);
  const client = await logIn(server);
  const put = (body: unknown) => client.rest.put(`/applications/${client.application.id}/commands`, { body });
  return { server, guild, channel, ann, client, put };
}

const say = { name: 'say', description: 'Speaks', name_localizations: { de: 'sag', 'zh-CN': '说' } };

test('commands are registered, changed and deleted, for all and for a guild', async t => {
  const { server, guild, client } = await scene(t);
  const { commands } = client.application;
  const [{ id, version }] = [...(await commands.set([say])).values()];
  const again = await commands.create({ ...say, description: 'Speaks aloud' });
  assert.equal(again.id, id);
  assert.notEqual(again.version, version);
  await commands.edit(again.id, { description: 'Says' });
  await commands.set([{ name: 'only here', type: 3 }], guild.id);
  assert.deepEqual(
    server.app.commands().map(({ name, description }) => [name, description]),
    [['say', 'Says']],
  );
  assert.deepEqual(
    server.app.commands(guild).map(({ name, guild_id }) => [name, guild_id]),
    [['only here', guild.id]],
  );
  const fetched = await commands.fetch({ withLocalizations: true });
  assert.equal(fetched.first()?.nameLocalizations?.de, 'sag');
  await commands.delete(again.id);
  await assert.rejects(commands.delete(again.id), { code: 10063 });
  assert.deepEqual(server.app.commands(), []);
});

const text = { type: 3, name: 'text', description: 'Text' };
const withOptions = (...options: object[]) => ({ ...say, options });

const invalid: readonly { what: string; command: object; field: string }[] = [
  { what: 'a capital', command: { ...say, name: 'Say' }, field: 'name' },
  { what: 'a blank', command: { ...say, name: 'say it' }, field: 'name' },
  { what: 'a long name', command: { ...say, name: 'x'.repeat(33) }, field: 'name' },
  { what: 'no description', command: { name: 'say' }, field: 'description' },
  { what: 'a long description', command: { ...say, description: 'x'.repeat(101) }, field: 'description' },
  { what: 'a description in a menu', command: { name: 'Say', type: 3, description: 'x' }, field: 'description' },
  { what: 'options in a menu', command: { name: 'Say', type: 3, options: [text] }, field: 'options' },
  { what: 'an unknown language', command: { ...say, name_localizations: { tlh: 'jatlh' } }, field: 'name_localizations.tlh' },
  { what: 'a translated capital', command: { ...say, name_localizations: { de: 'Sag' } }, field: 'name_localizations.de' },
  { what: 'an unknown type', command: withOptions({ ...text, type: 12 }), field: 'options.0.type' },
  { what: 'required after optional', command: withOptions(text, { ...text, name: 'b', required: true }), field: 'options.1' },
  { what: 'a name twice', command: withOptions(text, text), field: 'options.1.name' },
  {
    what: 'too many options',
    command: withOptions(...Array.from({ length: 26 }, (_, i) => ({ ...text, name: `o${i}` }))),
    field: 'options',
  },
  {
    what: 'too many choices',
    command: withOptions({ ...text, choices: Array.from({ length: 26 }, (_, i) => ({ name: `${i}`, value: `${i}` })) }),
    field: 'options.0.choices',
  },
  {
    what: 'choices and suggestions',
    command: withOptions({ ...text, autocomplete: true, choices: [{ name: 'a', value: 'a' }] }),
    field: 'options.0.autocomplete',
  },
  {
    what: 'a choice of the wrong type',
    command: withOptions({ ...text, choices: [{ name: 'a', value: 1 }] }),
    field: 'options.0.choices.0.value',
  },
  {
    what: 'suggestions for a switch',
    command: withOptions({ ...text, type: 5, autocomplete: true }),
    field: 'options.0.autocomplete',
  },
  { what: 'a text too long', command: withOptions({ ...text, max_length: 6001 }), field: 'options.0.max_length' },
  { what: 'lengths of a number', command: withOptions({ ...text, type: 4, min_length: 1 }), field: 'options.0.min_length' },
  { what: 'types of files for a text', command: withOptions({ ...text, file_types: ['audio'] }), field: 'options.0.file_types' },
  {
    what: 'an unknown group of files',
    command: withOptions({ ...text, type: 11, file_types: ['music'] }),
    field: 'options.0.file_types.0',
  },
  { what: 'subcommands among others', command: withOptions({ ...text, type: 1 }, { ...text, name: 'b' }), field: 'options' },
  {
    what: 'a group in a group',
    command: withOptions({ ...text, type: 2, options: [{ ...text, type: 2 }] }),
    field: 'options.0.options.0.type',
  },
  { what: 'an unknown context', command: { ...say, contexts: [3] }, field: 'contexts.0' },
  { what: 'no integration', command: { ...say, integration_types: [] }, field: 'integration_types' },
];

/** The only field that is told to be wrong, within the first command. */
function wrongField(error: { code: number; rawError: { errors: { 0: object } } }): string {
  const fields = (node: object, path = ''): string[] =>
    Object.entries(node).flatMap(([key, value]) => (key === '_errors' ? [path] : fields(value, path ? `${path}.${key}` : key)));
  return fields(error.rawError.errors[0]).join();
}

test('a command that breaks a rule is refused, and told where', async t => {
  const { server, put } = await scene(t);
  for (const { what, command, field } of invalid) {
    const error = await put([command]).then(
      () => assert.fail(`accepted: ${what}`),
      thrown => thrown,
    );
    assert.deepEqual([error.code, wrongField(error)], [50035, field], what);
  }
  await assert.rejects(put([say, say]), { code: 50035 });
  const large = { ...say, options: Array.from({ length: 25 }, (_, i) => option(`o${i}`)) };
  await assert.rejects(put([large]), { code: 50035 });
  assert.deepEqual(server.app.commands(), []);
});

/** About 350 characters. */
function option(name: string) {
  const choices = [1, 2, 3].map(number => ({ name: `${number}`.repeat(80), value: `${number}` }));
  return { ...text, name, description: 'x'.repeat(100), choices };
}

test('there can be so many commands of each type, and so many new ones a day', async t => {
  const { put } = await scene(t);
  const menus = Array.from({ length: 16 }, (_, index) => ({ name: `Menu ${index}`, type: 3 }));
  await assert.rejects(put(menus), { code: 30032 });
  await put(menus.slice(1));
  const commands = (from: number) => Array.from({ length: 100 }, (_, index) => ({ ...say, name: `say-${from + index}` }));
  await assert.rejects(put([...commands(0), say]), { code: 30032 });
  await put(commands(0));
  await assert.rejects(put(commands(100)), { code: 30034 });
});

test('a command is offered where it is meant to be, to whom it is meant for', async t => {
  const { server, guild, channel, ann, client } = await scene(t);
  const guildOnly = { ...say, name: 'here', contexts: [0], integration_types: [0] };
  const userOnly = { ...say, name: 'mine', integration_types: [1] };
  const admin = { ...say, name: 'rule', default_member_permissions: `${Permissions.ManageGuild}` };
  await client.application.commands.set([guildOnly, userOnly, admin] as never);
  assert.ok(ann.run(channel, 'here'));
  assert.throws(() => ann.run(ann.directMessages, 'here'), /not offered/);
  assert.throws(() => ann.run(channel, 'mine'), /not offered/);
  assert.throws(() => ann.run(channel, 'rule'), /not offered/);
  assert.ok(guild.owner.run(channel, 'rule'));
  assert.ok(ann.run(ann.directMessages, 'rule'));
  server.app.installFor(ann);
  assert.ok(ann.run(channel, 'mine'));
  channel.setOverwrite({ target: ann, deny: Permissions.UseApplicationCommands });
  assert.throws(() => ann.run(channel, 'here'), /not offered/);
});
