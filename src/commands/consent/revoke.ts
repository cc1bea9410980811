import type { Press } from '../action.ts';
import type { Tools } from '../command.ts';
import { ownVoice } from '../own-voice.ts';
import { ownButton, toAsker } from '../replies.ts';
import type { Reply } from '../reply.ts';
import type { Request } from '../request.ts';
import type { ConsentOptions } from './options.ts';

/** Revoke: ends a voice for good, after a confirmation; the receipt names the ledger's last hash. */
export async function* revoke({ voice: name }: ConsentOptions, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const voice = await ownVoice(name, request, tools);
  const press = { command: 'consent', verb: 'revoke', argument: voice.id };
  yield toAsker(tools.texts.say('revoke-ask', { voice: voice.name }), [
    ownButton('button-revoke', press, { request, tools, style: 'danger', lifetimeMinutes: 10 }),
    ownButton('button-keep', { ...press, verb: 'keep', argument: '' }, { request, tools, lifetimeMinutes: 10 }),
  ]);
}

export async function* pressRevoke({ verb, argument }: Press, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const { texts } = tools;
  if (verb === 'keep') {
    yield toAsker(texts.say('nothing-changed'));
  } else if (verb === 'ask') {
    yield* revoke({ voice: argument } as ConsentOptions, request, tools);
  } else {
    const voice = await ownVoice(argument, request, tools);
    const receipt = await tools.voices.revoke(voice.id, request.person.id);
    yield toAsker(texts.say('revoke-done', { voice: voice.name, time: texts.date(receipt.atMs), hash: receipt.hash }));
  }
}
