/** DataOption: --data as commander takes it: flags, description, default. */
export const dataOption: readonly [flags: string, description: string, fallback: string] = [
  '--data <folder>',
  'the data folder; CONSONANT_DATA_FOLDER names another usual one',
  process.env.CONSONANT_DATA_FOLDER || 'data',
];
