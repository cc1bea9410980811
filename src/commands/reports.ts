import { randomBytes } from 'node:crypto';
import type { PersonId, PlaceId, VoiceId } from '../consent/identity.ts';
import type { Store } from '../stores/stores.ts';

/** Reports: what people reported as misuse, kept under the reporter so that /forget and /export reach it. */
export interface Reports {
  /** Returns its id, 8 hex digits. */
  add(report: Report): Promise<string>;
}

export interface Report {
  readonly by: PersonId;
  /** Absent in a report of a person: the export of the reporter would tell which voices they have. */
  readonly voiceId?: VoiceId;
  readonly placeId: PlaceId;
  readonly reason: string;
  readonly atMs: number;
}

export function createReports(store: Store<unknown>): Reports {
  return {
    async add(report) {
      const id = randomBytes(4).toString('hex');
      await store.set(`${report.by}/${id}`, report);
      return id;
    },
  };
}
