import type { Use, UseLog } from '../ledger.ts';
import type { Query, Row } from './database.ts';
import type { Writer } from './writer.ts';

const columns = 'generation_id, voice_id, requester, place, form, at_ms, text_hash, audio_hash, mark, engine';

/** UseLog over the table of uses. Rows have a running number, which orders those of the same millisecond. */
export function createUseLog(query: Query, writer: Writer): UseLog {
  const newest = async (column: 'generation_id' | 'audio_hash', value: string) => {
    const sql = `SELECT ${columns} FROM ledger_uses WHERE ${column} = ? ORDER BY at_ms DESC, id DESC LIMIT 1`;
    const [row] = await query(sql, [value]);
    return row && toUse(row);
  };

  return {
    record: use => writer.write(transaction => insert(transaction, use)),
    async list(voiceId, { limit, beforeMs = Number.MAX_SAFE_INTEGER }) {
      const sql = `SELECT ${columns} FROM ledger_uses WHERE voice_id = ? AND at_ms < ? ORDER BY at_ms DESC, id DESC LIMIT ?`;
      return (await query(sql, [voiceId, beforeMs, limit])).map(toUse);
    },
    find: generationId => newest('generation_id', generationId),
    async marked(mark) {
      const carries = '(mark IS NULL AND generation_id = ?) OR mark = ?';
      const sql = `SELECT ${columns} FROM ledger_uses WHERE ${carries} ORDER BY at_ms DESC, id DESC`;
      return (await query(sql, [mark, mark])).map(toUse);
    },
    findByAudio: audioHash => newest('audio_hash', audioHash),
    prune: beforeMs => writer.write(transaction => remove(transaction, 'at_ms < ?', beforeMs)),
    erase: voiceId => writer.write(transaction => remove(transaction, 'voice_id = ?', voiceId)),
  };
}

async function insert(query: Query, use: Use): Promise<void> {
  const [[last]] = await query('SELECT COALESCE(MAX(id), 0) FROM ledger_uses');
  await query(`INSERT INTO ledger_uses (id, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, [
    Number(last) + 1,
    use.generationId,
    use.voiceId,
    use.requester,
    use.place,
    use.form,
    Math.trunc(use.atMs),
    use.textHash,
    use.audioHash ?? null,
    use.mark ?? null,
    use.engine ?? null,
  ]);
}

/** How many rows are gone. */
async function remove(query: Query, condition: 'at_ms < ?' | 'voice_id = ?', value: string | number): Promise<number> {
  const [[count]] = await query(`SELECT COUNT(*) FROM ledger_uses WHERE ${condition}`, [value]);
  await query(`DELETE FROM ledger_uses WHERE ${condition}`, [value]);
  return Number(count);
}

function toUse([generationId, voiceId, requester, place, form, atMs, textHash, audioHash, mark, engine]: Row): Use {
  const use = { generationId, voiceId, requester, place, form, atMs, textHash } as Use;
  const more = { ...(audioHash !== null && { audioHash }), ...(mark !== null && { mark }), ...(engine !== null && { engine }) };
  return { ...use, ...(more as Partial<Use>) };
}
