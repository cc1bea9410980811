import { randomBytes } from 'node:crypto';
import type { Token } from '../events.ts';
import type { Query } from './database.ts';

/** Names: "discord:123" <-> a random token. Events hold tokens only; when the row is gone, nobody can tell whose they were. */
const perStatement = 500;

/** Those of `names` that have a token. */
export async function knownTokens(query: Query, names: readonly string[]): Promise<Map<string, Token>> {
  const known = new Map<string, Token>();
  for (let start = 0; start < names.length; start += perStatement) {
    const some = names.slice(start, start + perStatement);
    const marks = some.map(() => '?').join(', ');
    for (const [name, token] of await query(`SELECT name, token FROM ledger_names WHERE name IN (${marks})`, some)) {
      known.set(name as string, token as Token);
    }
  }
  return known;
}

/** Within a transaction: the token of each name, made where there is none. */
export async function makeTokens(query: Query, names: readonly string[]): Promise<Map<string, Token>> {
  const tokens = await knownTokens(query, names);
  for (const name of names) {
    if (tokens.has(name)) continue;
    const token = randomToken();
    await query('INSERT INTO ledger_names (name, token) VALUES (?, ?)', [name, token]);
    tokens.set(name, token);
  }
  return tokens;
}

export async function forgetNames(query: Query, names: readonly string[]): Promise<void> {
  for (const name of names) await query('DELETE FROM ledger_names WHERE name = ?', [name]);
}

export async function* allNames(query: Query): AsyncGenerator<readonly [name: string, token: Token]> {
  const sql = `SELECT name, token FROM ledger_names WHERE token > ? ORDER BY token LIMIT ${perStatement}`;
  for (let last = ''; ; ) {
    const page = (await query(sql, [last])) as readonly (readonly [string, Token])[];
    if (page.length === 0) return;
    yield* page;
    last = page.at(-1)![1];
  }
}

/** Digits and letters that are not mistaken for each other; 32 of them, so 5 bits each: 26 hold 130. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

function randomToken(): Token {
  return Array.from(randomBytes(26), byte => alphabet[byte % alphabet.length]).join('');
}
