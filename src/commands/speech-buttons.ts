import type { SpeakHandle } from '../jobs/queue.ts';
import type { Voice } from '../voices/voices.ts';
import type { Tools } from './command.ts';
import { openButton } from './replies.ts';
import type { Button } from './reply.ts';
import type { Request } from './request.ts';
import type { SpeechWish } from './speech-wish.ts';

/** SpeechButtons: what can be done with speech where it is seen: play it in one's voice channel, take it back, stop it, report it. */
export function speechButtons(
  { voice, text, language, rate, audience }: SpeechWish,
  { generationId }: SpeakHandle,
  request: Request,
  tools: Tools,
): Button[] {
  if (audience === 'asker') return [];
  const buttons: Button[] = [];
  if (request.playback) {
    tools.recent.put(generationId, { voice, text, language, requester: request.person.id, ...(rate ? { rate } : {}) });
    buttons.push(openButton('button-play', { command: 'say', verb: 'play', argument: generationId }, { tools }));
  }
  if (request.canRetract) buttons.push(deleteButton(voice, request, tools));
  return [...buttons, reportButton(voice, tools)];
}

/** For whoever asked for the speech, and whose voice it is. */
function deleteButton({ owner }: Voice, { person }: Request, { texts, actions }: Tools): Button {
  const action = actions.make({ command: 'say', verb: 'delete', argument: '' }, { for: [person.id, owner] });
  return { label: texts.say('button-delete'), style: 'plain', action };
}

/** At the label of live speech; who may press it is looked at then. */
export function stopButton({ generationId }: SpeakHandle, tools: Pick<Tools, 'texts' | 'actions'>): Button {
  return openButton('button-stop', { command: 'skip', verb: 'this', argument: generationId }, { tools });
}

export function reportButton(voice: Voice, tools: Pick<Tools, 'texts' | 'actions'>): Button {
  return openButton('button-report', { command: 'report', verb: 'ask', argument: voice.id }, { tools });
}
