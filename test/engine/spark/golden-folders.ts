import { parity } from './parity.ts';

/** Run by scripts/golden.ts: the folders are in GOLDEN_FOLDERS, as JSON. */
for (const folder of JSON.parse(process.env.GOLDEN_FOLDERS ?? '[]') as string[]) parity(folder);
