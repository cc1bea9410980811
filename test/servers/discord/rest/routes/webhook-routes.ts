/** Webhook routes: everything an app says to an interaction after its first response (interactions, "Followup Messages"). */
import { ApplicationIntegrationType, InteractionType, MessageFlags } from 'discord.js';
import type { InteractionRecord } from '../../interactions/record.ts';
import { respondingMessage } from '../../interactions/responding.ts';
import { sizeLimitBytes } from '../../interactions/scene.ts';
import { messageWire } from '../../world/message-wire.ts';
import { changeMessage, removeMessage } from '../../world/messages.ts';
import type { MessageRecord } from '../../world/records.ts';
import { apiError } from '../api-error.ts';
import { readEdit, readNewMessage } from '../messages/message-body.ts';
import type { Call, Route } from '../route.ts';

const webhook = '/webhooks/{application.id}/{interaction.token}';
const single = `${webhook}/messages/{message.id}`;

export const webhookRoutes: readonly Route[] = [
  { method: 'POST', path: webhook, auth: 'none', handle: followUp },
  { method: 'GET', path: single, auth: 'none', handle: getResponse },
  { method: 'PATCH', path: single, auth: 'none', handle: editResponse },
  { method: 'DELETE', path: single, auth: 'none', handle: deleteResponse },
];

const settable =
  MessageFlags.SuppressEmbeds | MessageFlags.Ephemeral | MessageFlags.IsComponentsV2 | MessageFlags.SuppressNotifications;
const mostUserAppFollowUps = 5;

/** An interaction that was answered, by the token in the path. */
function interactionOf({ state, params }: Call): InteractionRecord {
  const applicationId = params['application.id'];
  if (!state.world.apps.has(applicationId)) throw apiError('unknownWebhook');
  const interaction = state.interactions.byToken(applicationId, params['interaction.token']);
  if (!interaction) throw apiError('invalidWebhookToken');
  const isOpen = interaction.response && interaction.type !== InteractionType.ApplicationCommandAutocomplete;
  if (!isOpen) throw apiError('unknownWebhook');
  return interaction;
}

function followUp(call: Call): object {
  const interaction = interactionOf(call);
  const { state } = call;
  const rules = { flags: settable, sizeLimitBytes: limitOf(call, interaction) };
  const original = originalOf(call, interaction);
  if (original && original.flags & MessageFlags.Loading) {
    // Kept for old apps: the first one after a deferred response is taken for the response, as ephemeral as that was.
    readNewMessage(call, rules);
    return edited(call, interaction, original);
  }
  const isOnlyUserApp = !(ApplicationIntegrationType.GuildInstall in interaction.metadata.owners);
  if (isOnlyUserApp && interaction.followUpIds.length >= mostUserAppFollowUps) throw apiError('tooManyFollowUps');
  const message = respondingMessage(state, interaction, readNewMessage(call, rules));
  interaction.followUpIds.push(message.id);
  state.watch.changed();
  return wire(call, interaction, message);
}

function getResponse(call: Call): object {
  const interaction = interactionOf(call);
  return wire(call, interaction, messageOf(call, interaction));
}

function editResponse(call: Call): object {
  const interaction = interactionOf(call);
  return edited(call, interaction, messageOf(call, interaction));
}

function deleteResponse(call: Call): undefined {
  removeMessage(call.state.world, messageOf(call, interactionOf(call)));
  call.state.watch.changed();
}

function edited(call: Call, interaction: InteractionRecord, message: MessageRecord): object {
  const { world, watch } = call.state;
  const isFirst = Boolean(message.flags & MessageFlags.Loading);
  const edit = readEdit(call, message, { sizeLimitBytes: limitOf(call, interaction) });
  changeMessage(world, message, { ...edit, editedAtMs: isFirst ? null : world.clock.now() });
  if (message.id === interaction.response?.messageId) interaction.response.isLoading = false;
  watch.changed();
  return wire(call, interaction, message);
}

/** Only messages that this very interaction brought about. */
function messageOf(call: Call, interaction: InteractionRecord): MessageRecord {
  const id = call.params['message.id'];
  const found =
    id === '@original' || id === interaction.response?.messageId
      ? originalOf(call, interaction)
      : call.state.world.message(interaction.channelId, interaction.followUpIds.find(one => one === id) ?? '');
  if (!found) throw apiError('unknownMessage');
  return found;
}

function originalOf({ state: { world } }: Call, { channelId, response }: InteractionRecord): MessageRecord | undefined {
  return world.message(channelId, response?.messageId ?? '');
}

function limitOf({ state: { world } }: Call, { guildId }: InteractionRecord): number {
  return sizeLimitBytes(world.guilds.get(guildId ?? ''));
}

function wire({ state: { world } }: Call, { app }: InteractionRecord, message: MessageRecord): object {
  return messageWire(world, message, { botId: app.botId, seesContent: true });
}
