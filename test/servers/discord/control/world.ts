/** World: apps, people and places as a test makes and uses them. */
import type { APIApplicationCommand, GuildFeature, Locale } from 'discord.js';
import type { CommandValues, Draft, ModalValue } from './draft.ts';
import type { Interaction } from './interaction.ts';
import type { SeenMessage, ShownModal } from './seen.ts';

export interface App {
  readonly id: string;
  readonly botId: string;
  /** Current bot token. */
  readonly token: string;
  /** Registered commands: global ones, or those of a guild. */
  commands(guild?: Guild): readonly APIApplicationCommand[];
  /** The old token answers 401 from now on, and its gateway connections are closed with 4004. */
  resetToken(): string;
  /** As a user app. */
  installFor(person: Person): void;
  uninstallFor(person: Person): void;
}

export interface PersonOptions {
  readonly name?: string;
  /** Language of the client. Default "en-US". */
  readonly locale?: `${Locale}`;
  /** Default true. */
  readonly acceptsDirectMessages?: boolean;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  locale: `${Locale}`;
  acceptsDirectMessages: boolean;
  /** With the bot. */
  readonly directMessages: Channel;
  /** What this person sees there, oldest first, ephemeral messages to them included. */
  sees(channel: Channel): SeenMessage[];
  send(channel: Channel, message: Draft): SeenMessage;
  deleteMessage(message: SeenMessage): void;
  /** Leaves the channel that they are in, and joins that one; null: just leaves. */
  setVoiceChannel(channel: VoiceChannel | null): void;

  /** Types a slash command: "say", or "settings voices" for a subcommand. */
  run(channel: Channel, command: string, options?: CommandValues): Interaction;
  /** Asks for suggestions while typing into the option `focused`. */
  suggest(channel: Channel, command: string, typing: { readonly focused: string; readonly options: CommandValues }): Interaction;
  /** Uses a command of the context menu of a message. */
  useMenu(message: SeenMessage, command: string): Interaction;
  /** By custom id, or by label. */
  press(message: SeenMessage, button: string): Interaction;
  choose(message: SeenMessage, select: string, values: readonly string[]): Interaction;
  /** By custom id of each input. Texts: string; checkboxes: boolean; groups and selects: string[]; uploads: Upload[]. */
  submit(modal: ShownModal, values?: Readonly<Record<string, ModalValue>>): Interaction;
}

export interface GuildOptions {
  readonly name?: string;
  /** Default: a person made for it. */
  readonly owner?: Person;
  /** Default "en-US". */
  readonly locale?: `${Locale}`;
  /** Permissions of @everyone. Default: what a new guild grants, SEND_VOICE_MESSAGES and USE_EXTERNAL_APPS included. */
  readonly everyone?: bigint;
  readonly features?: readonly GuildFeature[];
  /** 0 to 3; decides the upload limit of members. */
  readonly premiumTier?: number;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly owner: Person;
  readonly everyone: Role;
  createTextChannel(options?: ChannelOptions): GuildChannel;
  createVoiceChannel(options?: VoiceChannelOptions): VoiceChannel;
  createStageChannel(options?: VoiceChannelOptions): VoiceChannel;
  createRole(options?: { readonly name?: string; readonly permissions?: bigint }): Role;
  addMember(person: Person, options?: { readonly roles?: readonly Role[]; readonly nickname?: string }): void;
  removeMember(person: Person): void;
  giveRole(who: Person | App, role: Role): void;
  takeRole(who: Person | App, role: Role): void;
  /** Installs the app: its bot joins with a role of its own. Default permissions: none beyond @everyone. */
  addBot(options?: { readonly app?: App; readonly permissions?: bigint }): Role;
  kickBot(app?: App): void;
  /** Outage: GUILD_DELETE with unavailable, and GUILD_CREATE when it is over. */
  setAvailable(isAvailable: boolean): void;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  setPermissions(permissions: bigint): void;
  delete(): void;
}

export interface ChannelOptions {
  readonly name?: string;
  readonly overwrites?: readonly Overwrite[];
}

export interface VoiceChannelOptions extends ChannelOptions {
  /** 0: no limit. */
  readonly userLimit?: number;
  readonly bitrate?: number;
}

export interface Overwrite {
  readonly target: Role | Person | App;
  readonly allow?: bigint;
  readonly deny?: bigint;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  /** Absent: a direct message channel. */
  readonly guild?: Guild;
  setOverwrite(overwrite: Overwrite): void;
  delete(): void;
  /** Everything public in it, oldest first. */
  messages(): SeenMessage[];
}

export interface GuildChannel extends Channel {
  readonly guild: Guild;
}

export interface VoiceChannel extends GuildChannel {
  occupants(): Occupant[];
  /** What a moderator does to somebody in it. */
  disconnect(who: Person | App): void;
  move(who: Person | App, to: VoiceChannel): void;
  setMuted(who: Person | App, isMuted: boolean): void;
  setDeafened(who: Person | App, isDeafened: boolean): void;
  /** Stages only: makes a speaker, or a listener. */
  setSuppressed(who: Person | App, isSuppressed: boolean): void;
  /** The voice server is exchanged: everybody gets a new address. */
  exchangeServer(): Promise<void>;
  setUserLimit(limit: number): void;
}

export interface Occupant {
  readonly userId: string;
  readonly sessionId: string;
  readonly isSelfMuted: boolean;
  readonly isSelfDeafened: boolean;
  readonly isMuted: boolean;
  readonly isDeafened: boolean;
  readonly isSuppressed: boolean;
  readonly hasAskedToSpeak: boolean;
}
