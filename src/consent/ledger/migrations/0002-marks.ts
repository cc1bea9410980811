/** Which engine spoke, and whose mark the audio carries where it is not the use's own. */
export const marks = (): readonly string[] => [
  'ALTER TABLE ledger_uses ADD COLUMN mark TEXT',
  'ALTER TABLE ledger_uses ADD COLUMN engine TEXT',
  'CREATE INDEX ledger_uses_mark ON ledger_uses (mark)',
];
