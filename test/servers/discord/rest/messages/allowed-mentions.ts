/** AllowedMentions: which users a message pings (resources/message, "Allowed Mentions Object"). */
import { isId } from '../../world/ids.ts';
import { asArray, asChoice, asObject, type Form } from '../form.ts';

export interface AllowedMentions {
  /** Everybody who is mentioned, or only these. */
  readonly users: 'all' | ReadonlySet<string>;
  readonly repliedUser: boolean;
}

/** `repliedUser` without a setting: messages ping the author of what they reply to, by default. */
export function readAllowedMentions(value: unknown, form: Form): AllowedMentions {
  if (value === undefined || value === null) return { users: 'all', repliedUser: true };
  const allowed = asObject(value, form);
  if (!allowed) return { users: new Set(), repliedUser: false };
  const parse = allowed.parse === undefined ? [] : asArray(allowed.parse, form.at('parse'));
  for (const [index, kind] of parse.entries()) asChoice(kind, form.at('parse').at(index), ['users', 'roles', 'everyone']);
  for (const kind of ['users', 'roles'] as const)
    checkIds(allowed[kind], form.at(kind), { isParsed: parse.includes(kind), kind });
  const users = (allowed.users ?? []) as string[];
  return { users: parse.includes('users') ? 'all' : new Set(users), repliedUser: allowed.replied_user === true };
}

function checkIds(value: unknown, form: Form, { isParsed, kind }: { readonly isParsed: boolean; readonly kind: string }): void {
  if (value === undefined || value === null) return;
  const ids = asArray(value, form);
  if (ids.length > 100) form.fail('BASE_TYPE_MAX_LENGTH', 'Must be 100 or fewer in length.');
  for (const [index, id] of ids.entries()) {
    if (!isId(id)) form.at(index).fail('NUMBER_TYPE_COERCE', `Value "${String(id).slice(0, 40)}" is not snowflake.`);
  }
  if (isParsed && ids.length > 0) {
    form.fail('MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`);
  }
}
