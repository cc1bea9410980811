/** ApiError: an answer of 4xx as Discord words it: status, code, message, and for form errors where each lies. */

export interface ApiErrorOptions {
  readonly status: number;
  /** JSON error code; 0: general. */
  readonly code: number;
  readonly message: string;
  readonly errors?: unknown;
}

export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: unknown;

  constructor({ status, code, message, errors }: ApiErrorOptions) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** Codes of topics/opcodes-and-status-codes that the server answers with. */
const known = {
  unauthorized: [401, 0, '401: Unauthorized'],
  notFound: [404, 0, '404: Not Found'],
  methodNotAllowed: [405, 0, '405: Method Not Allowed'],
  unknownApplication: [404, 10002, 'Unknown Application'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownMember: [404, 10007, 'Unknown Member'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownRole: [404, 10011, 'Unknown Role'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  unknownCommand: [404, 10063, 'Unknown application command'],
  unknownVoiceState: [404, 10065, 'Unknown Voice State'],
  tooManyCommands: [400, 30032, 'Maximum number of application commands reached (100)'],
  tooManyCommandCreates: [400, 30034, 'Max number of daily application command creates has been reached (200)'],
  tooManyFollowUps: [400, 40094, 'Maximum number of follow-up messages reached'],
  tooLarge: [413, 40005, 'Request entity too large'],
  wrongApplication: [403, 20012, 'You are not authorized to perform this action on this application'],
  invalidRecipient: [400, 50033, 'Invalid Recipient(s)'],
  notInVoice: [400, 40032, 'Target user is not connected to voice.'],
  alreadyAcknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  badUserAgent: [403, 40333, 'Cloudflare is blocking your request. Set a proper User Agent'],
  missingAccess: [403, 50001, 'Missing Access'],
  notEditable: [403, 50005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  cannotSendToUser: [403, 50007, 'Cannot send messages to this user'],
  nonText: [400, 50008, 'Cannot send messages in a non-text channel'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  invalidWebhookToken: [401, 50027, 'Invalid Webhook Token'],
  noMutualGuilds: [403, 50278, 'Cannot send messages to this user due to having no mutual guilds'],
  cannotReply: [400, 160002, 'Cannot reply without permission to read message history'],
  wrongChannelType: [400, 50024, 'Cannot execute action on this channel type'],
  invalidJson: [400, 50109, 'The request body contains invalid JSON.'],
  voiceWithContent: [400, 50159, 'Voice messages do not support additional content.'],
  voiceWithoutAudio: [400, 50160, 'Voice messages must have a single audio attachment.'],
  voiceWithoutMetadata: [400, 50161, 'Voice messages must have supporting metadata.'],
  voiceNotEditable: [400, 50162, 'Voice messages cannot be edited.'],
  voiceNotAllowed: [403, 50173, 'You cannot send voice messages in this channel.'],
} as const satisfies Record<string, readonly [status: number, code: number, message: string]>;

export type KnownError = keyof typeof known;

export function apiError(name: KnownError): ApiError {
  const [status, code, message] = known[name];
  return new ApiError({ status, code, message });
}
