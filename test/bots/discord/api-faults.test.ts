/** What an error means for what can still be done. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DiscordAPIError, HTTPError } from 'discord.js';
import {
  codeOf,
  isAnsweredAlready,
  isDiscordFault,
  isExpired,
  isMessageGone,
  isNetworkFault,
  isUnauthorized,
} from '../../../src/bots/discord/faults.ts';
import { Refusal } from '../../../src/errors.ts';

const refused = (code: number, status = 400) => new DiscordAPIError({ code, message: '' }, code, status, 'POST', 'url', {});
const coded = (code: string) => Object.assign(new Error('x'), { code });

const judges = { isExpired, isAnsweredAlready, isMessageGone, isUnauthorized, isNetworkFault, isDiscordFault };

test('errors are told apart', () => {
  const rows: readonly (readonly [unknown, readonly (keyof typeof judges)[]])[] = [
    [refused(10062, 404), ['isExpired', 'isDiscordFault']],
    [refused(50027, 401), ['isExpired', 'isUnauthorized', 'isDiscordFault']],
    [refused(10015, 404), ['isExpired', 'isDiscordFault']],
    [refused(40060), ['isAnsweredAlready', 'isDiscordFault']],
    [refused(10008, 404), ['isMessageGone', 'isDiscordFault']],
    [refused(0, 401), ['isUnauthorized', 'isDiscordFault']],
    [refused(50013, 403), ['isDiscordFault']],
    [new HTTPError(500, '', 'POST', 'url', {}), ['isDiscordFault']],
    [coded('ECONNRESET'), ['isNetworkFault', 'isDiscordFault']],
    [coded('EAI_AGAIN'), ['isNetworkFault', 'isDiscordFault']],
    [coded('UND_ERR_SOCKET'), ['isNetworkFault', 'isDiscordFault']],
    [new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }), ['isNetworkFault', 'isDiscordFault']],
    [Object.assign(new Error('x'), { name: 'AbortError' }), ['isNetworkFault', 'isDiscordFault']],
    [coded('ERR_INVALID_ARG_TYPE'), []],
    [new TypeError('a mistake'), []],
    [new Refusal('voice-unknown', 'x'), []],
  ];
  for (const [error, wanted] of rows) {
    const found = Object.entries(judges).flatMap(([name, judge]) => (judge(error) ? [name] : []));
    assert.deepEqual(found.sort(), [...wanted].sort(), String(codeOf(error)));
  }
});
