import { PermissionFlagsBits as Flags } from 'discord.js';

/** Invite: the addresses at which people let the bot into a server, or install it for themselves. */

/** What it does in a server, and the permission for each. */
export const wantedPermissions = {
  'see the channels where it is asked': Flags.ViewChannel,
  'post labels and answers for everyone': Flags.SendMessages | Flags.SendMessagesInThreads,
  'post voice messages': Flags.SendVoiceMessages,
  'post files where voice messages cannot be': Flags.AttachFiles,
  'let a voice message answer its label, and find it again to delete it': Flags.ReadMessageHistory,
  'speak in voice channels': Flags.Connect | Flags.Speak,
  'ask to speak on stages': Flags.RequestToSpeak,
} as const;

export const permissionBits: bigint = Object.values(wantedPermissions).reduce((all, flags) => all | flags, 0n);

export function serverInvite(applicationId: string): string {
  const query = { client_id: applicationId, integration_type: '0', scope: 'bot applications.commands' };
  return addressWith({ ...query, permissions: String(permissionBits) });
}

export function personalInstall(applicationId: string): string {
  return addressWith({ client_id: applicationId, integration_type: '1', scope: 'applications.commands' });
}

function addressWith(query: Readonly<Record<string, string>>): string {
  return `https://discord.com/oauth2/authorize?${new URLSearchParams(query)}`;
}
