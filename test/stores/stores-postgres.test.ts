import { describe } from 'node:test';
import { postgresMissing, startPostgres } from '../support/postgres.ts';
import { storeConformance } from './store-conformance.ts';

const missing = postgresMissing();
describe('with a real Postgres', { skip: missing }, () => {
  storeConformance('Postgres', startPostgres);
});
