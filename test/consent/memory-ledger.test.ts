import { createMemoryLedger, createMemoryStorage } from '../support/memory-ledger.ts';
import { ledgerConformance } from './ledger-conformance.ts';

ledgerConformance({
  name: 'memory',
  durable: false,
  shared: true,
  async newPlace() {
    const storage = createMemoryStorage();
    return { open: async options => createMemoryLedger({ ...options, storage }), remove: async () => {} };
  },
});
