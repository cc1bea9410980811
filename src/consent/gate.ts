import { createAlarm, type Schedule } from './alarm.ts';
import type { SteadyClock } from './clock.ts';
import { type Decision, decide, type TokenQuestion } from './decide.ts';
import { type Asker, type Form, forms, type PersonId, type PlaceId, type VoiceId } from './identity.ts';
import { type Names, roleName } from './names.ts';
import type { Projection } from './projection.ts';
import { gateRefusal, grantInvalid } from './refusals.ts';

/** The only maker of a {@link Grant}: nothing outside this file can write one down. */
declare const minted: unique symbol;

/**
 * Grant: permission for one job, as a value. A function that makes a voice heard asks for one, so that forgetting the gate is a
 * compile error. `revoked` aborts, with the Refusal as its reason, as soon as the permission ends for whatever cause.
 */
export interface Grant {
  readonly voiceId: VoiceId;
  readonly personId: PersonId;
  readonly placeId: PlaceId;
  readonly form: Form;
  readonly revoked: AbortSignal;
  readonly [minted]: true;
}

export interface Question {
  readonly voiceId: VoiceId;
  readonly asker: Asker;
  readonly form: Form;
}

/**
 * Gate: may this voice speak here, for this person, now? Decides from memory, in microseconds.
 * Refuses with the codes of decide.ts, 'voice-unknown' also for a voice that was never allowed to the asker: nobody learns that it
 * exists. A grant that the gate did not give, or that was released, is refused with 'grant-invalid'.
 */
export interface Gate {
  /** Throws a Refusal, or mints. Release it when the job is over, so that nothing watches it any longer. */
  grant(question: Question): Grant;
  /** Asks the same question again, at the start of the work, for the roles that the asker had: throws as `grant` does. */
  recheck(grant: Grant): void;
  release(grant: Grant): void;
  /** The voices that the asker may use here in at least one form: own ones first. */
  usable(asker: Asker): readonly VoiceId[];
  /** Voices that the asker may not use here now, but once could or owns, and that still exist: `grant` tells them why not. */
  known(asker: Asker): readonly VoiceId[];
}

/** What tells the gate that something has changed. */
export interface GateKeeper extends Gate {
  /** Decides again on every grant that is held, or on those of one voice, and ends those that no longer hold. */
  review(voiceId?: VoiceId): void;
  /** Ends what is held for a reason outside the ledger. */
  end(which: (grant: Grant) => boolean, reason: Error): void;
  /** No voice with this id speaks any longer in this process: for an owner's wish that is not written down yet. */
  silence(voiceId: VoiceId): void;
  close(reason: Error): void;
}

interface Held {
  readonly grant: Grant;
  readonly question: Question;
  readonly controller: AbortController;
  untilMs: number;
}

/** Grants that were minted and not released, of all gates. */
const valid = new WeakSet<Grant>();

/** For whoever makes a voice heard: throws 'grant-invalid' for what only looks like a grant, and the reason of one that has ended. */
export function requireGrant(grant: Grant): void {
  if (!valid.has(grant)) throw grantInvalid();
  grant.revoked.throwIfAborted();
}

export interface GateParts {
  readonly state: Projection;
  readonly names: Names;
  readonly clock: SteadyClock;
  readonly schedule: Schedule;
}

