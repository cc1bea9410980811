/** Menus: what Discord is told of the commands, when, and what comes back when somebody uses them. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { ApplicationCommandType, InteractionContextType as Context, ApplicationCommandOptionType as Type } from 'discord.js';
import { menusOf, register } from '../../../src/bots/discord/menu/register.ts';
import { filledIn } from '../../../src/bots/discord/requests/options.ts';
import { createCommandLinks } from '../../../src/bots/discord/show/command-links.ts';
import { commands } from '../../../src/commands/index.ts';
import { createStage, named, type Stage, saying, seen, shown, unexpected, withinMs } from './stage.ts';

const mentions = { person: (id: string) => `person ${id}`, role: () => undefined, channel: () => undefined };
const commandNamed = (name: string) => commands.find(command => command.name === name)!;

describe('what was filled in', () => {
  const rows: readonly (readonly [string, string, Parameters<typeof filledIn>[0], ReturnType<typeof filledIn>])[] = [
    [
      'text is read as Discord writes it',
      'say',
      [{ type: Type.String, name: 'text', value: '*Hi* <@12345678901234567>' }],
      {
        options: {
          text: [
            { kind: 'span', block: false, children: [{ kind: 'text', text: 'Hi' }] },
            { kind: 'text', text: ' ' },
            { kind: 'mention', of: 'person', name: 'person 12345678901234567' },
          ],
        },
      },
    ],
    [
      'people, roles, switches and numbers are what they are',
      'consent',
      [
        {
          type: Type.Subcommand,
          name: 'allow',
          options: [
            { type: Type.User, name: 'person', value: '7' },
            { type: Type.Role, name: 'role', value: '8' },
            { type: Type.Boolean, name: 'everyone', value: true },
          ],
        },
      ],
      {
        options: { do: 'allow', person: { kind: 'person', id: 'discord:7' }, role: { kind: 'role', id: '8' }, everyone: true },
      },
    ],
    [
      'a number where the command takes words is words',
      'settings',
      [{ type: Type.Subcommand, name: 'length', options: [{ type: Type.Integer, name: 'value', value: 300 }] }],
      { options: { do: 'length', value: '300' } },
    ],
    ['a file is no option', 'verify', [{ type: Type.Attachment, name: 'file', value: '99' }], { options: {}, fileId: '99' }],
    ['a part may take nothing', 'voices', [{ type: Type.Subcommand, name: 'list' }], { options: { do: 'list' } }],
    ['nothing is nothing', 'help', undefined, { options: {} }],
  ];
  for (const [what, name, given, wanted] of rows)
    test(what, () => assert.deepEqual(filledIn(given, commandNamed(name), mentions), wanted));
});

test('a command that a text names can be tapped', () => {
  const link = createCommandLinks(commands, name => (name === 'skip' ? undefined : `id-${name}`));
  const rows = [
    ['Use /say and /clone again: NAME.', 'Use </say:id-say> and </clone:id-clone> again: NAME.'],
    ['/consent allow lets others', '</consent allow:id-consent> lets others'],
    ['/consent shows it', '</consent status:id-consent> shows it'],
    ['/settings block-phrase', '</settings block-phrase:id-settings>'],
    ['/skip is not known to Discord', '/skip is not known to Discord'],
    ['/nothing and/or a/say b', '/nothing and/or a/say b'],
    ['https://x.y/say', 'https://x.y/say'],
  ] as const;
  for (const [text, wanted] of rows) assert.equal(link(text), wanted);
});

describe('registering', () => {
  test('says everything within what Discord allows, in the languages that there are', async () => {
    await using stage = await createStage();
    assert.deepEqual(unexpected(stage), []);
    const registered = stage.app.commands();
    assert.deepEqual(
      registered.map(({ name }) => name),
      [...commands.map(({ name }) => name), 'Clone my voice from this message', 'Say this aloud'],
    );
    const say = named(registered, 'say');
    assert.deepEqual(Object.keys(say.description_localizations!).sort(), [
      'de',
      'es-419',
      'es-ES',
      'fr',
      'pt-BR',
      'ru',
      'zh-CN',
      'zh-TW',
    ]);
    assert.deepEqual(say.contexts, [Context.Guild, Context.BotDM, Context.PrivateChannel]);
    assert.deepEqual([say.integration_types, named(registered, 'skip').integration_types], [[0, 1], [0]]);
    assert.deepEqual(named(registered, 'skip').contexts, [Context.Guild]);
    const allow = named(registered, 'consent').options!.find(({ name }) => name === 'allow') as { options: { name: string }[] };
    assert.deepEqual(
      allow.options.map(({ name }) => name),
      ['person', 'role', 'everyone', 'voice', 'as', 'for'],
    );
    assert.deepEqual(
      named(registered, 'report').options!.map(({ name }) => name),
      ['reason', 'file', 'voice', 'person'],
    );
    const menu = named(registered, 'Say this aloud');
    assert.deepEqual([menu.type, menu.name_localizations!.de], [ApplicationCommandType.Message, 'Laut vorlesen']);
    await stage.restart();
    assert.equal(stage.discord.requests.filter(({ method }) => method === 'PUT').length, 1);
  });

  test('is done again when one thing differs, and only then', async () => {
    const replaced: unknown[] = [];
    const asRegistered = () =>
      menusOf(commands).map((command, index) => ({ ...command, id: `${index}`, version: '1', nsfw: false }));
    const registerAgainst = async (change: (command: Record<string, unknown>) => object) => {
      replaced.length = 0;
      const registered = asRegistered().map(command => (command.name === 'say' ? change(command as never) : command));
      const api = {
        commands: async () => registered as never,
        replaceCommands: async (_: string, wanted: unknown) => {
          replaced.push(wanted);
          return asRegistered() as never;
        },
      };
      const ids = await register(commands, { api, applicationId: '1' });
      assert.equal(ids.get('say'), '1');
      return replaced.length;
    };
    assert.equal(await registerAgainst(command => command), 0);
    assert.equal(await registerAgainst(command => ({ ...command, default_member_permissions: null, contexts: [2, 1, 0] })), 0);
    assert.equal(await registerAgainst(command => ({ ...command, description: 'Something else' })), 1);
    assert.equal(await registerAgainst(command => ({ ...command, contexts: [0] })), 1);
    assert.equal(await registerAgainst(command => ({ ...command, options: (command.options as object[]).slice(1) })), 1);
    const { de: _, ...fewer } = commandsDescription();
    assert.equal(await registerAgainst(command => ({ ...command, description_localizations: fewer })), 1);
  });
});

function commandsDescription() {
  return menusOf(commands).find(({ name }) => name === 'say')!.description_localizations as Record<string, string>;
}

describe('using them', () => {
  let stage: Stage;
  before(async () => {
    stage = await createStage();
    await stage.design(stage.ada, 'Robin');
    await stage.design(stage.ada, 'Jay');
    await stage.design(stage.bob, 'Crow');
  });
  after(() => stage[Symbol.asyncDispose]());
  beforeEach(() => stage.later(1));

  const suggestions = async (command: string, typed: string, person = stage.ada) => {
    const asked = person.suggest(stage.channel, command, { focused: 'voice', options: { voice: typed } });
    return (await asked.suggestions({ withinMs })).map(({ name }) => name);
  };

  test('voices are completed: those that may be used here, one`s own where only these count', async () => {
    assert.deepEqual(await suggestions('say', ''), ['Robin', 'Jay']);
    assert.deepEqual(await suggestions('say', 'ja'), ['Jay']);
    assert.deepEqual(await suggestions('consent allow', ''), ['Robin', 'Jay']);
    assert.deepEqual(await suggestions('say', '', stage.bob), ['Crow']);
    assert.deepEqual(await suggestions('say', 'nothing like it'), []);
  });

  test('a permission for a person, a role and everyone is given, listed, and ended', async () => {
    const { ada, bob, channel, guild } = stage;
    const role = guild.createRole({ name: 'Friends' });
    ada.run(channel, 'consent allow', { person: bob, voice: 'Robin', as: 'note' });
    ada.run(channel, 'consent allow', { role, voice: 'Robin' });
    ada.run(channel, 'consent allow', { role: guild.everyone, voice: 'Robin' });
    await shown(stage, channel, ({ content }) => /^Allowed for “Robin”: Bob in Den, as voice note, until /.test(content));
    await shown(stage, channel, ({ content }) => /^Allowed for “Robin”: role Friends in Den/.test(content));
    await shown(stage, channel, ({ content }) => /^Allowed for “Robin”: role \\@everyone in Den/.test(content));
    stage.later(1);
    const status = await saying(stage, ada.run(channel, 'consent status', { voice: 'Robin' }), /^“Robin”: your consent stands/);
    assert.match(status.content, /\n1\\. Bob in Den, as voice note, until .*\n2\\. role Friends in Den/);
    assert.deepEqual(await suggestions('say', 'rob', bob), ['Robin']);
    bob.run(channel, 'say', { text: 'Hello', voice: 'Robin' });
    await shown(stage, channel, ({ content }) => content === 'AI voice “Robin”, invented, requested by Bob');
    await saying(stage, ada.press(status, 'End permission 1'), /^Ended for “Robin”: Bob in Den/);
    stage.later(1);
    for (const permission of [{ role }, { role: guild.everyone }])
      await saying(stage, ada.run(channel, 'consent end', { ...permission, voice: 'Robin' }), /^Ended for “Robin”: role/);
    stage.later(1);
    await saying(stage, bob.run(channel, 'say', { text: 'Hello', voice: 'Robin' }), /has ended your permission/);
  });

  test('settings: one`s own language, and those of the server for its admins only', async () => {
    const { ada, bob, channel } = stage;
    await saying(stage, bob.run(channel, 'settings my-language', { value: 'de' }), /^Ich spreche ab jetzt Deutsch mit dir/);
    await saying(stage, bob.run(channel, 'settings length', { value: 300 }), /Admins/);
    await saying(stage, ada.run(channel, 'settings length', { value: 300 }), /^At most 300 characters/);
    await saying(stage, ada.run(channel, 'settings show'), /at most 300 characters/);
    await saying(stage, bob.run(channel, 'settings my-language', { value: 'en' }), /^I speak English/);
  });

  test('people are spoken to in the language of their app', async () => {
    const person = stage.discord.createPerson({ name: 'Élodie', locale: 'fr' });
    stage.guild.addMember(person);
    const modal = await person.run(stage.channel, 'clone').modal({ withinMs });
    assert.equal(modal.title, 'Avant de cloner ta voix');
    await saying(stage, person.run(stage.channel, 'voices list'), /^Il n’y a pas encore de voix/);
    const words = person.send(stage.channel, {});
    await saying(stage, person.useMenu(words, 'Say this aloud'), /^Il n’y a dans ce message aucun texte/);
  });

  test('a message is said aloud, with what is in it as words', async () => {
    const { ada, bob, channel } = stage;
    const message = bob.send(channel, { content: `**Hello** <@${ada.id}>, see https://example.org` });
    bob.useMenu(message, 'Say this aloud');
    const label = await shown(stage, channel, ({ content }) => content === 'AI voice “Crow”, invented, requested by Bob');
    await shown(stage, channel, ({ repliesTo, isVoiceMessage }) => isVoiceMessage && repliesTo === label.id);
  });

  test('a long answer is several messages', async () => {
    const asked = stage.ada.run(stage.channel, 'help');
    await seen(stage, () =>
      asked
        .messages()
        .map(({ content }) => content)
        .join('\n')
        .includes('More about one'),
    );
    for (const { content } of asked.messages()) assert.ok(content.length <= 2000);
  });
});
