import type { AnyCommand } from '../../../commands/command.ts';
import type { OptionSpec, OptionTable } from '../../../commands/options.ts';

/** Parts: of a command whose first choice decides what else it takes: Discord has a form for each, a subcommand. */
export interface Parts {
  /** Name of the option that names the part: "do". */
  readonly option: string;
  readonly parts: Readonly<Record<string, OptionTable>>;
}

export function partsOf({ options }: AnyCommand): Parts | undefined {
  for (const [option, spec] of Object.entries(options as OptionTable)) {
    if (spec.kind === 'choice' && spec.parts) return { option, parts: spec.parts };
  }
  return undefined;
}

/** Of a part, or of the whole command. */
export function tableOf(command: AnyCommand, part?: string): OptionTable {
  const found = part === undefined ? undefined : partsOf(command)?.parts;
  return found && part !== undefined && Object.hasOwn(found, part) ? found[part]! : command.options;
}

export function takesFile({ takesFile: when }: AnyCommand, part?: string): boolean {
  return when === true || (Array.isArray(when) && part !== undefined && when.includes(part));
}

/** Discord wants the required ones first; the order is kept otherwise. */
export function requiredFirst(table: OptionTable): readonly (readonly [string, OptionSpec])[] {
  const all = Object.entries(table);
  return [...all.filter(([, { required }]) => required), ...all.filter(([, { required }]) => !required)];
}
