import { Refusal } from '../errors.ts';
import type { RichText } from '../text/rich-text.ts';
import type { OptionSpec, OptionTable } from './options.ts';
import { parseDuration } from './parse-duration.ts';
import type { OptionValue } from './request.ts';

/**
 * ParseOptions: what a platform delivered, checked against what the command takes. Platforms with typed menus deliver numbers and
 * booleans, the others text: both are taken where the text is one. Refuses with 'option-*', naming the option, the value and what is allowed.
 */
export function parseOptions(
  table: OptionTable,
  given: Readonly<Record<string, OptionValue>>,
): Readonly<Record<string, unknown>> {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(table, name)) continue;
    const allowed = Object.keys(table).join(', ');
    if (allowed === '') throw refusal('option-none', {}, 'This command takes nothing behind its name. Send it alone.');
    throw refusal(
      'option-unknown',
      { option: name, allowed },
      `There is no option "${shown(name)}" here. There are: ${allowed}.`,
    );
  }
  const parsed: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(table)) {
    const value = given[name];
    if (value !== undefined) parsed[name] = parseOne(name, spec, value);
    else if (spec.required) throw refusal('option-missing', { option: name }, `"${name}" is missing. Give it as well.`);
  }
  return parsed;
}

function parseOne(name: string, spec: OptionSpec, value: OptionValue): unknown {
  switch (spec.kind) {
    case 'rich-text':
      return parseRichText(name, value, spec.maximumLength);
    case 'text':
      return parseText(name, value, spec.maximumLength);
    case 'voice':
      return parseText(name, value, 100);
    case 'choice':
      return parseChoice(name, value, spec.choices);
    case 'number':
      return parseNumber(name, value, spec);
    case 'boolean':
      return parseBoolean(name, value);
    case 'duration':
      return parseDuration(name, value);
    case 'person':
    case 'role':
      return isReference(value, spec.kind) ? value : fail(name, value, `option-${spec.kind}`, `a ${spec.kind} of this place`);
  }
}

function parseRichText(name: string, value: OptionValue, maximum: number): RichText {
  if (!Array.isArray(value)) return fail(name, value, 'option-text', 'some text');
  requireLength(name, lengthOf(value), maximum);
  return value;
}

function lengthOf(tree: RichText): number {
  return tree.reduce(
    (sum, node) => sum + ('text' in node ? node.text.length : 'children' in node ? lengthOf(node.children ?? []) : 1),
    0,
  );
}

function parseText(name: string, value: OptionValue, maximum: number): string {
  if (typeof value !== 'string' || value.trim() === '') return fail(name, value, 'option-text', 'some text');
  requireLength(name, [...value].length, maximum);
  return value.trim();
}

function requireLength(name: string, length: number, maximum: number): void {
  if (length <= maximum) return;
  throw refusal(
    'option-too-long',
    { option: name, length, maximum },
    `"${name}" has ${length} characters; at most ${maximum} are allowed. Make it shorter.`,
  );
}

function parseChoice(name: string, value: OptionValue, choices: readonly string[]): string {
  const choice = typeof value === 'string' && choices.find(one => one === value.trim().toLowerCase());
  return choice || fail(name, value, 'option-choice', choices.join(', '));
}

function parseNumber(name: string, value: OptionValue, spec: Extract<OptionSpec, { kind: 'number' }>): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value.trim().replace(',', '.')) : value;
  const fits = typeof number === 'number' && number >= spec.minimum && number <= spec.maximum;
  if (fits && (!spec.whole || Number.isInteger(number))) return number;
  const kind = spec.whole ? 'a whole number' : 'a number';
  return fail(
    name,
    value,
    'option-number',
    `${spec.minimum} – ${spec.maximum}`,
    `${kind} from ${spec.minimum} to ${spec.maximum}`,
  );
}

const yes = ['yes', 'true', 'on', '1'];
const no = ['no', 'false', 'off', '0'];

function parseBoolean(name: string, value: OptionValue): boolean {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return yes.includes(word) || (!no.includes(word) && fail(name, value, 'option-choice', 'yes, no'));
}

function isReference(value: OptionValue, kind: 'person' | 'role'): boolean {
  return typeof value === 'object' && 'kind' in value && value.kind === kind;
}

/** `inWords` is `allowed` in an English sentence, where it differs. */
function fail(name: string, value: OptionValue, code: string, allowed: string, inWords = allowed): never {
  const text = shown(typeof value === 'object' ? kindOf(value) : String(value));
  throw refusal(
    code,
    { option: name, value: text, allowed },
    `"${name}" is "${text}"; it takes ${inWords}. Correct it and try again.`,
  );
}

function kindOf(value: object): string {
  return 'kind' in value ? String(value.kind) : 'text';
}

/** Enough to recognise it, on one line. */
function shown(value: string): string {
  const line = value.replace(/[\p{C}\s]+/gu, ' ').trim();
  return [...line].length > 40 ? `${[...line].slice(0, 39).join('')}…` : line;
}

function refusal(code: string, values: Readonly<Record<string, string | number>>, message: string): Refusal {
  return new Refusal(code, message, { values });
}
