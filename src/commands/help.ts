import { Refusal } from '../errors.ts';
import type { AnyCommand, Command, Tools } from './command.ts';
import { describeCommand, describeOption } from './describe.ts';
import type { OptionSpec } from './options.ts';
import { toAsker } from './replies.ts';
import type { Request } from './request.ts';
import type { Texts } from './texts.ts';

const options = { command: { kind: 'text', maximumLength: 40 } } as const;

/** /help: every command in a line, or one with all of its options; made from the table. */
export const help: Command<typeof options> = {
  name: 'help',
  options,
  async *run({ command: wanted }, request, tools) {
    yield toAsker(wanted === undefined ? overview(request, tools) : details(wanted.replace(/^\//, '').toLowerCase(), tools));
  },
};

function overview({ playback, hints = [] }: Request, { commands, texts }: Tools): string {
  const here = commands.filter(command => playback !== undefined || !command.needsPlayback);
  const lines = here.map(command => `/${command.name} – ${describeCommand(command, texts)}`);
  return [texts.say('help-start'), ...lines, texts.say('help-more'), ...hints.map(hint => texts.say(hint))].join('\n');
}

function details(name: string, { commands, texts }: Tools): string {
  const command = commands.find(one => one.name === name);
  if (!command) {
    throw new Refusal('command-unknown', `There is no command "/${name}". /help lists them all.`, { values: { command: name } });
  }
  const lines = Object.entries(command.options).map(([option, spec]) =>
    optionLine(command, { option, spec: spec as OptionSpec }, texts),
  );
  return [`/${command.name} – ${describeCommand(command, texts)}`, ...lines].join('\n');
}

function optionLine(command: AnyCommand, { option, spec }: { option: string; spec: OptionSpec }, texts: Texts): string {
  const allowed =
    spec.kind === 'choice' ? spec.choices.join(', ') : spec.kind === 'number' ? `${spec.minimum} – ${spec.maximum}` : '';
  const required = spec.required ? ` ${texts.say('help-required')}` : '';
  return `  ${option}: ${describeOption({ command, option }, texts)}${allowed && ` (${allowed})`}${required}`;
}
