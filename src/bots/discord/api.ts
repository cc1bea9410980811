import type {
  APIApplication,
  APIApplicationCommand,
  APIDMChannel,
  APIInteractionResponse,
  APIMessage,
  APIUser,
  RESTPutAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { type REST, Routes } from 'discord.js';
import { isNetworkFault, isUnauthorized } from './faults.ts';
import { bodyOf, type Manner, type Message } from './message.ts';

/**
 * Api: the requests of this bot to Discord, each with a deadline. Those that answer an interaction carry its token and not the bot's, and do
 * not count in the bot's limit, so they have a client of their own. Throws what discord.js throws: see faults.ts.
 */
export interface Api {
  respond(interaction: Answerable, response: APIInteractionResponse): Promise<void>;
  /** The response; of a button that was only acknowledged, the message that it stands at. */
  editOriginal(interaction: Answerable, message: Message): Promise<void>;
  deleteOriginal(interaction: Answerable): Promise<void>;
  followUp(interaction: Answerable, message: Message, manner: Manner): Promise<APIMessage>;
  post(channelId: string, message: Message, manner?: Manner): Promise<APIMessage>;
  edit(message: PostedMessage, to: Message): Promise<void>;
  remove(message: PostedMessage): Promise<void>;
  /** The oldest ten after it. */
  messagesAfter(message: PostedMessage): Promise<readonly APIMessage[]>;
  user(userId: string): Promise<APIUser>;
  /** The channel of the direct messages with somebody. */
  directChannel(userId: string): Promise<string>;
  application(): Promise<APIApplication>;
  commands(applicationId: string): Promise<readonly APIApplicationCommand[]>;
  replaceCommands(
    applicationId: string,
    commands: RESTPutAPIApplicationCommandsJSONBody,
  ): Promise<readonly APIApplicationCommand[]>;
}

export interface Answerable {
  readonly id: string;
  readonly application_id: string;
  readonly token: string;
}

export interface PostedMessage {
  readonly id: string;
  readonly channel_id: string;
}

export interface ApiParts {
  readonly rest: REST;
  /** Without the bot's token. */
  readonly interactionRest: REST;
  /** The bot's token counts no longer. */
  readonly onUnauthorized: () => void;
}

export const apiDefaults = {
  /** Discord wants to hear of us within 3 s; what comes later is refused anyway. */
  respondSeconds: 5,
  /** Rate limits that are waited for included. */
  requestSeconds: 90,
} as const;

export function createApi({ rest, interactionRest, onUnauthorized }: ApiParts): Api {
  const within = (seconds: number) => ({ signal: AbortSignal.timeout(seconds * 1000) });
  /** With the bot's token. */
  async function signed<Result>(request: () => Promise<unknown>): Promise<Result> {
    try {
      return (await request()) as Result;
    } catch (error) {
      if (isUnauthorized(error)) onUnauthorized();
      throw error;
    }
  }
  const usual = () => within(apiDefaults.requestSeconds);
  const unsigned = () => ({ ...usual(), auth: false });
  const original = ({ application_id, token }: Answerable) => Routes.webhookMessage(application_id, token, '@original');

  return {
    async respond({ id, token }, response) {
      const route = Routes.interactionCallback(id, token);
      await interactionRest.post(route, { ...within(apiDefaults.respondSeconds), auth: false, body: response });
    },
    async editOriginal(interaction, message) {
      await interactionRest.patch(original(interaction), { ...unsigned(), ...payload(message) });
    },
    async deleteOriginal(interaction) {
      await interactionRest.delete(original(interaction), unsigned());
    },
    async followUp({ application_id, token }, message, manner) {
      const route = Routes.webhook(application_id, token);
      return (await interactionRest.post(route, { ...unsigned(), ...payload(message, manner) })) as APIMessage;
    },
    async post(channelId, message, manner) {
      const { body, files } = payload(message, manner);
      // However often it is sent, it is posted once.
      const once = { ...body, nonce: nonce(), enforce_nonce: true };
      const send = () =>
        signed<APIMessage>(() => rest.post(Routes.channelMessages(channelId), { ...usual(), body: once, files }));
      return send().catch(error => {
        if (isNetworkFault(error)) return send();
        throw error;
      });
    },
    async edit({ id, channel_id }, message) {
      await signed(() => rest.patch(Routes.channelMessage(channel_id, id), { ...usual(), ...payload(message) }));
    },
    async remove({ id, channel_id }) {
      await signed(() => rest.delete(Routes.channelMessage(channel_id, id), usual()));
    },
    messagesAfter({ id, channel_id }) {
      const query = new URLSearchParams({ after: id, limit: '10' });
      return signed(() => rest.get(Routes.channelMessages(channel_id), { ...usual(), query }));
    },
    user: userId => signed(() => rest.get(Routes.user(userId), usual())),
    async directChannel(userId) {
      const body = { recipient_id: userId };
      return (await signed<APIDMChannel>(() => rest.post(Routes.userChannels(), { ...usual(), body }))).id;
    },
    application: () => signed(() => rest.get(Routes.currentApplication(), usual())),
    commands(applicationId) {
      const query = new URLSearchParams({ with_localizations: 'true' });
      return signed(() => rest.get(Routes.applicationCommands(applicationId), { ...usual(), query }));
    },
    replaceCommands: (applicationId, body) =>
      signed(() => rest.put(Routes.applicationCommands(applicationId), { ...usual(), body })),
  };
}

function payload(message: Message, manner?: Manner) {
  const { file } = message;
  const body = bodyOf(message, manner);
  return { body, files: file ? [{ name: file.name, data: Buffer.from(file.bytes), contentType: file.contentType }] : [] };
}

let nonces = 0;

/** At most 25 characters. */
function nonce(): string {
  return `${Date.now().toString(36)}.${process.pid.toString(36)}.${(++nonces).toString(36)}`;
}
