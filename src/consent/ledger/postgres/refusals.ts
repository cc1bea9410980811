import { Refusal } from '../../../errors.ts';

/** By SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html), whole or its class. */
const byState: Readonly<Record<string, (place: string, error: Error) => Refusal>> = {
  '08': unavailable, // connection
  '25006': readOnly,
  '25P03': unavailable, // stood still within a transaction
  '28': unavailable, // authorization
  '3D000': unavailable, // no such database
  '42501': readOnly, // no privilege
  '42P01': missing,
  '53100': full,
  '53': unavailable, // out of connections or memory
  '55P03': unavailable, // waited too long for a lock
  '57': unavailable, // shut down, cancelled
  '58': unavailable, // the system around it failed
  XX001: corrupt,
  XX002: corrupt,
};

/**
 * `place` names the database without user and password. What the driver says by itself, without a state of the server, is that there
 * is no connection: refused, lost, or too slow. The server's messages name tables and columns; its details, which hold values, stay here.
 */
export function postgresError(place: string, error: unknown): unknown {
  if (error instanceof Refusal || !(error instanceof Error)) return error;
  const { code } = error as { code?: string };
  if (code === undefined) return isConnection(error) ? unavailable(place, error) : error;
  const make = byState[code] ?? byState[code.slice(0, 2)];
  if (make) return make(place, error);
  if (/^E[A-Z_]+$/.test(code)) return unavailable(place, error);
  return new Error(`Postgres: ${code} ${error.message}`);
}

function isConnection(error: Error): boolean {
  return error instanceof AggregateError || /timeout|connection|terminat|SSL|not queryable|password|pool/i.test(error.message);
}

export function unavailable(place: string, error?: Error): Refusal {
  const { code } = (error ?? {}) as { code?: string };
  const message =
    `The ledger in the database ${place} does not answer${code ? ` (${code})` : ''}. ` +
    'Nothing can be decided without it. Look whether Postgres runs and the URL is right; Consonant goes on by itself when it is back.';
  return new Refusal('ledger-unavailable', message, { values: { ledger: place } });
}

function missing(place: string): Refusal {
  const message = `There is no ledger in the database ${place}. Give the URL of one that has a ledger.`;
  return new Refusal('ledger-missing', message, { values: { ledger: place } });
}

function full(place: string): Refusal {
  const message = `The ledger in the database ${place} cannot grow: its disk is full. Nothing was changed. Make room there, then repeat.`;
  return new Refusal('ledger-full', message, { values: { ledger: place } });
}

function readOnly(place: string): Refusal {
  const message = `The ledger in the database ${place} cannot be written: the user of the URL may only read, or the server is a replica. Use another user or server.`;
  return new Refusal('ledger-read-only', message, { values: { ledger: place } });
}

function corrupt(place: string): Refusal {
  const message = `The ledger in the database ${place} is damaged. Nothing was repaired or reset. Restore the database from a backup.`;
  return new Refusal('ledger-corrupt', message, { values: { ledger: place } });
}
