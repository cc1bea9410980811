/** Finding: one thing that `doctor` looked at. */
export interface Finding {
  /** Stable, for programs: "ffmpeg", "engine-mynah". */
  readonly id: string;
  readonly label: string;
  /** note: for your information, or missing without harm. missing: Consonant does not work without it. */
  readonly state: 'good' | 'note' | 'missing';
  readonly found: string;
  /** What to do, where there is something to do. */
  readonly next?: string;
}
