/** Faults: what goes wrong on purpose, and the errors of the real service that nothing in the world leads to. */
import type { Fault, Faults } from './control.ts';

export interface FaultPlan extends Faults {
  /** The next fault for this method, used up. */
  take(method: string): Fault | undefined;
}

const error = (code: number, description: string): Fault => ({ kind: 'error', code, description });

export const tooManyRequestsFault = (retryAfterSeconds: number): Fault => ({
  kind: 'error',
  code: 429,
  description: `Too Many Requests: retry after ${retryAfterSeconds}`,
  parameters: { retry_after: retryAfterSeconds },
});
export const internalErrorFault: Fault = error(500, 'Internal Server Error');
export const badGatewayFault: Fault = error(502, 'Bad Gateway');
export const badGatewayPageFault: Fault = { kind: 'page', code: 502 };
export const unauthorizedFault: Fault = error(401, 'Unauthorized');
export const blockedFault: Fault = error(403, 'Forbidden: bot was blocked by the user');
export const voicesForbiddenFault: Fault = error(400, 'Bad Request: VOICE_MESSAGES_FORBIDDEN');
export const notEnoughRightsFault: Fault = error(400, 'Bad Request: not enough rights to send voice notes to the chat');

export function createFaults(): FaultPlan {
  let planned: { readonly method: string; readonly fault: Fault; times: number }[] = [];
  const matches = (named: string, method: string) => (named === '*' ? method !== 'getupdates' : named.toLowerCase() === method);
  return {
    add(method, fault, times = 1) {
      planned.push({ method, fault, times });
    },
    clear() {
      planned = [];
    },
    get pending() {
      return planned.reduce((sum, { times }) => sum + times, 0);
    },
    take(method) {
      const found = planned.find(({ method: named, times }) => times > 0 && matches(named, method));
      if (!found) return undefined;
      found.times -= 1;
      return found.fault;
    },
  };
}
