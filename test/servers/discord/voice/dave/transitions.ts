/** Transitions: counts who is ready for a change, and lets everybody make it together. Source: DAVE protocol, "Transitions". */
import { opcodes } from '../gateway/opcodes.ts';
import type { Member } from './member.ts';

export interface Transitions {
  /** Begun and not executed. */
  readonly open: number;
  /** The identifier, 1 to 65535, or 0 while `zero` holds: such a transition is executed by everybody at once. */
  begin(members: readonly Member[]): number;
  ready(member: Member, transitionId: number): void;
  /** Nobody waits for it any more. */
  forget(member: Member): void;
  stop(): void;
}

export interface TransitionsOptions {
  readonly zero: () => boolean;
  readonly changed: () => void;
}

/** Those who are not ready by then are left behind; the real number is not documented. */
const PATIENCE_MS = 2000;

interface Transition {
  readonly members: Set<Member>;
  readonly waitingFor: Set<Member>;
  readonly timer: NodeJS.Timeout;
}

export function createTransitions({ zero, changed }: TransitionsOptions): Transitions {
  const open = new Map<number, Transition>();
  let last = 0;

  const execute = (transitionId: number, { members, timer }: Transition) => {
    clearTimeout(timer);
    open.delete(transitionId);
    for (const member of members) member.json(opcodes.executeTransition, { transition_id: transitionId });
    changed();
  };
  const executeIfReady = (transitionId: number, transition: Transition) => {
    if (transition.waitingFor.size === 0) execute(transitionId, transition);
  };

  return {
    get open() {
      return open.size;
    },
    begin(members) {
      if (zero()) return 0;
      last = (last % 0xffff) + 1;
      const transitionId = last;
      const timer = setTimeout(() => execute(transitionId, transition), PATIENCE_MS).unref();
      const transition: Transition = { members: new Set(members), waitingFor: new Set(members), timer };
      open.set(transitionId, transition);
      return transitionId;
    },
    ready(member, transitionId) {
      const transition = open.get(transitionId);
      if (transition?.waitingFor.delete(member)) executeIfReady(transitionId, transition);
    },
    forget(member) {
      for (const [transitionId, transition] of [...open]) {
        transition.members.delete(member);
        if (transition.waitingFor.delete(member)) executeIfReady(transitionId, transition);
      }
    },
    stop() {
      for (const { timer } of open.values()) clearTimeout(timer);
      open.clear();
    },
  };
}
