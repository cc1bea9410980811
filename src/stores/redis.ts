import KeyvRedis, { createClient, type RedisClientConnectionType } from '@keyv/redis';
import type { KeyvStorageAdapter } from 'keyv';
import type { Backend, BackendOptions } from './backend.ts';
import { type FailureKind, plainCause, storageRefusal } from './failures.ts';
import { within } from './within.ts';

/**
 * Stores in Redis, for several processes. How durable a write is, and whether old entries are evicted, is the operator's setting there:
 * "appendonly yes", "maxmemory-policy noeviction".
 */
const separator = '::';
const keysPerStep = 500;
const longestPauseMs = 2_000;

export async function openRedis({ url, deadlineMs }: BackendOptions): Promise<Backend> {
  const { protocol, host, pathname } = new URL(url);
  const place = `${protocol}//${host}${pathname}`;
  let wasConnected = false;
  const client = createClient({
    url,
    name: 'consonant',
    // While the connection is lost, commands fail at once: one that waits in a line could store something long after it was given up.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: deadlineMs,
      // Once connected it tries again for ever; at the start somebody waits for an answer.
      reconnectStrategy: (retries, cause) => (wasConnected ? Math.min(50 * 2 ** retries, longestPauseMs) : cause),
    },
  });
  client.setMaxListeners(0); // each adapter adds some
  client.on('error', () => {}); // shows at the next command; the client connects again by itself
  await within(deadlineMs, client.connect()).catch(error => {
    client.destroy();
    throw storageRefusal(failureOf(error), { store: 'all', place }, plainCause(error));
  });
  wasConnected = true;

  return {
    place,
    adapter: () =>
      new KeyvRedis(client as unknown as RedisClientConnectionType, {
        keyPrefixSeparator: separator,
        throwOnErrors: true,
      }) as unknown as KeyvStorageAdapter,
    async keys(namespace, prefix) {
      const beginning = `${namespace}${separator}`;
      // Nothing in an encoded key is a wildcard.
      const found = new Set<string>(); // SCAN may bring a key twice
      let cursor = '0';
      do {
        const step = await client.scan(cursor, { MATCH: `${beginning}${prefix}*`, COUNT: keysPerStep });
        for (const key of step.keys) found.add(String(key).slice(beginning.length));
        cursor = String(step.cursor);
      } while (cursor !== '0');
      return [...found];
    },
    scrub: async () => {},
    failureOf,
    async close() {
      if (client.isReady) await client.close();
      else client.destroy();
    },
  };
}

/** By the word that Redis begins its errors with. */
const byErrorWord: Readonly<Record<string, FailureKind>> = {
  OOM: 'full',
  READONLY: 'read-only',
  NOPERM: 'read-only',
  MISCONF: 'full', // it cannot write its snapshot
  WRONGTYPE: 'corrupt',
  ERR: 'failed',
};

function failureOf(error: unknown): FailureKind {
  return byErrorWord[/^[A-Z]+(?= )/.exec((error as Error).message ?? '')?.[0] ?? ''] ?? 'unavailable';
}
