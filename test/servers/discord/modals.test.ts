import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type ChatInputCommandInteraction, Events, type ModalSubmitInteraction } from 'discord.js';
import { logIn, startServer } from './logged-in.ts';

async function scene(t: TestContext) {
  const server = await startServer(t);
  const guild = server.createGuild();
  const channel = guild.createTextChannel();
  guild.addBot();
  const ann = guild.owner;
  const client = await logIn(server);
  await client.application.commands.set([{ name: 'ask', description: 'Asks' }]);
  const arriving = <T>() => new Promise<T>(resolve => void client.once(Events.InteractionCreate, resolve as never));
  const coming = arriving<ChatInputCommandInteraction>();
  const sent = ann.run(channel, 'ask');
  const { id, token } = await coming;
  const show = (data: object) =>
    client.rest.post(`/interactions/${id}/${token}/callback`, { body: { type: 9, data }, auth: false });
  return { server, ann, sent, show, arriving };
}

const label = (component: object) => ({ type: 18, label: 'Label', component });
const modal = (...components: object[]) => ({ custom_id: 'm', title: 'Title', components });
const input = { type: 4, custom_id: 'text', style: 1 };
const options = (count: number) => Array.from({ length: count }, (_, index) => ({ label: `Option ${index}`, value: `${index}` }));

const invalid: readonly { what: string; data: object; field: string }[] = [
  { what: 'no title', data: { ...modal(label(input)), title: undefined }, field: 'title' },
  { what: 'a title too long', data: { ...modal(label(input)), title: 'x'.repeat(46) }, field: 'title' },
  { what: 'no custom id', data: { ...modal(label(input)), custom_id: '' }, field: 'custom_id' },
  { what: 'nothing in it', data: modal(), field: 'components' },
  { what: 'six components', data: modal(...Array(6).fill({ type: 10, content: 'a' })), field: 'components' },
  { what: 'an input without a label', data: modal(input), field: 'components.0.type' },
  {
    what: 'a button',
    data: modal(label({ type: 2, style: 1, custom_id: 'b', label: 'B' })),
    field: 'components.0.component.type',
  },
  { what: 'a label too long', data: modal({ ...label(input), label: 'x'.repeat(46) }), field: 'components.0.label' },
  { what: 'an id twice', data: modal(label(input), label(input)), field: 'components.1.component.custom_id' },
  { what: 'a text too long', data: modal(label({ ...input, max_length: 4001 })), field: 'components.0.component.max_length' },
  {
    what: 'a disabled menu',
    data: modal(label({ type: 3, custom_id: 's', options: options(2), disabled: true })),
    field: 'components.0.component.disabled',
  },
  {
    what: 'eleven files',
    data: modal(label({ type: 19, custom_id: 'f', max_values: 11 })),
    field: 'components.0.component.max_values',
  },
  {
    what: 'none of a file that is required',
    data: modal(label({ type: 19, custom_id: 'f', min_values: 0 })),
    field: 'components.0.component.min_values',
  },
  {
    what: 'a choice of one',
    data: modal(label({ type: 21, custom_id: 'r', options: options(1) })),
    field: 'components.0.component.options',
  },
  {
    what: 'a group of eleven',
    data: modal(label({ type: 22, custom_id: 'c', options: options(11) })),
    field: 'components.0.component.options',
  },
];

function wrongField(error: { rawError: { errors: { data: object } } }): string {
  const fields = (node: object, path = ''): string[] =>
    Object.entries(node).flatMap(([key, value]) => (key === '_errors' ? [path] : fields(value, path ? `${path}.${key}` : key)));
  return fields(error.rawError.errors.data).join();
}

test('a modal that breaks a rule is refused, and told where', async t => {
  const { sent, show } = await scene(t);
  for (const { what, data, field } of invalid) {
    const error = await show(data).then(
      () => assert.fail(`accepted: ${what}`),
      thrown => thrown,
    );
    assert.deepEqual([error.code, wrongField(error)], [50035, field], what);
  }
  assert.equal(sent.responseType, undefined);
});

test('groups, menus and what may be left out', async t => {
  const { ann, sent, show, arriving } = await scene(t);
  const group = { type: 22, custom_id: 'ticks', options: options(3), min_values: 2 };
  const radio = { type: 21, custom_id: 'one', options: options(2), required: false };
  const menu = { type: 3, custom_id: 'menu', options: options(3), max_values: 2 };
  const upload = { type: 19, custom_id: 'files', required: false, file_types: ['audio'] };
  await show(modal(label(group), label(radio), label(menu), label(upload), label({ ...input, required: false })));
  const shown = await sent.modal();
  const file = { filename: 'a.txt', contentType: 'text/plain', bytes: Buffer.from('a') };
  assert.throws(() => ann.submit(shown, { ticks: ['1'], menu: ['0'] }), /2 to 3 ticks/);
  assert.throws(() => ann.submit(shown, { ticks: ['1', '2'], menu: ['3'] }), /offers 0, 1, 2/);
  assert.throws(() => ann.submit(shown, { ticks: ['1', '2'] }), /"menu" takes 1 to 2 values/);
  assert.throws(() => ann.submit(shown, { ticks: ['1', '2'], menu: ['0'], one: ['0', '1'] }), /one choice/);
  assert.throws(() => ann.submit(shown, { ticks: ['1', '2'], menu: ['0'], files: [file] }), /files of audio, not a.txt/);
  const coming = arriving<ModalSubmitInteraction>();
  ann.submit(shown, { ticks: ['0', '2'], menu: ['1'] });
  const { fields } = await coming;
  assert.deepEqual(fields.getCheckboxGroup('ticks'), ['0', '2']);
  assert.equal(fields.getRadioGroup('one'), null);
  assert.deepEqual(fields.getStringSelectValues('menu'), ['1']);
  assert.equal(fields.getTextInputValue('text'), '');
  assert.equal(fields.getUploadedFiles('files')?.size ?? 0, 0);
});

test('a modal is only for whom it was shown to', async t => {
  const { server, sent, show } = await scene(t);
  await show(modal(label(input)));
  const shown = await sent.modal();
  assert.throws(() => server.createPerson().submit(shown, { text: 'a' }), /somebody else/);
});
