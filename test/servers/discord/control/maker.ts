/** Maker: the part of the control with which a test makes apps, people and guilds. */
import type { DiscordState } from '../state.ts';
import { type AppsOptions, createApp } from './apps.ts';
import { createGuild } from './guilds.ts';
import { createPerson } from './people.ts';
import type { DiscordServer } from './server.ts';

export type Maker = Pick<DiscordServer, 'app' | 'createApp' | 'createPerson' | 'createGuild'>;

export function createMaker(state: DiscordState, options: AppsOptions): Maker {
  const app = createApp(state, { ...options, name: 'loopback' });
  return {
    app,
    createApp: name => createApp(state, { ...options, name }),
    createPerson: person => createPerson(state, { app, ...person }),
    createGuild: guild => createGuild(state, { app, owner: createPerson(state, { app, name: 'owner' }), ...guild }),
  };
}
