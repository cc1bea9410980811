import { noticeVersion } from '../consent/notice.ts';
import type { Command } from './command.ts';
import { noticeText } from './notice.ts';
import { toAsker } from './replies.ts';

const options = {} as const;

/** /privacy: the notice, at any time. */
export const privacy: Command<typeof options> = {
  name: 'privacy',
  options,
  async *run(_options, _request, { texts }) {
    const [, ...points] = noticeText(texts).split('\n');
    yield toAsker([texts.say('privacy-start'), ...points, texts.say('privacy-more', { version: noticeVersion })].join('\n'));
  },
};
