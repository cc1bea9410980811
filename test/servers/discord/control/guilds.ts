/** Guilds: makes one, and changes who and what is in it, with the events that Discord sends about it. */
import { ChannelType, type GuildFeature } from 'discord.js';
import type { DiscordState } from '../state.ts';
import { ordinaryPermissions } from '../world/permissions.ts';
import type { GuildRecord, RoleRecord } from '../world/records.ts';
import { guildCreateWire, memberWire, roleWire } from '../world/wire.ts';
import { mustExist } from './cannot-do.ts';
import { addChannel } from './channels.ts';
import type { App, Guild, GuildOptions, Person, Role } from './world.ts';

export interface GuildMakerOptions extends GuildOptions {
  readonly owner: Person;
  readonly app: App;
}

export function createGuild(state: DiscordState, options: GuildMakerOptions): Guild {
  const { world } = state;
  const id = world.makeId();
  const record: GuildRecord = {
    id,
    name: options.name ?? `guild ${world.guilds.size + 1}`,
    ownerId: options.owner.id,
    locale: options.locale ?? 'en-US',
    premiumTier: options.premiumTier ?? 0,
    features: (options.features ?? []) as GuildFeature[],
    roles: new Map(),
    channels: new Map(),
    members: new Map(),
    voiceStates: new Map(),
    isAvailable: true,
  };
  world.guilds.set(id, record);

  const announce = (name: string, data: object) => world.announce({ name, guildId: id, data: () => ({ guild_id: id, ...data }) });

  function addRole(role: Omit<RoleRecord, 'guildId' | 'position'>): RoleRecord {
    const made = { ...role, guildId: id, position: record.roles.size };
    record.roles.set(role.id, made);
    announce('GUILD_ROLE_CREATE', { role: roleWire(made) });
    return made;
  }

  function handleOf(role: RoleRecord): Role {
    return {
      id: role.id,
      name: role.name,
      setPermissions(permissions) {
        role.permissions = permissions;
        announce('GUILD_ROLE_UPDATE', { role: roleWire(role) });
      },
      delete() {
        record.roles.delete(role.id);
        for (const member of record.members.values()) member.roleIds.delete(role.id);
        announce('GUILD_ROLE_DELETE', { role_id: role.id });
      },
    };
  }

  function addMember(
    userId: string,
    { roleIds = [], nickname = null }: { roleIds?: readonly string[]; nickname?: string | null } = {},
  ): void {
    const member = {
      userId,
      nickname,
      roleIds: new Set(roleIds),
      joinedAtMs: world.clock.now(),
      isMuted: false,
      isDeafened: false,
    };
    record.members.set(userId, member);
    announce('GUILD_MEMBER_ADD', memberWire(world, member));
  }

  function removeMember(userId: string): void {
    mustExist(record.members.get(userId), `${userId} is not in ${record.name}`);
    state.removeMember(record, userId);
  }

  function changeRoles(userId: string, change: (roleIds: Set<string>) => void): void {
    const member = mustExist(record.members.get(userId), `${userId} is not in ${record.name}`);
    change(member.roleIds);
    const isOwn = world.users.get(userId)!.isBot;
    world.announce({
      name: 'GUILD_MEMBER_UPDATE',
      guildId: id,
      isOwn,
      data: () => ({ guild_id: id, ...memberWire(world, member) }),
    });
  }

  const bots = () => [...world.apps.values()].map(({ botId }) => botId).filter(botId => record.members.has(botId));
  const everyone = handleOf(addRole({ id, name: '@everyone', permissions: options.everyone ?? ordinaryPermissions }));
  addMember(options.owner.id);

  const guild: Guild = {
    id,
    name: record.name,
    owner: options.owner,
    everyone,
    createTextChannel: channel => addChannel(state, { ...channel, record, guild, type: ChannelType.GuildText }),
    createVoiceChannel: channel => addChannel(state, { ...channel, record, guild, type: ChannelType.GuildVoice }),
    createStageChannel: channel => addChannel(state, { ...channel, record, guild, type: ChannelType.GuildStageVoice }),
    createRole: ({ name, permissions } = {}) =>
      handleOf(addRole({ id: world.makeId(), name: name ?? 'role', permissions: permissions ?? 0n })),
    addMember: (person, { roles, nickname } = {}) => addMember(person.id, { roleIds: roles?.map(role => role.id), nickname }),
    removeMember: person => removeMember(person.id),
    giveRole: (who, role) => changeRoles(who.id, roleIds => roleIds.add(role.id)),
    takeRole: (who, role) => changeRoles(who.id, roleIds => roleIds.delete(role.id)),
    addBot({ app = options.app, permissions = 0n } = {}) {
      const name = world.users.get(app.botId)!.username;
      const role = addRole({ id: world.makeId(), name, permissions, botId: app.botId });
      addMember(app.botId, { roleIds: [role.id] });
      world.announce({
        name: 'GUILD_CREATE',
        guildId: id,
        botId: app.botId,
        data: () => guildCreateWire(world, record, app.botId),
      });
      return handleOf(role);
    },
    kickBot: (app = options.app) => removeMember(app.botId),
    setAvailable(isAvailable) {
      record.isAvailable = isAvailable;
      for (const botId of bots()) {
        const [name, data] = isAvailable
          ? ['GUILD_CREATE', guildCreateWire(world, record, botId)]
          : ['GUILD_DELETE', { id, unavailable: true }];
        world.announce({ name: name as string, guildId: id, botId, data: () => data as object });
      }
    },
  };
  return guild;
}
