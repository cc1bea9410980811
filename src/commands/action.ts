import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PersonId } from '../consent/identity.ts';
import { Refusal } from '../errors.ts';

/**
 * Action: what a button stands for, as text of at most 64 bytes that platforms carry for us and that clients can forge:
 * "command:verb:argument~minute~persons~tag". The tag is an HMAC over all before it, so that nobody presses what was never shown; the
 * minute is when it ends; the persons, where there are any, are the only ones who may press.
 */
export interface Actions {
  make(press: Press, options?: ActionOptions): string;
  /** Refuses with 'action-unknown' (forged, mangled), 'action-expired', 'action-not-yours'. */
  read(action: string, presser: PersonId): Press;
}

export interface Press {
  readonly command: string;
  readonly verb: string;
  /** At most 26 bytes: an id, or a word. */
  readonly argument: string;
}

export interface ActionOptions {
  /** The only person who may press it; or several. */
  readonly for?: PersonId | readonly PersonId[];
  readonly lifetimeMinutes?: number;
}

export const actionDefaults = { maximumBytes: 64, lifetimeMinutes: 24 * 60 } as const;

const minuteMs = 60_000;
const markLength = 4;
const marks = new RegExp(`.{${markLength}}`, 'g');
const shape = /^([a-z]+):([a-z-]+):([^~]*)~([0-9a-z]+)~([\w-]*)~([\w-]+)$/;

export function createActions(key: Uint8Array, now: () => number): Actions {
  const hash = (text: string, characters: number) =>
    createHmac('sha256', key).update(text).digest('base64url').slice(0, characters);
  const personMark = (personId: PersonId) => hash(`person ${personId}`, markLength);
  const marksOf = (persons: ActionOptions['for'] = []) => [...new Set([persons].flat())].map(personMark).join('');
  const tag = (signed: string) => hash(`action ${signed}`, 8);

  return {
    make({ command, verb, argument }, options = {}) {
      const minute = Math.ceil(now() / minuteMs) + (options.lifetimeMinutes ?? actionDefaults.lifetimeMinutes);
      const signed = `${command}:${verb}:${argument}~${minute.toString(36)}~${marksOf(options.for)}`;
      const action = `${signed}~${tag(signed)}`;
      const bytes = Buffer.byteLength(action);
      if (bytes > actionDefaults.maximumBytes || !shape.test(action))
        throw new TypeError(`The action of ${command}:${verb} has ${bytes} bytes.`);
      return action;
    },
    read(action, presser) {
      const parts = shape.exec(action);
      if (!parts || !isSame(parts[6]!, tag(action.slice(0, action.lastIndexOf('~'))))) {
        throw new Refusal('action-unknown', 'This button is not one of ours. Use the command instead; /help lists them all.');
      }
      const [, command, verb, argument, minute, persons] = parts as unknown as [string, string, string, string, string, string];
      if (persons !== '' && !((persons.match(marks) as readonly string[] | null) ?? []).includes(personMark(presser))) {
        throw new Refusal(
          'action-not-yours',
          'This button is for somebody else. Use the command yourself; /help lists them all.',
        );
      }
      if (now() > Number.parseInt(minute, 36) * minuteMs) {
        throw new Refusal('action-expired', `This button is too old. Use /${command} again.`, { values: { command } });
      }
      return { command, verb, argument };
    },
  };
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
