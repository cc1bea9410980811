import { type APIGatewayBotInfo, REST, Routes } from 'discord.js';
import { Refusal } from '../../../errors.ts';
import { restOptions } from '../client.ts';
import { inWords, requireToken } from '../login.ts';

/** Count: how many processes Discord recommends for the servers that the bot is in. Refuses with 'discord-*'. */
export async function recommendedShards({ token, apiUrl }: { readonly token: string; readonly apiUrl: string }): Promise<number> {
  try {
    const { shards } = (await new REST(restOptions(apiUrl))
      .setToken(requireToken(token))
      .get(Routes.gatewayBot())) as APIGatewayBotInfo;
    return shards;
  } catch (error) {
    throw error instanceof Refusal ? error : inWords(error, apiUrl);
  }
}
