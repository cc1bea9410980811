import { Refusal } from '../errors.ts';
import type { Command } from './command.ts';
import { personName } from './naming.ts';
import type { Playback, Utterance } from './playback.ts';
import { toAsker, toEveryone } from './replies.ts';
import type { Request } from './request.ts';

/** Live: /join, /leave, /skip, /stop and /queue: what plays in the voice channel. Everybody may skip their own speech and their own voice; admins any. */
const options = {} as const;

export const join: Command<typeof options> = {
  name: 'join',
  options,
  needsPlayback: true,
  async *run(_options, request, { texts }) {
    const { channel } = await playbackOf(request).join(request.person.id);
    yield toEveryone(texts.say('join-done', { channel }));
  },
};

export const leave: Command<typeof options> = {
  name: 'leave',
  options,
  needsPlayback: true,
  async *run(_options, request, { texts, isOperator }) {
    const playback = playbackOf(request);
    const others = playback.queue().some(utterance => !mayStop(utterance, request, isOperator));
    if (others) throw onlyOwn();
    await playback.leave();
    yield toEveryone(texts.say('leave-done'));
  },
};

export const skip: Command<typeof options> = {
  name: 'skip',
  options,
  needsPlayback: true,
  async *run(_options, request, { texts, isOperator }) {
    const playback = playbackOf(request);
    const [playing] = playback.queue();
    if (!playing) throw nothingPlays();
    if (!mayStop(playing, request, isOperator)) throw onlyOwn();
    playback.skip(playing.id);
    yield toEveryone(texts.say('skip-done'));
  },

  /** "Stop" at the label of one speech, whether it plays or waits. */
  async *press({ argument: id }, request, { texts, isOperator }) {
    const playback = playbackOf(request);
    const utterance = playback.queue().find(one => one.id === id);
    if (!utterance) throw nothingPlays();
    if (!mayStop(utterance, request, isOperator)) throw onlyOwn();
    playback.skip(id);
    yield toEveryone(texts.say('skip-done'));
  },
};

export const stop: Command<typeof options> = {
  name: 'stop',
  options,
  needsPlayback: true,
  async *run(_options, request, { texts, isOperator }) {
    const playback = playbackOf(request);
    const all = playback.queue();
    if (all.length === 0) throw nothingPlays();
    const mine = all.filter(utterance => mayStop(utterance, request, isOperator));
    if (mine.length === 0) throw onlyOwn();
    const count = mine.length === all.length ? playback.stop() : mine.filter(({ id }) => playback.skip(id)).length;
    yield toEveryone(texts.say('stop-done', { count }));
  },
};

export const queue: Command<typeof options> = {
  name: 'queue',
  options,
  async *run(_options, request, tools) {
    const { texts } = tools;
    const lines = (request.playback?.queue() ?? []).map(({ label }, index) =>
      texts.say(index === 0 ? 'queue-playing' : 'queue-waiting', { number: index + 1, label }),
    );
    const here = tools.queue.view().filter(job => job.grant.placeId === request.place.id && job.grant.form !== 'live');
    for (const [index, job] of here.entries()) {
      const requester = personName(job.grant.personId, request, texts);
      lines.push(texts.say(job.state === 'running' ? 'queue-being-made' : 'queue-to-be-made', { number: index + 1, requester }));
    }
    yield toAsker(lines.length > 0 ? lines.join('\n') : texts.say('queue-empty'));
  },
};

function playbackOf({ playback }: Request): Playback {
  if (playback) return playback;
  throw new Refusal('live-unavailable', 'There is no voice channel in this place. Use /say with as: note instead.');
}

function mayStop(utterance: Utterance, { person }: Request, isOperator: boolean): boolean {
  return person.isAdmin || isOperator || utterance.requester === person.id || utterance.owner === person.id;
}

function nothingPlays(): Refusal {
  return new Refusal('live-nothing', 'Nothing is being played. /say with as: live plays something.');
}

function onlyOwn(): Refusal {
  return new Refusal(
    'live-not-yours',
    'Somebody else is speaking. You can stop what you asked for and your own voice; admins can stop everything.',
  );
}
