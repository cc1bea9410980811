/** Appends without end on eight streams at once, and says the hash of each event on stdout as soon as it is promised to be durable. */
import { writeSync } from 'node:fs';
import { createLedger } from '../../../src/consent/ledger/index.ts';
import { rule } from './place.ts';

const ledger = await createLedger({ url: process.argv[2] });
await Promise.all(Array.from({ length: 8 }, (_, line) => appendForever(`voice:${line}`)));

async function appendForever(stream: string): Promise<void> {
  for (let version = 0; ; version++) {
    const [event] = await ledger.append(stream, version, [rule(version)]);
    writeSync(1, `${event.hash}\n`);
  }
}
