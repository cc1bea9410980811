import type { Command } from '../command.ts';
import { allow } from './allow.ts';
import { end } from './end.ts';
import { log } from './log.ts';
import { options } from './options.ts';
import { pressRevoke, revoke } from './revoke.ts';
import { status } from './status.ts';

/** /consent: what the owner of a voice allows: see it, allow, end, revoke, and read every use. */
export const consent: Command<typeof options> = {
  name: 'consent',
  options,
  async *run(values, request, tools) {
    yield* parts[values.do ?? 'status'](values, request, tools);
  },
  async *press(press, request, tools) {
    yield* press.verb === 'end' ? end({ ruleId: press.argument }, request, tools) : pressRevoke(press, request, tools);
  },
};

const parts = { status, allow, end, revoke, log };
