import type { ColumnTypes } from '../database.ts';

/** Events; keys and names, which can be destroyed; uses, which are kept for a while. */
export const start = ({ integer, bytes }: ColumnTypes): readonly string[] => [
  `CREATE TABLE ledger_events (
    position ${integer} PRIMARY KEY,
    stream TEXT NOT NULL,
    version ${integer} NOT NULL,
    at_ms ${integer} NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (stream, version)
  )`,
  `CREATE TABLE ledger_keys (voice_id TEXT PRIMARY KEY, wrapped ${bytes} NOT NULL)`,
  'CREATE TABLE ledger_names (name TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE)',
  `CREATE TABLE ledger_uses (
    id ${integer} PRIMARY KEY,
    generation_id TEXT NOT NULL,
    voice_id TEXT NOT NULL,
    requester TEXT NOT NULL,
    place TEXT NOT NULL,
    form TEXT NOT NULL,
    at_ms ${integer} NOT NULL,
    text_hash TEXT NOT NULL,
    audio_hash TEXT
  )`,
  'CREATE INDEX ledger_uses_voice ON ledger_uses (voice_id, at_ms)',
  'CREATE INDEX ledger_uses_time ON ledger_uses (at_ms)',
  'CREATE INDEX ledger_uses_generation ON ledger_uses (generation_id)',
  'CREATE INDEX ledger_uses_audio ON ledger_uses (audio_hash)',
];
