/** Application routes: what an app asks about itself, and where its gateway is. */
import { userWire } from '../../world/wire.ts';
import type { BotCall, Route } from '../route.ts';

export const applicationRoutes: readonly Route[] = [
  { method: 'GET', path: '/gateway', auth: 'none', handle: ({ state }) => ({ url: state.gatewayUrl() }) },
  { method: 'GET', path: '/gateway/bot', auth: 'bot', handle: gatewayBot },
  { method: 'GET', path: '/applications/@me', auth: 'bot', handle: application },
  { method: 'GET', path: '/oauth2/applications/@me', auth: 'bot', handle: application },
];

function gatewayBot({ state }: BotCall): object {
  return {
    url: state.gatewayUrl(),
    shards: state.shards,
    session_start_limit: {
      total: 1000,
      remaining: 1000 - state.sessions.identified,
      reset_after: 86_400_000,
      max_concurrency: state.maxConcurrency,
    },
  };
}

function application({ state: { world }, app }: BotCall): object {
  return {
    id: app.id,
    name: app.name,
    icon: null,
    description: '',
    bot: userWire(world.users.get(app.botId)!),
    owner: userWire(world.users.get(app.ownerId)!),
    team: null,
    summary: '',
    verify_key: '',
    flags: 0,
    bot_public: true,
    bot_require_code_grant: false,
    approximate_guild_count: [...world.guilds.values()].filter(({ members }) => members.has(app.botId)).length,
    approximate_user_install_count: app.userInstalls.size,
    integration_types_config: { 0: {}, 1: {} },
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
  };
}
