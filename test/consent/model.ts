/**
 * Model: the rules of consent written down as plainly as possible, without tokens, events, indexes or speed. What the gate allows must
 * be exactly what this allows.
 */
import type { Form } from '../../src/consent/identity.ts';
import { dayMs } from '../support/manual-time.ts';

export interface Ask {
  readonly voice: string;
  readonly person: string;
  readonly place: string;
  readonly roles: readonly string[];
  readonly form: Form;
}

interface ModelVoice {
  readonly id: string;
  owner: string;
  confirmedAtMs: number;
  revoked: boolean;
}

interface ModelRule {
  readonly voice: string;
  /** "person console:ben", "role r1", "everyone". */
  readonly audience: string;
  readonly place: string;
  readonly forms: readonly Form[];
  readonly untilMs: number;
  over: boolean;
}

export function createModel() {
  const voices: ModelVoice[] = [];
  let rules: ModelRule[] = [];
  /** "stop instance", "stop voice V", "stop place P", "left P", "block V P", "freeze V P", "block person N P". */
  let forbidden: string[] = [];
  const leftAtMs = new Map<string, number>();

  const voiceOf = (id: string) => voices.find(voice => voice.id === id);

  function names(rule: ModelRule, ask: Ask): boolean {
    if (rule.voice !== ask.voice || rule.place !== ask.place) return false;
    const groups = ['everyone', `person ${ask.person}`, ...ask.roles.map(role => `role ${role}`)];
    return groups.includes(rule.audience);
  }

  function isForbidden({ voice, person, place }: Ask): boolean {
    const reasons = ['stop instance', `stop voice ${voice}`, `stop place ${place}`, `left ${place}`];
    reasons.push(`block ${voice} ${place}`, `freeze ${voice} ${place}`, `block person ${person} ${place}`);
    return reasons.some(reason => forbidden.includes(reason));
  }

  return {
    voices,
    rules: () => rules,
    enrol: (id: string, owner: string, atMs: number) => void voices.push({ id, owner, confirmedAtMs: atMs, revoked: false }),
    confirm(id: string, atMs: number) {
      voiceOf(id)!.confirmedAtMs = atMs;
    },
    revoke(id: string) {
      voiceOf(id)!.revoked = true;
    },
    allow(rule: Omit<ModelRule, 'over'>) {
      for (const other of rules) {
        if (other.voice === rule.voice && other.place === rule.place && other.audience === rule.audience) other.over = true;
      }
      rules.push({ ...rule, over: false });
    },
    forbid: (what: string) => void forbidden.push(what),
    permit(what: string) {
      forbidden = forbidden.filter(other => other !== what);
    },
    left(place: string, atMs: number) {
      if (leftAtMs.has(place)) return;
      leftAtMs.set(place, atMs);
      forbidden.push(`left ${place}`);
    },
    joined(place: string, atMs: number) {
      const left = leftAtMs.get(place);
      if (left === undefined) return;
      leftAtMs.delete(place);
      forbidden = forbidden.filter(other => other !== `left ${place}`);
      if (atMs - left >= 30 * dayMs) for (const rule of rules) if (rule.place === place) rule.over = true;
    },
    /** Whoever comes back is somebody new. */
    forget(person: string) {
      for (const voice of voices) {
        if (voice.owner !== person) continue;
        voice.revoked = true;
        voice.owner = 'nobody';
      }
      rules = rules.filter(rule => rule.audience !== `person ${person}`);
      forbidden = forbidden.filter(what => !what.startsWith(`block person ${person} `));
    },
    forgetPlace(place: string) {
      if (!leftAtMs.delete(place)) return;
      rules = rules.filter(rule => rule.place !== place);
      forbidden = forbidden.filter(what => !what.endsWith(` ${place}`));
    },
    /** Whether the asker may know that the voice exists. */
    knows: (ask: Ask) => voiceOf(ask.voice)?.owner === ask.person || rules.some(rule => names(rule, ask)),
    allows(ask: Ask, nowMs: number): boolean {
      const voice = voiceOf(ask.voice);
      if (!voice || voice.revoked) return false;
      const holds = (rule: ModelRule) => !rule.over && nowMs < rule.untilMs && rule.forms.includes(ask.form);
      const agreed = voice.owner === ask.person || rules.some(rule => names(rule, ask) && holds(rule));
      return agreed && !isForbidden(ask) && nowMs < voice.confirmedAtMs + 365 * dayMs;
    },
  };
}

export type Model = ReturnType<typeof createModel>;
