import { Refusal } from '../../errors.ts';
import type { Tools } from '../command.ts';
import type { Reply } from '../reply.ts';
import type { Request } from '../request.ts';
import type { SettingsOptions } from './options.ts';

/** Part: what one value of `do` does. */
export type Part = (values: SettingsOptions, request: Request, tools: Tools) => AsyncIterable<Reply>;

/** The option that a part cannot do without. */
export function need<Name extends keyof SettingsOptions>(
  values: SettingsOptions,
  name: Name,
): NonNullable<SettingsOptions[Name]> {
  const value = values[name];
  if (value !== undefined) return value as NonNullable<SettingsOptions[Name]>;
  throw new Refusal('option-missing', `"${name}" is missing. Give it as well.`, { values: { option: name } });
}
