import type { Form } from '../consent/identity.ts';

/** Estimates: how long work takes, learned from the work that was done (averages in which old work counts less and less). */
export interface Estimates {
  learn(work: { readonly form: Form; readonly characters: number; readonly seconds: number }): void;
  workSeconds(form: Form, characters: number): number;
  /** From now until a waiting job is done. */
  waitSeconds(position: number, workSeconds: number): number;
}

/** Before anything was learned: the embedded engine on two cores. */
export const estimateDefaults = { secondsPerCharacter: 0.02, secondsPerJob: 2 } as const;

const weightOfNew = 0.2;

export function createEstimates(running: number): Estimates {
  const { secondsPerCharacter } = estimateDefaults;
  const perCharacter: Record<Form, number> = { live: secondsPerCharacter, note: secondsPerCharacter, file: secondsPerCharacter };
  let perJob: number = estimateDefaults.secondsPerJob;
  return {
    learn({ form, characters, seconds }) {
      perCharacter[form] = blend(perCharacter[form], seconds / Math.max(1, characters));
      perJob = blend(perJob, seconds);
    },
    workSeconds: (form, characters) => perCharacter[form] * characters,
    waitSeconds: (position, workSeconds) => (position * perJob) / running + workSeconds,
  };
}

function blend(old: number, fresh: number): number {
  return old + weightOfNew * (fresh - old);
}
