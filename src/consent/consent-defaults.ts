/** Defaults of consent: how long things hold, and how many of them there may be. */
export const consentDefaults = {
  grantDays: 90,
  /** Nobody can give a permission for longer. */
  longestGrantDays: 365,
  reconfirmDays: 365,
  unusedDays: 365,
  useLogDays: 90,
  leftPlaceDays: 30,
  /** How exactly the last use of a voice is remembered once the log of uses is gone. */
  usedMarkDays: 30,
  rulesPerVoice: 200,
  voicesPerPerson: 20,
} as const;

export const dayMs = 86_400_000;
