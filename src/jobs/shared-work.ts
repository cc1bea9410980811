import type { VoiceId } from '../consent/identity.ts';
import { orAborted } from '../engine/deadline.ts';

/**
 * Shared work: identical jobs that run at the same time are made once. Who leaves takes nothing from the others; when nobody is left the
 * work stops, and nobody joins it any more.
 */
export interface SharedWork<Result> {
  /** Waits for the work under `key`, begun with `begin` where there is none. Rejects when the member's signal aborts, or the work fails. */
  join(key: string, voiceId: VoiceId, member: Member, begin: Begin<Result>): Promise<Result>;
  /** Stops what is made with a voice. */
  forgetVoice(voiceId: VoiceId, reason: Error): void;
  readonly size: number;
}

export interface Member {
  readonly signal: AbortSignal;
  report(share: number): void;
}

/** Called at once, with all members as one: the signal aborts when nobody is left. */
export type Begin<Result> = (everybody: Member) => Promise<Result>;

interface Flight<Result> {
  readonly voiceId: VoiceId;
  readonly members: Set<Member>;
  readonly stop: AbortController;
  readonly result: Promise<Result>;
}

export function createSharedWork<Result>(): SharedWork<Result> {
  const flights = new Map<string, Flight<Result>>();

  function launch(key: string, voiceId: VoiceId, begin: Begin<Result>): Flight<Result> {
    const stop = new AbortController();
    const members = new Set<Member>();
    const report = (share: number) => {
      for (const member of members) member.report(share);
    };
    const result = begin({ signal: stop.signal, report });
    const flight = { voiceId, members, stop, result };
    flights.set(key, flight);
    const land = () => drop(key, flight);
    result.then(land, land);
    return flight;
  }

  function drop(key: string, flight: Flight<Result>): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  return {
    async join(key, voiceId, member, begin) {
      const flight = flights.get(key) ?? launch(key, voiceId, begin);
      flight.members.add(member);
      try {
        return await orAborted(flight.result, member.signal);
      } finally {
        flight.members.delete(member);
        const isUnderWay = flights.get(key) === flight;
        if (isUnderWay && flight.members.size === 0) {
          drop(key, flight);
          flight.stop.abort();
        }
      }
    },
    forgetVoice(voiceId, reason) {
      for (const [key, flight] of flights) {
        if (flight.voiceId !== voiceId) continue;
        drop(key, flight);
        flight.stop.abort(reason);
      }
    },
    get size() {
      return flights.size;
    },
  };
}
