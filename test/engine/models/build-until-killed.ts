import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from '../../../src/engine/models/build.ts';

/** A build of two parts into the folder that is named, which stops for ever in the midst of the second and says so; started by build.test.ts, and killed. */
const parts = [
  { name: 'one', files: ['one'], write: (folder: string) => writeFile(join(folder, 'one'), 'one') },
  {
    name: 'two',
    files: ['two'],
    async write(folder: string) {
      await writeFile(join(folder, 'two'), 't');
      process.stdout.write('in the midst of it');
      await new Promise(() => setInterval(() => {}, 1_000_000));
    },
  },
];
const plan = { format: 1, parts, close: async () => {} };
const request = { plan, target: process.argv[2], source: 'a', needsBytes: 0, onProgress: () => {} };
await build(request, new AbortController().signal);
