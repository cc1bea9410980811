import type { Consent } from '../consent/consent.ts';
import type { PersonId, VoiceId } from '../consent/identity.ts';
import { Refusal } from '../errors.ts';
import type { Stores } from '../stores/stores.ts';
import type { StoreName } from '../stores/table.ts';
import { ownSubjects, storeRows } from './erasing.ts';
import { itemOf } from './shelf.ts';
import type { Vault } from './vault.ts';

/** Exporting: everything stored about a person as files, decrypted; found by the table of stores, so that a new store is in it by its row. */
export interface ExportParts {
  readonly stores: Stores;
  readonly vault: Vault;
  readonly consent: Pick<Consent, 'export' | 'voicesOf'>;
}

/** What sealed bytes are; the others are JSON. */
const endings: Readonly<Partial<Record<StoreName, string>>> = { references: 'ogg', prints: 'print' };

export async function exportPerson(
  { stores, vault, consent }: ExportParts,
  personId: PersonId,
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const problems: string[] = [];
  const voiceIds = consent.voicesOf(personId);
  files.set('consent.json', json(await consent.export(personId)));

  async function add(name: StoreName, subject: string): Promise<void> {
    const row = storeRows().find(([rowName]) => rowName === name)![1];
    for await (const [key, value] of stores.open(name).entries(subject)) {
      const detail = key.slice(subject.length + 1) || 'entry';
      const folder = row.subject === 'voice' ? `${subject}/${name}` : name;
      const path = (ending: string) => `${folder}/${safePart(detail)}.${ending}`;
      if (!row.sealed) {
        files.set(path('json'), json(value));
        continue;
      }
      const plain = await opened(subject, itemOf(name, detail), value as Uint8Array);
      if (plain) files.set(path(endings[name] ?? 'json'), plain);
      else problems.push(path(endings[name] ?? 'json'));
    }
  }

  async function opened(voiceId: VoiceId, item: string, sealed: Uint8Array): Promise<Uint8Array | undefined> {
    try {
      return await vault.open(voiceId, item, sealed);
    } catch (error) {
      if (error instanceof Refusal) return undefined; // damaged, or deleted in this moment: the rest is still theirs
      throw error;
    }
  }

  for (const [name, row] of storeRows()) for (const subject of ownSubjects(row, personId, voiceIds)) await add(name, subject);
  files.set('contents.json', json({ person: personId, stores: whatTheyHold(), unreadable: problems }));
  return files;
}

function whatTheyHold(): Readonly<Record<string, string>> {
  return Object.fromEntries(storeRows().map(([name, { holds }]) => [name, holds]));
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, undefined, 2)}\n`);
}

/** A part of a path that every file system takes. */
function safePart(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_');
}