export function createGate({ state, names, clock, schedule }: GateParts): GateKeeper {
  /** By voice; only those that still hold. */
  const watched = new Map<VoiceId, Set<Held>>();
  const given = new WeakMap<Grant, Held>();
  const silent = new Set<VoiceId>();
  let closed: Error | undefined;
  const alarm = createAlarm({ nowMs: clock.nowMs, schedule, ring: () => review() });

  function answer({ voiceId, asker, form }: Question): Decision {
    if (closed) throw closed;
    const question: TokenQuestion = {
      voiceId,
      person: names.tokenOf(asker.personId),
      place: names.tokenOf(asker.placeId),
      roles: asker.roles.flatMap(role => names.tokenOf(roleName(asker.placeId, role)) ?? []),
      form,
    };
    const decision = decide(state, question, clock.nowMs());
    if (!decision.allowed || !silent.has(voiceId)) return decision;
    return { allowed: false, code: 'consent-revoked', isOwner: state.voices.get(voiceId)?.owner === question.person };
  }

  /** Voices that could concern the asker here: own ones first. */
  function nearby(asker: Asker): VoiceId[] {
    const own = state.voicesOf.get(names.tokenOf(asker.personId) ?? '') ?? [];
    const here = state.voicesIn.get(names.tokenOf(asker.placeId) ?? '') ?? [];
    return [...new Set([...own, ...here])];
  }

  function answers(voiceId: VoiceId, asker: Asker): Decision[] {
    return forms.map(form => answer({ voiceId, asker, form }));
  }

  /** The only place where a grant comes into being. Frozen, so that it stays what was asked for. */
  function mint({ voiceId, asker, form }: Question, untilMs: number): Held {
    const controller = new AbortController();
    const facts = { voiceId, personId: asker.personId, placeId: asker.placeId, form, revoked: controller.signal };
    const grant = Object.freeze(facts) as Grant;
    const question = { voiceId, asker: { ...asker, roles: [...asker.roles] }, form };
    valid.add(grant);
    return { grant, question, controller, untilMs };
  }

  function watch(held: Held): void {
    const { voiceId } = held.grant;
    const others = watched.get(voiceId);
    if (others) others.add(held);
    else watched.set(voiceId, new Set([held]));
    alarm.set(held.untilMs);
  }

  function unwatch(held: Held): void {
    const others = watched.get(held.grant.voiceId);
    others?.delete(held);
    if (others?.size === 0) watched.delete(held.grant.voiceId);
    if (watched.size === 0) alarm.clear();
  }

  function endHeld(held: Held, reason: Error): void {
    unwatch(held);
    held.controller.abort(reason);
  }

  function allHeld(): Held[] {
    return [...watched.values()].flatMap(some => [...some]);
  }

  function reviewOne(held: Held): void {
    const decision = answer(held.question);
    if (decision.allowed) {
      held.untilMs = decision.untilMs;
      alarm.set(decision.untilMs);
    } else endHeld(held, gateRefusal(decision, held.question.form));
  }

  function review(voiceId?: VoiceId): void {
    const due = voiceId === undefined ? allHeld() : [...(watched.get(voiceId) ?? [])];
    for (const held of due) if (!held.controller.signal.aborted) reviewOne(held);
  }

  function end(which: (grant: Grant) => boolean, reason: Error): void {
    for (const held of allHeld()) if (which(held.grant)) endHeld(held, reason);
  }

  return {
    review,
    end,
    grant(question) {
      const decision = answer(question);
      if (!decision.allowed) throw gateRefusal(decision, question.form);
      const held = mint(question, decision.untilMs);
      given.set(held.grant, held);
      watch(held);
      return held.grant;
    },
    recheck(grant) {
      requireGrant(grant);
      const held = given.get(grant);
      if (!held) throw grantInvalid();
      reviewOne(held);
      grant.revoked.throwIfAborted();
    },
    release(grant) {
      valid.delete(grant);
      const held = given.get(grant);
      if (held) unwatch(held);
      given.delete(grant);
    },
    usable: asker => nearby(asker).filter(voiceId => answers(voiceId, asker).some(({ allowed }) => allowed)),
    known: asker =>
      nearby(asker).filter(voiceId => {
        if (state.voices.get(voiceId)?.revoked || silent.has(voiceId)) return false;
        return answers(voiceId, asker).every(decision => !decision.allowed && decision.code !== 'voice-unknown');
      }),
    silence(voiceId) {
      silent.add(voiceId);
      review(voiceId);
    },
    close(reason) {
      end(() => true, reason);
      closed = reason;
      alarm.clear();
    },
  };
}
