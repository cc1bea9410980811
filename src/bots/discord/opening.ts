import { type APIInteractionResponse, InteractionResponseType, MessageFlags } from 'discord.js';
import type { AnyCommand } from '../../commands/command.ts';
import type { Reply } from '../../commands/reply.ts';
import type { Texts } from '../../commands/texts.ts';
import type { Log } from '../../log.ts';
import type { Api } from './api.ts';
import { codeOf, isAnsweredAlready, isDiscordFault, isNetworkFault } from './faults.ts';
import { isNotice, noticeForm } from './forms/notice-form.ts';
import type { Asked } from './requests/incoming.ts';

/**
 * Opening: the first word to Discord, which has to come within three seconds: that an answer will follow, or a form. A form can only be the
 * first word, so where the notice may come, its reply is waited for, but not for long.
 */
export interface OpeningParts {
  readonly api: Api;
  readonly log: Log;
  readonly commands: readonly AnyCommand[];
  /** The first reply; asks for it when nobody has. */
  readonly first: () => Promise<IteratorResult<Reply, unknown>>;
  readonly texts: () => Promise<Texts>;
  readonly isEphemeral: boolean;
}

/** late: Discord does not take an answer this way. theirs: somebody else has answered already. */
export type Opened = 'acknowledged' | 'form' | 'late' | 'theirs';

export const openingDefaults = { noticeMs: 1_200 } as const;

export async function open(asked: Asked, parts: OpeningParts): Promise<Opened> {
  if (mayBeginWithNotice(asked, parts.commands)) {
    const reply = await soon(parts.first(), openingDefaults.noticeMs);
    if (isNotice(reply)) {
      const data = noticeForm(reply, await parts.texts());
      const opened = await respond(asked, { type: InteractionResponseType.Modal, data }, parts);
      // What Discord does not take as a form is shown as a message.
      if (opened !== 'late') return opened === 'acknowledged' ? 'form' : opened;
    }
  }
  return respond(asked, acknowledgement(asked, parts), parts);
}

/** A button leaves its message as it is; everything else announces an answer, which is for the person alone. */
function acknowledgement({ kind }: Asked, { isEphemeral }: OpeningParts): APIInteractionResponse {
  if (kind === 'button') return { type: InteractionResponseType.DeferredMessageUpdate };
  const flags = isEphemeral ? { flags: MessageFlags.Ephemeral as const } : {};
  return { type: InteractionResponseType.DeferredChannelMessageWithSource, data: flags };
}

async function respond({ interaction }: Asked, response: APIInteractionResponse, { api, log }: OpeningParts): Promise<Opened> {
  let isInDoubt = false;
  for (;;) {
    try {
      await api.respond(interaction, response);
      return 'acknowledged';
    } catch (error) {
      if (!isDiscordFault(error)) throw error;
      log.warn('acknowledge', { code: codeOf(error), error });
      // The first try, whose answer did not come, may have been heard.
      if (isAnsweredAlready(error)) return isInDoubt ? 'acknowledged' : 'theirs';
      if (isInDoubt || !isNetworkFault(error)) return 'late';
      isInDoubt = true;
    }
  }
}

function mayBeginWithNotice(asked: Asked, commands: readonly AnyCommand[]): boolean {
  const name = nameOf(asked);
  return commands.some(command => command.beginsWithNotice && command.name === name);
}

/** Of the command; an action begins with its name. */
function nameOf(asked: Asked): string | undefined {
  if (asked.kind === 'slash') return asked.interaction.data.name;
  return asked.kind === 'button' ? asked.interaction.data.custom_id.split(':')[0] : undefined;
}

async function soon(first: ReturnType<OpeningParts['first']>, withinMs: number): Promise<Reply | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), withinMs);
  const step = await Promise.race([first, late]);
  clearTimeout(timer);
  return step && !step.done ? step.value : undefined;
}
