import { Refusal } from '../errors.ts';
import type { Command } from './command.ts';
import { ownButton, toAsker } from './replies.ts';

const options = {} as const;

/** /forget: erases everything about the person, after a confirmation; the receipt can be checked against the ledger. */
export const forget: Command<typeof options> = {
  name: 'forget',
  options,

  async *run(_options, request, tools) {
    const count = (await tools.voices.owned(request.person.id)).length;
    const press = { command: 'forget', verb: 'yes', argument: '' };
    yield toAsker(tools.texts.say('forget-ask', { count }), [
      ownButton('button-forget', press, { request, tools, style: 'danger', lifetimeMinutes: 10 }),
      ownButton('button-keep', { ...press, verb: 'no' }, { request, tools, lifetimeMinutes: 10 }),
    ]);
  },

  async *press({ verb }, request, tools) {
    const { person } = request;
    if (verb === 'no') {
      yield toAsker(tools.texts.say('nothing-changed'));
      return;
    }
    const gone = new Refusal('person-forgotten', 'Everything about the person who asked was erased.');
    tools.queue.cancel(job => job.grant.personId === person.id, gone);
    for (const utterance of request.playback?.queue() ?? []) {
      if (utterance.requester === person.id || utterance.owner === person.id) request.playback!.skip(utterance.id);
    }
    const receipt = await tools.voices.forget(person.id);
    tools.drafts.put(person.id, {});
    tools.recent.forget(person.id);
    const values = { count: receipt.voices.length, time: tools.texts.date(receipt.atMs), hash: receipt.hash };
    yield toAsker(tools.texts.say('forget-done', values));
  },
};
