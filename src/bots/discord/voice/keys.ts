import type { DAVESession } from '@discordjs/voice';

/**
 * Keys: whether the end-to-end encryption of one connection is such that speech may go out. Until its MLS group stands, the library sends
 * plain Opus; and the library encrypts for a new group as soon as it knows it, while the others may not have its keys yet.
 * https://daveprotocol.com/#transitions
 */
export interface Keys {
  /** `session` is absent, or of version 0, where the voice server has said that there is no such encryption: on stages. */
  admits(session: DAVESession | undefined): boolean;
  /** Everybody has the keys of the present group. */
  agreed(): void;
  /** How long speech has been waiting; 0 when it does not. */
  readonly waitedMilliseconds: number;
}

export interface KeysOptions {
  /** How long to wait for word that everybody has the keys. */
  readonly transitionMilliseconds: number;
  readonly now: () => number;
}

export function createKeys({ transitionMilliseconds, now }: KeysOptions): Keys {
  let isAgreed = false;
  let standsSinceMs: number | undefined;
  let waitsSinceMs: number | undefined;

  function mayGo(session: DAVESession | undefined): boolean {
    if (!session?.protocolVersion) return true;
    if (!session.session?.ready) {
      isAgreed = false;
      standsSinceMs = undefined;
      return false;
    }
    standsSinceMs ??= now();
    return isAgreed || now() - standsSinceMs >= transitionMilliseconds;
  }

  return {
    admits(session) {
      const may = mayGo(session);
      waitsSinceMs = may ? undefined : (waitsSinceMs ?? now());
      return may;
    },
    agreed() {
      isAgreed = true;
    },
    get waitedMilliseconds() {
      return waitsSinceMs === undefined ? 0 : now() - waitsSinceMs;
    },
  };
}
