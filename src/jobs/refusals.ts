import { Refusal } from '../errors.ts';

/** Refusals: why a job that was accepted ended early, where the gate has no say in it. */
export const shuttingDownCode = 'shutting-down';

export function shuttingDown(): Refusal {
  return new Refusal(shuttingDownCode, 'The bot is being restarted and takes nothing new. Try again in a minute.');
}

export function late(seconds: number): Refusal {
  const message = `The text was not spoken within ${seconds} s, so it was given up. Try again later, or with a shorter text.`;
  return new Refusal('job-deadline', message, { values: { seconds } });
}

export function unread(seconds: number): Refusal {
  const message = `Nobody listened to the live speech for ${seconds} s, so it was given up. Start it again when somebody listens.`;
  return new Refusal('live-unread', message, { values: { seconds } });
}

export function listenerLeft(): Refusal {
  return new Refusal('job-cancelled', 'The live speech was stopped before its end. Say it again to hear it whole.');
}
