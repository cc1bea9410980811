/** Form: collects what is wrong with a body and where, as Discord's "Invalid Form Body" tells it (code 50035). */
import { ApiError } from './api-error.ts';

export interface Form {
  /** `code` as Discord's: BASE_TYPE_REQUIRED, BASE_TYPE_BAD_LENGTH, ... */
  fail(code: string, message: string): void;
  /** The field, element, or property inside. */
  at(name: string | number): Form;
  readonly hasFailed: boolean;
  /** Throws everything that was collected, from the root on. */
  check(): void;
}

interface FormError {
  readonly path: readonly string[];
  readonly code: string;
  readonly message: string;
}

export function createForm(): Form {
  const errors: FormError[] = [];
  const at = (path: readonly string[]): Form => ({
    fail: (code, message) => void errors.push({ path, code, message }),
    at: name => at([...path, String(name)]),
    get hasFailed() {
      return errors.some(error => path.every((part, index) => error.path[index] === part));
    },
    check() {
      if (errors.length > 0)
        throw new ApiError({ status: 400, code: 50035, message: 'Invalid Form Body', errors: nested(errors) });
    },
  });
  return at([]);
}

function nested(errors: readonly FormError[]): object {
  const root: Record<string, unknown> = {};
  for (const { path, code, message } of errors) {
    let node = root;
    for (const part of path) {
      node[part] ??= {};
      node = node[part] as Record<string, unknown>;
    }
    node._errors = [...((node._errors as unknown[]) ?? []), { code, message }];
  }
  return root;
}

type Fields = Record<string, unknown>;

/** An object, or undefined with the failure noted. */
export function asObject(value: unknown, form: Form): Fields | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  form.fail('MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
  return undefined;
}

export function asArray(value: unknown, form: Form): readonly unknown[] {
  if (Array.isArray(value)) return value;
  form.fail('LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
  return [];
}

export interface LengthRule {
  readonly min?: number;
  readonly max: number;
}

/** A text within its length; undefined, with the failure noted, if it is not. Lengths count code points, as Discord's do. */
export function asText(value: unknown, form: Form, { min = 0, max }: LengthRule): string | undefined {
  if (typeof value !== 'string') {
    if (value === undefined || value === null) form.fail('BASE_TYPE_REQUIRED', 'This field is required');
    else form.fail('STRING_TYPE_CONVERT', `Could not interpret "${JSON.stringify(value).slice(0, 40)}" as string.`);
    return undefined;
  }
  const length = [...value].length;
  if (length >= min && length <= max) return value;
  if (min > 0) form.fail('BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`);
  else form.fail('BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
  return undefined;
}

export function asOptionalText(value: unknown, form: Form, rule: LengthRule): string | undefined {
  return value === undefined || value === null ? undefined : asText(value, form, rule);
}

export interface RangeRule {
  readonly min?: number;
  readonly max?: number;
}

export function asInteger(value: unknown, form: Form, { min, max }: RangeRule = {}): number | undefined {
  if (value === undefined || value === null) {
    form.fail('BASE_TYPE_REQUIRED', 'This field is required');
    return undefined;
  }
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    form.fail('NUMBER_TYPE_COERCE', `Value "${String(value).slice(0, 40)}" is not int.`);
    return undefined;
  }
  return inRange(value, form, { min, max });
}

export function inRange(value: number, form: Form, { min, max }: RangeRule): number | undefined {
  if (max !== undefined && value > max) form.fail('NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`);
  else if (min !== undefined && value < min) form.fail('NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
  else return value;
  return undefined;
}

export function asOptionalBoolean(value: unknown, form: Form): boolean | undefined {
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? undefined;
  form.fail('BOOLEAN_TYPE_CONVERT', 'Must be either true or false.');
  return undefined;
}

/** One of these; the message is Discord's for enumerations. */
export function asChoice<T extends string | number>(value: unknown, form: Form, allowed: readonly T[]): T | undefined {
  const found = allowed.find(one => one === value);
  if (found !== undefined) return found;
  if (value === undefined || value === null) form.fail('BASE_TYPE_REQUIRED', 'This field is required');
  else form.fail('BASE_TYPE_CHOICES', `Value must be one of {${allowed.join(', ')}}.`);
  return undefined;
}
