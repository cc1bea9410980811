import { type APIGatewayBotInfo, REST, Routes } from 'discord.js';
import { restOptions } from '../client.ts';
import { inWords } from '../login.ts';

/** Count: how many processes Discord recommends for the servers that the bot is in. Refuses with 'discord-*'. */
export async function recommendedShards({ token, apiUrl }: { readonly token: string; readonly apiUrl: string }): Promise<number> {
  try {
    const { shards } = (await new REST(restOptions(apiUrl)).setToken(token).get(Routes.gatewayBot())) as APIGatewayBotInfo;
    return shards;
  } catch (error) {
    throw inWords(error, apiUrl);
  }
}
