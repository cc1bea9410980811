import type { VoiceId } from '../identity.ts';
import type { Changes } from '../ledger.ts';
import type { Query } from './database.ts';

/** Keys: the wrapped data key of each voice. What is destroyed is overwritten by {@link Database.scrub} after the commit. */
export async function putKeys(query: Query, keys: NonNullable<Changes['putKeys']>): Promise<void> {
  const sql = `INSERT INTO ledger_keys (voice_id, wrapped) VALUES (?, ?)
    ON CONFLICT (voice_id) DO UPDATE SET wrapped = excluded.wrapped`;
  for (const { voiceId, wrapped } of keys) await query(sql, [voiceId, wrapped]);
}

export async function destroyKeys(query: Query, voiceIds: readonly VoiceId[]): Promise<void> {
  for (const voiceId of voiceIds) await query('DELETE FROM ledger_keys WHERE voice_id = ?', [voiceId]);
}

export async function keyOf(query: Query, voiceId: VoiceId): Promise<Uint8Array | undefined> {
  const [row] = await query('SELECT wrapped FROM ledger_keys WHERE voice_id = ?', [voiceId]);
  return row && new Uint8Array(row[0] as Uint8Array);
}

export async function keyHolders(query: Query): Promise<readonly VoiceId[]> {
  const rows = await query('SELECT voice_id FROM ledger_keys ORDER BY voice_id');
  return rows.map(([voiceId]) => voiceId as VoiceId);
}
