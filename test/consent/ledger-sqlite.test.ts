import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createLedger } from '../../src/consent/ledger/index.ts';
import { ledgerConformance } from './ledger-conformance.ts';

ledgerConformance({
  name: 'sqlite',
  durable: true,
  shared: false,
  async newPlace() {
    const folder = await mkdtemp(join(tmpdir(), 'consonant-ledger-'));
    const url = join(folder, 'data', 'ledger.sqlite');
    return {
      url,
      open: options => createLedger({ url, ...options }),
      async tamper(sql) {
        const database = new DatabaseSync(url);
        database.exec(sql);
        database.close();
      },
      remove: () => rm(folder, { recursive: true }),
    };
  },
});
