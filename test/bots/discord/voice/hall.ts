/** Hall: a world in which Ada is in the hall, as somebody who can decrypt what is said, and the bot has come. */
import type { TestContext } from 'node:test';
import { botId, createWorld, hallId, type WorldOptions } from './world.ts';

export const ada = 'discord:400';

export async function createHall(context: TestContext, options?: WorldOptions) {
  const world = await createWorld(context, options);
  world.enter('400');
  const ghost = world.server.ghost(hallId, '400');
  await world.playback.join(ada);
  await world.server.channel(hallId).settled();
  const bot = world.server.client(botId);
  return { ...world, ghost, bot, heard: () => ghost.heard.map(({ opus }) => opus) };
}
