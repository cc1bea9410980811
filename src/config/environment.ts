import { z } from 'zod';
import { schema } from './schema.ts';

/**
 * Environment: each setting may be given as a variable instead: data.keyFile as CONSONANT_DATA_KEY_FILE. A list is separated by commas. What
 * a variable says goes before what a file says; one that is empty says nothing.
 */
export interface Overridden {
  readonly values: Record<string, unknown>;
  /** Name of the setting -> the variable that gave it. */
  readonly variables: ReadonlyMap<string, string>;
}

export function overrideBy(
  environment: Readonly<Record<string, string | undefined>>,
  values: Record<string, unknown>,
): Overridden {
  const result = structuredClone(values);
  const variables = new Map<string, string>();
  for (const { path, type } of settingsIn(schema)) {
    const variable = variableOf(path);
    const text = environment[variable];
    if (text === undefined || text === '') continue;
    put(result, path, parse(text, type));
    variables.set(path.join('.'), variable);
  }
  return { values: result, variables };
}

export interface Setting {
  readonly path: readonly string[];
  readonly type: z.ZodType;
}

/** Every setting that has a value of its own, in the order of the schema. */
export function settingsIn(type: z.ZodType, path: readonly string[] = []): readonly Setting[] {
  const bare = bareOf(type);
  if (bare instanceof z.ZodObject)
    return Object.entries(bare.shape).flatMap(([name, inner]) => settingsIn(inner as z.ZodType, [...path, name]));
  return [{ path, type: bare }];
}

/** ["data", "keyFile"] -> "CONSONANT_DATA_KEY_FILE". */
export function variableOf(path: readonly string[]): string {
  return `CONSONANT_${path.map(name => name.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()).join('_')}`;
}

function bareOf(type: z.ZodType): z.ZodType {
  const { innerType } = type.def as { readonly innerType?: z.ZodType };
  return innerType === undefined ? type : bareOf(innerType);
}

/** As YAML would read it: numbers and yes or no as such, unless the setting is a text. */
function parse(text: string, type: z.ZodType): unknown {
  if (type instanceof z.ZodArray) return text.split(',').map(one => one.trim());
  if (type instanceof z.ZodString) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? value : text;
}

function put(values: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    values[name] = value;
    return;
  }
  const inner = values[name];
  const object = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  values[name] = object;
  put(object, rest, value);
}
