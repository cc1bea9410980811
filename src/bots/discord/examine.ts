import { type APIApplication, type APIGatewayBotInfo, ApplicationIntegrationType, REST, Routes } from 'discord.js';
import { Refusal } from '../../errors.ts';
import type { Finding } from '../../finding.ts';
import { restOptions } from './client.ts';
import { personalInstall, serverInvite } from './invite.ts';
import { inWords, requireToken } from './login.ts';
import { endpointSet } from './refusals.ts';
import { loadLibrary } from './voice/library.ts';
import { tryEncryption } from './voice/warm-up.ts';

/** Examine: whether Discord knows the token, how to invite the bot, and what its application is not set up for. Changes nothing. */
export interface ExamineSettings {
  readonly token: string;
  readonly apiUrl: string;
}

export async function examineDiscord({ token, apiUrl }: ExamineSettings, signal: AbortSignal): Promise<readonly Finding[]> {
  try {
    const rest = new REST(restOptions(apiUrl)).setToken(requireToken(token));
    const application = (await rest.get(Routes.currentApplication(), { signal })) as APIApplication;
    const gateway = (await rest.get(Routes.gatewayBot(), { signal })) as APIGatewayBotInfo;
    return [account(application, gateway), ...invitations(application), ...setUp(application), await voiceChannels()];
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Refusal ? error : inWords(error, apiUrl);
    if (!(reason instanceof Refusal)) throw reason;
    return [{ id: 'discord', label: 'Discord', state: 'missing', found: 'the bot cannot start', next: reason.message }];
  }
}

function account(
  { name, id, approximate_guild_count: servers = 0, approximate_user_install_count: people = 0 }: APIApplication,
  { session_start_limit: { remaining }, shards }: APIGatewayBotInfo,
): Finding {
  const where = `in about ${servers} servers, installed by about ${people} people`;
  const starts = `${remaining} starts left today, ${shards} ${shards === 1 ? 'process' : 'processes'} recommended`;
  return { id: 'discord', label: 'Discord', state: 'good', found: `"${name}" (${id}), ${where}; ${starts}` };
}

function invitations({ id }: APIApplication): Finding[] {
  return [
    { id: 'discord-invite', label: 'Discord, for a server', state: 'good', found: serverInvite(id) },
    { id: 'discord-install', label: 'Discord, for yourself', state: 'good', found: personalInstall(id) },
  ];
}

function setUp({ interactions_endpoint_url: endpoint, integration_types_config: types = {} }: APIApplication): Finding[] {
  const findings: Finding[] = [];
  if (endpoint) {
    const next = endpointSet().message;
    findings.push({ id: 'discord-endpoint', label: 'Discord commands', state: 'missing', found: 'they go elsewhere', next });
  }
  for (const [type, kind] of [
    [ApplicationIntegrationType.GuildInstall, 'Guild Install'],
    [ApplicationIntegrationType.UserInstall, 'User Install'],
  ] as const) {
    if (types[type] !== undefined) continue;
    const next = `Tick "${kind}" in the developer portal, under Installation, if you want it.`;
    findings.push({ id: `discord-${type}`, label: `Discord ${kind}`, state: 'note', found: 'not possible', next });
  }
  return findings;
}

async function voiceChannels(): Promise<Finding> {
  const shared = { id: 'discord-voice', label: 'Discord voice channels' };
  try {
    await tryEncryption(await loadLibrary());
    return { ...shared, state: 'good', found: 'the encryption works' };
  } catch (error) {
    const { message } = error as Error;
    const cause = (error as Error).cause instanceof Error ? `: ${((error as Error).cause as Error).message.split('\n')[0]}` : '';
    const next = `${message}${cause} Run: npm ci --ignore-scripts`;
    return { ...shared, state: 'note', found: 'no live speech: the encryption does not load', next };
  }
}
