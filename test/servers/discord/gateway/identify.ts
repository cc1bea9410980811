/** Identify: what op 2 and op 6 must look like, and who may do it (events/gateway-events, "Identify", "Resume"). */
import type { AppRecord } from '../world/records.ts';
import type { World } from '../world/world.ts';
import { closeCodes, GatewayClose } from './close-codes.ts';
import { everyIntent, privilegedIntents } from './intents.ts';

export interface Identify {
  readonly app: AppRecord;
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  readonly presence: unknown;
}

const guildsPerShard = 2500;

export function readIdentify(data: unknown, rules: { readonly world: World; readonly allowedPrivileged: number }): Identify {
  const { token, properties, intents, shard, presence } = fields(data);
  if (typeof token !== 'string') throw new GatewayClose(closeCodes.decodeError, 'IDENTIFY without a token');
  const app = rules.world.apps.values().find(one => one.token === token.replace(/^Bot /, ''));
  if (!app) throw new GatewayClose(closeCodes.authenticationFailed, 'IDENTIFY with a wrong token');
  if (typeof properties !== 'object' || properties === null)
    throw new GatewayClose(closeCodes.decodeError, 'IDENTIFY without properties');
  return { app, intents: readIntents(intents, rules.allowedPrivileged), shard: readShard(shard, app, rules.world), presence };
}

export interface Resume {
  readonly token: string;
  readonly sessionId: string;
  readonly sequence: number;
}

export function readResume(data: unknown): Resume {
  const { token, session_id, seq } = fields(data);
  if (typeof token !== 'string' || typeof session_id !== 'string' || !Number.isInteger(seq)) {
    throw new GatewayClose(closeCodes.decodeError, 'RESUME needs token, session_id and seq');
  }
  return { token, sessionId: session_id, sequence: seq as number };
}

/** An object, whatever came. */
export function fields(data: unknown): Record<string, unknown> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw new GatewayClose(closeCodes.decodeError, 'the data of the payload is no object');
  }
  return data as Record<string, unknown>;
}

function readIntents(intents: unknown, allowedPrivileged: number): number {
  if (typeof intents !== 'number' || !Number.isInteger(intents) || intents < 0 || intents & ~everyIntent) {
    throw new GatewayClose(closeCodes.invalidIntents, `invalid intents ${intents}`);
  }
  if (intents & privilegedIntents & ~allowedPrivileged) {
    throw new GatewayClose(
      closeCodes.disallowedIntents,
      `intents ${intents & privilegedIntents} are privileged and not switched on`,
    );
  }
  return intents;
}

function readShard(shard: unknown, app: AppRecord, world: World): readonly [number, number] {
  const guilds = [...world.guilds.values()].filter(({ members }) => members.has(app.botId)).length;
  if (shard === undefined) {
    if (guilds > guildsPerShard) throw new GatewayClose(closeCodes.shardingRequired, `${guilds} guilds on one shard`);
    return [0, 1];
  }
  const isPair = Array.isArray(shard) && shard.length === 2 && shard.every(Number.isInteger);
  if (!isPair || shard[0] < 0 || shard[1] < 1 || shard[0] >= shard[1]) {
    throw new GatewayClose(closeCodes.invalidShard, `invalid shard ${JSON.stringify(shard)}`);
  }
  return [shard[0], shard[1]];
}
