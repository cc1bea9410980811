/** Resolved: collects what ids in an interaction stand for, as `resolved` of its data. */

import { CannotDo } from '../control/cannot-do.ts';
import type { Upload } from '../control/draft.ts';
import { attachmentWire, messageWire, seesEverything } from '../world/message-wire.ts';
import { channelPermissions, guildPermissions } from '../world/permissions.ts';
import type { AttachmentRecord, MessageRecord } from '../world/records.ts';
import { channelWire, partialMemberWire, roleWire, userWire } from '../world/wire.ts';
import { type Scene, sizeLimitBytes } from './scene.ts';

export interface Resolved {
  user(id: string): string;
  role(id: string): string;
  /** A user or a role. */
  mentionable(id: string): string;
  channel(id: string): string;
  message(message: MessageRecord): string;
  attachment(upload: Upload): string;
  /** undefined: nothing was resolved. */
  wire(): object | undefined;
}

export function createResolved({ world, app, guild, channel, userId }: Scene): Resolved {
  const maps: Record<string, Record<string, object>> = {};
  const put = (kind: string, id: string, value: object): string => {
    maps[kind] = { ...maps[kind], [id]: value };
    return id;
  };
  const resolved: Resolved = {
    mentionable: id => (guild?.roles.has(id) ? resolved.role(id) : resolved.user(id)),
    user(id) {
      const user = world.users.get(id);
      if (!user) throw new CannotDo(`there is no user ${id}`);
      const member = guild?.members.get(id);
      if (member) put('members', id, { ...partialMemberWire(member), permissions: guildPermissions(guild!, id).toString() });
      return put('users', id, userWire(user));
    },
    role(id) {
      const role = guild?.roles.get(id);
      if (!role) throw new CannotDo(`there is no role ${id} here`);
      return put('roles', id, roleWire(role));
    },
    channel(id) {
      const found = guild?.channels.get(id);
      if (!found) throw new CannotDo(`there is no channel ${id} here`);
      const permissions = channelPermissions(world, found, userId).toString();
      const app_permissions = channelPermissions(world, found, app.botId).toString();
      return put('channels', id, { ...channelWire(world, found, userId), permissions, app_permissions });
    },
    // Whoever uses a command on a message shows it to the app, content included.
    message: message => put('messages', message.id, messageWire(world, message, seesEverything)),
    attachment(upload) {
      const limitBytes = sizeLimitBytes(guild);
      if (upload.bytes.length > limitBytes) throw new CannotDo(`${upload.filename} is larger than ${limitBytes} bytes`);
      const attachment: AttachmentRecord = {
        id: world.makeId(),
        filename: upload.filename,
        contentType: upload.contentType,
        bytes: Buffer.from(upload.bytes),
      };
      world.files.set(attachment.id, attachment);
      return put('attachments', attachment.id, attachmentWire(world, attachment, { channelId: channel.id, ephemeralTo: userId }));
    },
    wire: () => (Object.keys(maps).length === 0 ? undefined : maps),
  };
  return resolved;
}
