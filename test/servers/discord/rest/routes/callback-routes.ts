/** Callback routes: the first response to an interaction (interactions, "Create Interaction Response"). */
import { InteractionType, MessageFlags, InteractionResponseType as Response } from 'discord.js';
import type { InteractionRecord, ResponseRecord } from '../../interactions/record.ts';
import { respondingMessage } from '../../interactions/responding.ts';
import { sizeLimitBytes } from '../../interactions/scene.ts';
import { messageWire } from '../../world/message-wire.ts';
import { changeMessage } from '../../world/messages.ts';
import { apiError } from '../api-error.ts';
import { readChoices } from '../commands/choice-rules.ts';
import { readModal } from '../components/modal-rules.ts';
import { asChoice, asInteger, asObject, createForm } from '../form.ts';
import { readEdit, readNewMessage } from '../messages/message-body.ts';
import type { Answer, Call, Route } from '../route.ts';

export const callbackRoutes: readonly Route[] = [
  { method: 'POST', path: '/interactions/{interaction.id}/{interaction.token}/callback', auth: 'none', handle: respond },
];

type Answered = Omit<ResponseRecord, 'type' | 'atMs'>;

function respond(call: Call): Answer {
  const { state, params, query } = call;
  const interaction = state.interactions.find(params['interaction.id'], params['interaction.token']);
  if (!interaction || interaction.hasFailed || interaction.hasExpired) throw apiError('unknownInteraction');
  if (interaction.response) throw apiError('alreadyAcknowledged');
  const form = createForm();
  const json = asObject(call.json ?? {}, form) ?? {};
  const type = asChoice(json.type, form.at('type'), possible(interaction));
  form.check();
  const answered = answers[type!](call, interaction);
  interaction.response = { ...answered, type: type!, atMs: state.world.clock.now() };
  state.watch.changed();
  return query.get('with_response') === 'true' ? withResponse(call, interaction) : undefined;
}

/** Types of response that an interaction can have. */
function possible({ type, message }: InteractionRecord): readonly Response[] {
  if (type === InteractionType.ApplicationCommandAutocomplete) return [Response.ApplicationCommandAutocompleteResult];
  const ordinary = [Response.ChannelMessageWithSource, Response.DeferredChannelMessageWithSource];
  const updating = message ? [Response.DeferredMessageUpdate, Response.UpdateMessage] : [];
  const opening = type === InteractionType.ModalSubmit ? [] : [Response.Modal];
  return [...ordinary, ...updating, ...opening];
}

const settable =
  MessageFlags.SuppressEmbeds |
  MessageFlags.Ephemeral |
  MessageFlags.IsComponentsV2 |
  MessageFlags.IsVoiceMessage |
  MessageFlags.SuppressNotifications;

const answers: Readonly<Record<number, (call: Call, interaction: InteractionRecord) => Answered>> = {
  [Response.ChannelMessageWithSource](call, interaction) {
    const guild = call.state.world.guilds.get(interaction.guildId ?? '');
    const body = readNewMessage(call, { flags: settable, sizeLimitBytes: sizeLimitBytes(guild), at: 'data' });
    const message = respondingMessage(call.state, interaction, body);
    return { messageId: message.id, isLoading: false };
  },
  [Response.DeferredChannelMessageWithSource](call, interaction) {
    const form = createForm();
    const data = asObject((call.json as { data?: unknown }).data ?? {}, form.at('data'));
    const flags = data?.flags === undefined ? 0 : (asInteger(data.flags, form.at('data').at('flags')) ?? 0);
    if (flags & ~MessageFlags.Ephemeral) {
      form.at('data').at('flags').fail('MESSAGE_FLAGS_INVALID', 'Only EPHEMERAL can be set on a deferred response');
    }
    form.check();
    const message = respondingMessage(call.state, interaction, { flags: flags | MessageFlags.Loading });
    return { messageId: message.id, isLoading: true };
  },
  [Response.DeferredMessageUpdate]: (_call, interaction) => ({ messageId: interaction.message!.id, isLoading: true }),
  [Response.UpdateMessage](call, interaction) {
    const { world } = call.state;
    const message = world.message(interaction.channelId, interaction.message!.id);
    if (!message) throw apiError('unknownMessage');
    const edit = readEdit(call, message, {
      sizeLimitBytes: sizeLimitBytes(world.guilds.get(interaction.guildId ?? '')),
      at: 'data',
    });
    changeMessage(world, message, { ...edit, editedAtMs: world.clock.now() });
    return { messageId: message.id, isLoading: false };
  },
  [Response.ApplicationCommandAutocompleteResult](call) {
    const form = createForm();
    const data = asObject((call.json as { data?: unknown }).data, form.at('data'));
    const choices = readChoices(data?.choices, form.at('data').at('choices'));
    form.check();
    return { choices, isLoading: false };
  },
  [Response.Modal](call) {
    const form = createForm();
    const modal = readModal((call.json as { data?: unknown }).data, form.at('data'));
    form.check();
    return { modal, isLoading: false };
  },
};

function withResponse({ state: { world } }: Call, interaction: InteractionRecord): object {
  const { id, type, response, channelId, app } = interaction;
  const message = response?.messageId === undefined ? undefined : world.message(channelId, response.messageId);
  const isShown = response?.type === Response.ChannelMessageWithSource || response?.type === Response.UpdateMessage;
  const shown = isShown && message ? { message: messageWire(world, message, { botId: app.botId, seesContent: true }) } : {};
  return {
    interaction: {
      id,
      type,
      ...(message && {
        response_message_id: message.id,
        response_message_loading: Boolean(message.flags & MessageFlags.Loading),
        response_message_ephemeral: message.ephemeralTo !== undefined,
      }),
    },
    resource: { type: response?.type, ...shown },
  };
}
