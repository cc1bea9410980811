import { describe } from 'node:test';
import { redisMissing, startRedis } from '../support/redis.ts';
import { storeConformance } from './store-conformance.ts';

const missing = redisMissing();
describe('with a real Redis', { skip: missing }, () => {
  storeConformance('Redis', startRedis);
});
