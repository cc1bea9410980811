import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PermissionFlagsBits } from 'discord.js';
import type { Refusal } from '../../../../src/errors.ts';
import { usualPermissions } from './caches.ts';
import { createWorld, denId, hallId, type World, type WorldOptions } from './world.ts';

/** What is refused before the bot goes anywhere: each case with its own code and a sentence that names the channel. */
interface Case {
  readonly name: string;
  readonly code: string;
  readonly options?: WorldOptions;
  readonly arrange?: (world: World) => void;
  readonly says: RegExp;
}

const without = (...flags: readonly bigint[]) => flags.reduce((left, flag) => left & ~flag, usualPermissions);
const { ViewChannel, Connect, Speak, MoveMembers, Administrator } = PermissionFlagsBits;

const refused: readonly Case[] = [
  { name: 'a person in no channel', code: 'live-no-channel', arrange: ({ exit }) => exit('400'), says: /no voice channel/ },
  {
    name: 'a channel it cannot see',
    code: 'live-view',
    options: { permissions: without(ViewChannel) },
    says: /"Hall".*"View Channel"/,
  },
  {
    name: 'a channel it may not join',
    code: 'live-connect',
    options: { permissions: without(Connect) },
    says: /"Hall".*"Connect"/,
  },
  {
    name: 'a channel it may not speak in',
    code: 'live-speak',
    options: { permissions: without(Speak) },
    says: /"Hall".*"Speak"/,
  },
  {
    name: 'a channel that only a role may see, not the bot',
    code: 'live-view',
    options: { hall: { permission_overwrites: [{ id: '100', type: 0, allow: '0', deny: String(ViewChannel) }] } },
    says: /"Hall"/,
  },
  { name: 'a full channel', code: 'live-full', options: { hall: { user_limit: 1 } }, says: /"Hall".*takes 1.*"Move Members"/ },
  { name: 'the channel for inactive people', code: 'live-inactive', options: { afkChannelId: hallId }, says: /"Hall"/ },
  { name: 'a bot with a timeout', code: 'live-timeout', options: { timeoutUntil: '2999-01-01T00:00:00Z' }, says: /timeout/ },
  { name: 'a channel that is not known', code: 'live-view', arrange: ({ enter }) => enter('400', '777'), says: /<#777>/ },
  {
    name: 'a bot that moderators have muted',
    code: 'live-muted',
    arrange: ({ gateway }) => gateway.voiceState('300', null, { mute: true }),
    says: /muted.*"Hall"/,
  },
];

describe('refuses at once, and goes nowhere', () => {
  for (const { name, code, options, arrange, says } of refused) {
    test(name, async context => {
      const world = await createWorld(context, options);
      world.enter('400');
      arrange?.(world);
      await assert.rejects(world.playback.join('discord:400'), (error: Refusal) => {
        assert.equal(error.code, code);
        assert.match(error.message, says);
        return true;
      });
      assert.deepEqual(world.gateway.channelsAskedFor(), []);
    });
  }

  test('a server that the bot is not in', async context => {
    const { live } = await createWorld(context);
    await assert.rejects(live.playbackIn('555', '1').join('discord:400'), { code: 'live-unavailable' });
  });
});

describe('goes', () => {
  for (const [name, options] of [
    ['into a full channel where it may move people', { hall: { user_limit: 1 }, permissions: usualPermissions | MoveMembers }],
    ['into a full channel as an admin, whatever its overwrites say', { hall: { user_limit: 1 }, permissions: Administrator }],
    ['into a channel with room', { hall: { user_limit: 2 } }],
    ['where a timeout is over', { timeoutUntil: '2001-01-01T00:00:00Z' }],
  ] satisfies [string, WorldOptions][]) {
    test(name, async context => {
      const world = await createWorld(context, options);
      world.enter('400');
      assert.deepEqual(await world.playback.join('discord:400'), { channel: 'Hall' });
    });
  }

  test('on speaking in a channel that has filled up with it', async context => {
    const world = await createWorld(context, { hall: { user_limit: 2 } });
    world.enter('400');
    await world.playback.join('discord:400');
    await world.playback.join('discord:400');
    world.enter('401', denId);
    assert.deepEqual(await world.playback.join('discord:401'), { channel: 'Den' });
  });
});
