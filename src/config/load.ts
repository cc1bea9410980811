import { readFile } from 'node:fs/promises';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { Refusal } from '../errors.ts';
import { overrideBy } from './environment.ts';
import { type Config, schema } from './schema.ts';

export type { Config } from './schema.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a setting was given: "config/consonant.yaml, line 7", or the variable that overrides it. */
type PlaceOf = (path: readonly PropertyKey[]) => string;

/**
 * Load: the configuration from a file in YAML, if one is given, and the environment, which overrides it. Refuses with 'config-missing',
 * 'config-unreadable', and 'config-invalid', which names each wrong setting, its value, what is allowed, and where it stands.
 */
export async function loadConfig(file: string | undefined, environment: Environment): Promise<Config> {
  const { values, lineOf } = file === undefined ? { values: {}, lineOf: () => undefined } : await read(file);
  const overridden = overrideBy(environment, values);
  const placeOf: PlaceOf = path =>
    overridden.variables.get(path.join('.')) ?? (file === undefined ? 'the configuration' : `${file}${inLine(lineOf(path))}`);
  const result = schema.safeParse(overridden.values);
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap(issue => describe(issue, overridden.values, placeOf));
  throw new Refusal('config-invalid', faults.join('\n'), { values: { count: faults.length } });
}

interface FileContent {
  readonly values: Record<string, unknown>;
  readonly lineOf: (path: readonly PropertyKey[]) => number | undefined;
}

async function read(file: string): Promise<FileContent> {
  const lines = new LineCounter();
  const document = parseDocument(await textOf(file), { lineCounter: lines });
  const [fault] = document.errors;
  if (fault) {
    const [what] = fault.message.split('\n');
    throw new Refusal('config-invalid', `${file} is not YAML: ${what} Compare it with config/consonant.yaml.`, {
      values: { file },
    });
  }
  const values = document.toJS() ?? {};
  if (typeof values !== 'object' || Array.isArray(values)) {
    throw new Refusal('config-invalid', `${file} must hold settings by name, such as "engine:"; see config/consonant.yaml.`, {
      values: { file },
    });
  }
  return { values, lineOf: path => lineIn(document, lines, path) };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const values = { file };
    if (code === 'ENOENT')
      throw new Refusal('config-missing', `There is no file "${file}". config/consonant.yaml shows what one looks like.`, {
        values,
      });
    throw new Refusal('config-unreadable', `"${file}" cannot be read (${code}). Give this user the right to read it.`, {
      values,
    });
  }
}

/** Of the setting, or of the nearest one around it that is there. */
function lineIn(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]!).line;
  }
  return undefined;
}

function inLine(line: number | undefined): string {
  return line === undefined ? '' : `, line ${line}`;
}

/** One sentence for each wrong setting. A union says what its branches allow, not that none of them fits. */
function describe(issue: z.core.$ZodIssue, values: unknown, placeOf: PlaceOf): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => {
      const known = Object.keys(shapeAt(issue.path)).join(', ');
      return `${placeOf([...issue.path, key])}: there is no setting "${nameOf([...issue.path, key])}". Known here: ${known}.`;
    });
  }
  const given = issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], values);
  const shown = given === undefined ? 'is missing' : `is ${JSON.stringify(given)}`;
  const allowed =
    issue.code === 'invalid_union'
      ? issue.errors
          .flat()
          .map(({ message }) => message)
          .join(', or ')
      : issue.message;
  return [`${placeOf(issue.path)}: ${nameOf(issue.path)} ${shown}: ${allowed}. See config/consonant.yaml.`];
}

function nameOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

/** The settings that a part of the schema knows. */
function shapeAt(path: readonly PropertyKey[]): Record<string, unknown> {
  let at: unknown = schema;
  for (const key of path) at = (unwrap(at) as z.ZodObject).shape[String(key)];
  return (unwrap(at) as z.ZodObject).shape;
}

/** Without its default and its "may be left out". */
function unwrap(type: unknown): unknown {
  const inner = (type as { readonly def: { readonly innerType?: unknown } }).def.innerType;
  return inner === undefined ? type : unwrap(inner);
}
