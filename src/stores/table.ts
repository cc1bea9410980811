/** Whose data a store holds, and so what /forget erases: by the id of the person, of each of their voices, or nobody's. */
export type Subject = 'person' | 'voice' | 'place' | 'nobody';

export interface StoreRow {
  readonly subject: Subject;
  /** For /export and PRIVACY.md: one line in plain words. */
  readonly holds: string;
  /** Whether values are bytes sealed with the voice's key, and so unreadable once that is destroyed. */
  readonly sealed: boolean;
}

/** To add a store: its row here and the type of its values below. Who uses it defines what is inside. */
export const storeTable = {
  voices: { subject: 'voice', holds: 'name, language, quality and settings of a voice', sealed: true },
  references: { subject: 'voice', holds: 'recordings that a voice was made from', sealed: true },
  prints: { subject: 'voice', holds: 'the analysed voice', sealed: true },
  journal: { subject: 'voice', holds: 'replies that are still being made, for minutes', sealed: true },
  challenges: { subject: 'person', holds: 'the sentence to read for a new voice, for minutes', sealed: false },
  attempts: { subject: 'person', holds: 'how often a challenge was tried, and the words it used', sealed: false },
  fingerprints: { subject: 'person', holds: 'hashes of challenge recordings, against replays', sealed: false },
  people: { subject: 'person', holds: 'settings of a person: language, usual voice', sealed: false },
  places: { subject: 'place', holds: 'settings of a server or group', sealed: false },
  bots: { subject: 'nobody', holds: 'numbers of updates that were answered, and new numbers of groups', sealed: false },
  reports: { subject: 'person', holds: 'reports of misuse by this person', sealed: false },
} as const satisfies Readonly<Record<string, StoreRow>>;

export type StoreName = keyof typeof storeTable;

/** Sealed stores hold bytes; the others JSON. */
export type StoreValue<Name extends StoreName> = (typeof storeTable)[Name]['sealed'] extends true ? Uint8Array : unknown;
