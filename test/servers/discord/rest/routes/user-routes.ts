/** User routes: the bot's own account, and direct messages. */

import { guildPermissions } from '../../world/permissions.ts';
import { channelWire, guildWire, userWire } from '../../world/wire.ts';
import { checkId, guildOf } from '../access.ts';
import { apiError } from '../api-error.ts';
import { asObject, createForm } from '../form.ts';
import type { BotCall, Route } from '../route.ts';

export const userRoutes: readonly Route[] = [
  { method: 'GET', path: '/users/@me', auth: 'bot', handle: ({ state, app }) => userWire(state.world.users.get(app.botId)!) },
  { method: 'GET', path: '/users/{user.id}', auth: 'bot', handle: getUser },
  { method: 'GET', path: '/users/@me/guilds', auth: 'bot', handle: listGuilds },
  { method: 'DELETE', path: '/users/@me/guilds/{guild.id}', auth: 'bot', handle: leaveGuild },
  { method: 'POST', path: '/users/@me/channels', auth: 'bot', handle: openDirectMessages },
];

function getUser({ state, params }: BotCall): object {
  const user = state.world.users.get(checkId(params['user.id'], 'user_id'));
  if (!user) throw apiError('unknownUser');
  return userWire(user);
}

function listGuilds({ state: { world }, app }: BotCall): object {
  const own = [...world.guilds.values()].filter(({ members }) => members.has(app.botId));
  return own.map(guild => {
    const { id, name, icon, banner, features } = guildWire(guild);
    return { id, name, icon, banner, features, owner: false, permissions: guildPermissions(guild, app.botId).toString() };
  });
}

function leaveGuild(call: BotCall): undefined {
  call.state.removeMember(guildOf(call), call.app.botId);
}

/** Opens them with anybody; whether they take messages shows when one is sent. */
function openDirectMessages({ state: { world }, app, json }: BotCall): object {
  const form = createForm();
  const recipientId = asObject(json ?? {}, form)?.recipient_id;
  form.check();
  const user = world.users.get(checkId(String(recipientId ?? ''), 'recipient_id'));
  if (!user || user.id === app.botId) throw apiError('invalidRecipient');
  if (user.isBot) throw apiError('cannotSendToUser');
  return channelWire(world, world.directChannel(app.botId, user.id), app.botId);
}
