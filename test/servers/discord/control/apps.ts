/** Apps: a bot account with its token, as the developer portal makes it. */
import { randomBytes } from 'node:crypto';
import type { DiscordState } from '../state.ts';
import type { AppRecord, UserRecord } from '../world/records.ts';
import { addUser } from './users.ts';
import type { App } from './world.ts';

export interface AppsOptions {
  /** Closes the gateway connections of an app whose token was reset. */
  readonly refuse: (app: AppRecord) => void;
}

export function createApp(state: DiscordState, options: AppsOptions & { readonly name: string }): App {
  const { world } = state;
  const owner = addUser(world, { name: `${options.name} owner` });
  const bot: UserRecord = addUser(world, { name: options.name, isBot: true });
  // An app made today has its bot's id.
  const app: AppRecord = {
    id: bot.id,
    botId: bot.id,
    name: options.name,
    ownerId: owner.id,
    token: makeToken(bot.id),
    commands: new Map(),
    userInstalls: new Set(),
    commandCreates: [],
  };
  world.apps.set(app.id, app);
  return {
    id: app.id,
    botId: app.botId,
    get token() {
      return app.token;
    },
    commands: guild => [...app.commands.values()].filter(({ guild_id }) => guild_id === guild?.id),
    resetToken() {
      app.token = makeToken(app.botId);
      options.refuse(app);
      return app.token;
    },
    installFor: person => void app.userInstalls.add(person.id),
    uninstallFor: person => void app.userInstalls.delete(person.id),
  };
}

/** In the form of Discord's, which clients take apart: id, time, signature. */
function makeToken(botId: string): string {
  const id = Buffer.from(botId).toString('base64url');
  return `${id}.${randomBytes(4).toString('base64url').slice(0, 6)}.${randomBytes(28).toString('base64url')}`;
}
