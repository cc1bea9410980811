import type { Tools } from '../command.ts';
import { personName, placeName } from '../naming.ts';
import { ownVoice } from '../own-voice.ts';
import { toAsker } from '../replies.ts';
import type { Reply } from '../reply.ts';
import type { Request } from '../request.ts';
import type { ConsentOptions } from './options.ts';

export const logLines = 20;

/** Log: the newest uses of a voice: when, by whom, where, how. What was said is not kept. */
export async function* log({ voice: name }: ConsentOptions, request: Request, tools: Tools): AsyncGenerator<Reply> {
  const { texts } = tools;
  const voice = await ownVoice(name, request, tools);
  const uses = await tools.consent.uses(voice.id, request.person.id, { limit: logLines });
  await request.directory.know?.(uses.flatMap(({ requester, placeId }) => [requester, placeId].filter(id => id !== undefined)));
  const lines = uses.map(use =>
    texts.say('log-line', {
      time: texts.date(use.atMs),
      requester: personName(use.requester, request, texts),
      place: use.placeId === undefined ? texts.say('some-place') : placeName(use.placeId, request, texts),
      how: texts.say(`form-${use.form}`),
      id: use.mark ?? use.generationId,
    }),
  );
  yield toAsker([texts.say('log-start', { voice: voice.name, count: lines.length }), ...lines].join('\n'));
}
