/** People: what a person does with their Discord client, and what they see in it. */
import { randomBytes } from 'node:crypto';
import { PermissionFlagsBits as Flags, MessageFlags, MessageReferenceType, MessageType } from 'discord.js';
import { type Scene, sceneOf, sizeLimitBytes } from '../interactions/scene.ts';
import { useMessageCommand, useSlashCommand } from '../interactions/use-command.ts';
import { chooseOptions, pressButton } from '../interactions/use-component.ts';
import { submitModal } from '../interactions/use-modal.ts';
import type { DiscordState } from '../state.ts';
import { mentionedIn } from '../world/mentions.ts';
import { addMessage, removeMessage } from '../world/messages.ts';
import { channelPermissions } from '../world/permissions.ts';
import type { AttachmentRecord, ChannelRecord, MessageRecord } from '../world/records.ts';
import { CannotDo, mustExist } from './cannot-do.ts';
import { directChannelOf } from './channels.ts';
import type { Draft, Upload, VoiceDraft } from './draft.ts';
import { interactionOf } from './interaction.ts';
import type { SeenMessage } from './seen.ts';
import { snapshot } from './snapshot.ts';
import { addUser } from './users.ts';
import type { App, Person, PersonOptions } from './world.ts';

export function createPerson(state: DiscordState, options: PersonOptions & { readonly app: App }): Person {
  const { world, interactions, voice } = state;
  const user = addUser(world, options);
  const app = mustExist(world.apps.get(options.app.id), 'no such app');

  const channelRecord = (id: string): ChannelRecord => mustExist(world.channels.get(id), `there is no channel ${id}`);

  function mayIn(channel: ChannelRecord, permission: bigint, what: string): void {
    if ((channelPermissions(world, channel, user.id) & permission) !== permission)
      throw new CannotDo(`${user.username} may not ${what} there`);
  }

  /** The record of a message that this person sees. */
  function seenRecord({ channelId, id }: SeenMessage): MessageRecord {
    mayIn(channelRecord(channelId), Flags.ViewChannel, 'look');
    const message = mustExist(world.message(channelId, id), 'the message is gone');
    if (message.ephemeralTo !== undefined && message.ephemeralTo !== user.id)
      throw new CannotDo(`${user.username} does not see that message`);
    return message;
  }

  /** Around a message: with the app that sent it, or else the app under test. */
  function sceneAround(message: MessageRecord): Scene {
    const author = world.apps.get(message.applicationId ?? '') ?? world.appOf(message.authorId) ?? app;
    return sceneOf(world, { app: author, userId: user.id, channelId: message.channelId });
  }

  const sceneIn = (channelId: string) => sceneOf(world, { app, userId: user.id, channelId });

  const person: Person = {
    id: user.id,
    name: user.username,
    get locale() {
      return user.locale as Person['locale'];
    },
    set locale(locale) {
      user.locale = locale;
    },
    get acceptsDirectMessages() {
      return user.acceptsDirectMessages;
    },
    set acceptsDirectMessages(isAccepting) {
      user.acceptsDirectMessages = isAccepting;
    },
    get directMessages() {
      return directChannelOf(state, world.directChannel(user.id, app.botId));
    },
    sees(channel) {
      const record = channelRecord(channel.id);
      if (!(channelPermissions(world, record, user.id) & Flags.ViewChannel)) return [];
      const shown = [...record.messages.values()].filter(
        ({ ephemeralTo }) => ephemeralTo === undefined || ephemeralTo === user.id,
      );
      return shown.map(message => snapshot(world, message));
    },
    send(channel, draft) {
      const record = channelRecord(channel.id);
      mayIn(record, Flags.ViewChannel | Flags.SendMessages, 'write');
      if (draft.files?.length) mayIn(record, Flags.AttachFiles, 'attach files');
      if (draft.voice) mayIn(record, Flags.SendVoiceMessages, 'send voice messages');
      const limitBytes = sizeLimitBytes(world.guilds.get(record.guildId ?? ''));
      const attachments = attachmentsOf(draft, world.makeId);
      const large = attachments.find(({ bytes }) => bytes.length > limitBytes);
      if (large) throw new CannotDo(`${large.filename} is larger than ${limitBytes} bytes`);
      const mentionedIds = mentionedIn(world, draft.content ?? '');
      const message = addMessage(world, {
        channelId: record.id,
        authorId: user.id,
        type: draft.replyTo ? MessageType.Reply : MessageType.Default,
        content: draft.content ?? '',
        flags: draft.voice ? MessageFlags.IsVoiceMessage : draft.forward ? MessageFlags.HasSnapshot : 0,
        attachments,
        mentionedIds,
        pingedIds: mentionedIds,
        reference: referenceOf(draft, { of: seenRecord, guildId: record.guildId }),
      });
      return snapshot(world, message);
    },
    deleteMessage(message) {
      const record = seenRecord(message);
      if (record.authorId !== user.id) mayIn(channelRecord(message.channelId), Flags.ManageMessages, 'delete messages of others');
      removeMessage(world, record);
    },
    setVoiceChannel(channel) {
      if (channel === null) {
        for (const guild of world.guilds.values()) voice.leave(guild, user.id, 'left');
        return;
      }
      const record = channelRecord(channel.id);
      const guild = mustExist(world.guilds.get(record.guildId ?? ''), 'no such guild');
      const sessionId = guild.voiceStates.get(user.id)?.sessionId ?? randomBytes(16).toString('hex');
      const request = { guild, channel: record, userId: user.id, sessionId, isSelfMuted: false, isSelfDeafened: false };
      if (!voice.join(request)) throw new CannotDo(`${user.username} cannot join ${channel.name}`);
    },
    run: (channel, words, values = {}) =>
      interactionOf(state, useSlashCommand(interactions, sceneIn(channel.id), { words, values })),
    suggest(channel, words, { focused, options: values }) {
      return interactionOf(state, useSlashCommand(interactions, sceneIn(channel.id), { words, values, focused }));
    },
    useMenu(seen, name) {
      return interactionOf(state, useMessageCommand(interactions, sceneIn(seen.channelId), { message: seenRecord(seen), name }));
    },
    press(seen, which) {
      const message = seenRecord(seen);
      return interactionOf(state, pressButton(interactions, sceneAround(message), { message, which }));
    },
    choose(seen, which, values) {
      const message = seenRecord(seen);
      return interactionOf(state, chooseOptions(interactions, sceneAround(message), { message, which, values }));
    },
    submit(modal, values = {}) {
      const opener = mustExist(interactions.get(modal.interactionId), 'the modal is gone');
      if (opener.userId !== user.id) throw new CannotDo('the modal was shown to somebody else');
      const scene = sceneOf(world, { app: opener.app, userId: user.id, channelId: opener.channelId });
      return interactionOf(state, submitModal(interactions, scene, { opener, values }));
    },
  };
  return person;
}

function attachmentsOf({ files = [], voice }: Draft, makeId: () => string): AttachmentRecord[] {
  const record = ({ filename, contentType, bytes }: Upload) => ({
    id: makeId(),
    filename,
    contentType,
    bytes: Buffer.from(bytes),
  });
  return [...files.map(record), ...(voice ? [{ ...record(asUpload(voice)), ...soundOf(voice) }] : [])];
}

function asUpload({ bytes, filename = 'voice-message.ogg', contentType = 'audio/ogg' }: VoiceDraft): Upload {
  return { bytes, filename, contentType };
}

function soundOf({ durationSeconds, waveform = Buffer.alloc(64).toString('base64') }: VoiceDraft) {
  return { durationSeconds, waveform };
}

function referenceOf(
  { replyTo, forward }: Draft,
  { of, guildId }: { of: (message: SeenMessage) => MessageRecord; guildId?: string },
) {
  const target = replyTo ?? forward;
  if (!target) return undefined;
  const record = of(target);
  const where = { messageId: target.id, channelId: target.channelId, guildId };
  return forward
    ? { ...where, type: MessageReferenceType.Forward, snapshot: { ...record } }
    : { ...where, type: MessageReferenceType.Default };
}
