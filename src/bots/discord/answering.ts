import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIInteraction,
  InteractionResponseType,
  MessageFlags,
} from 'discord.js';
import { languageFor, textsIn } from '../../commands/catalogues.ts';
import { createMemory } from '../../commands/memory.ts';
import { Refusal } from '../../errors.ts';
import { type AnswerParts, answer, requestAt } from './answer.ts';
import { codeOf } from './faults.ts';
import { type Asked, incoming } from './requests/incoming.ts';
import { filledIn } from './requests/options.ts';
import { sceneOf } from './scene.ts';
import { escaped } from './show/escaped.ts';

/** Answering: takes interactions as they come, each once however often it is delivered, and knows what is under way. Never throws. */
export interface Answering {
  take(interaction: APIInteraction): void;
  /** From now on whoever asks is told that the bot stops; resolves when what is under way is over, which it is soon after `patience` aborts. */
  drain(patience: AbortSignal): Promise<void>;
}

export const answeringDefaults = { remembered: 10_000, progressMs: 1_500, afterPatienceSeconds: 5 } as const;

export function createAnswering(parts: AnswerParts): Answering {
  const { api, dispatcher, commands, names, log } = parts;
  const seen = createMemory(answeringDefaults.remembered);
  const underWay = new Set<Promise<void>>();
  const stop = new AbortController();
  let isDraining = false;

  async function suggest(interaction: APIApplicationCommandAutocompleteInteraction): Promise<void> {
    const { data } = interaction;
    const scene = sceneOf(interaction, names);
    const command = commands.find(({ name }) => name === data.name);
    const { options, focused } = filledIn(data.options, command, names.mentions(scene.guildId));
    if (!focused) return;
    const request = requestAt(interaction, scene, { ...parts, signal: stop.signal });
    const found = await dispatcher.complete({ ...request, command: data.name, options }, focused.option, focused.typed);
    const choices = found.map(({ label, value }) => ({ name: label.slice(0, 100), value }));
    await api.respond(interaction, {
      type: InteractionResponseType.ApplicationCommandAutocompleteResult,
      data: { choices },
    });
  }

  async function refuse({ interaction }: Asked): Promise<void> {
    const { locale = 'en-US' } = interaction as { readonly locale?: string };
    const stopping = new Refusal('shutting-down', 'The bot is being restarted and takes nothing new. Try again in a minute.');
    const content = escaped(textsIn(languageFor(locale)).refusal(stopping));
    await api.respond(interaction, {
      type: InteractionResponseType.ChannelMessageWithSource,
      data: { content, flags: MessageFlags.Ephemeral },
    });
  }

  async function work(interaction: APIInteraction): Promise<void> {
    const found = incoming(interaction);
    if (!found) return;
    if (found.kind === 'typing') await suggest(found.interaction);
    else if (isDraining) await refuse(found);
    else await answer(found, parts, stop.signal);
  }

  return {
    take(interaction) {
      if (!seen.add(interaction.id)) return;
      const doing = work(interaction)
        .catch(error => log.warn('interaction', { code: codeOf(error), error }))
        .finally(() => underWay.delete(doing));
      underWay.add(doing);
    },
    async drain(patience) {
      isDraining = true;
      await over(underWay, patience);
      stop.abort(new Refusal('shutting-down', 'The bot is being restarted and takes nothing new. Try again in a minute.'));
      await over(underWay, AbortSignal.timeout(answeringDefaults.afterPatienceSeconds * 1000));
    },
  };
}

/** All that is under way, and what came to it meanwhile; not longer than `patience`. */
async function over(underWay: ReadonlySet<Promise<void>>, patience: AbortSignal): Promise<void> {
  const { promise: tooLate, resolve } = Promise.withResolvers<'late'>();
  const onAbort = () => resolve('late');
  patience.addEventListener('abort', onAbort, { once: true });
  if (patience.aborted) onAbort();
  while (underWay.size > 0) if ((await Promise.race([Promise.allSettled(underWay), tooLate])) === 'late') break;
  patience.removeEventListener('abort', onAbort);
}
