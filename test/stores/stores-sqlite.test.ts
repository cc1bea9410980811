import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeConformance } from './store-conformance.ts';

storeConformance('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'consonant-stores-'));
  return { url: join(folder, 'stores.sqlite'), stop: () => rm(folder, { recursive: true, force: true }) };
});
