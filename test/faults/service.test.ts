/** The whole service with its real engine process: a revocation in the middle of everything, and a clock that goes backwards. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Playback, Utterance } from '../../src/commands/playback.ts';
import type { Reply } from '../../src/commands/reply.ts';
import type { Request } from '../../src/commands/request.ts';
import type { Form } from '../../src/consent/identity.ts';
import { Refusal } from '../../src/errors.ts';
import { createService, type Service } from '../../src/service.ts';
import { createMemoryLog, type LogLine, requestFor } from '../commands/requests.ts';
import { refusal, soon } from '../engine/support.ts';
import { dayMs, minuteMs } from '../support/manual-time.ts';

const [ada, mod] = ['console:ada', 'console:mod'];
const den = 'console:place/den';
/** Some seconds of work for the engine of tones; another text each time, so that nothing is shared. */
const longText = (number: number) => `Number ${number}. ${'and then one more word '.repeat(190)}`;

describe('the service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-service-'));
  const lines: LogLine[] = [];
  let nowMs = Date.UTC(2027, 0, 1);
  let service: Service;
  before(async () => {
    mkdirSync(join(folder, 'keys'), { mode: 0o700 });
    service = await createService({
      dataFolder: join(folder, 'data'),
      keyFile: join(folder, 'keys', 'master.key'),
      engine: 'tone',
      operators: ['console:olga'],
      log: createMemoryLog(lines),
      now: () => nowMs,
      warm: false,
    });
  });
  after(async () => {
    await service?.close(0);
    rmSync(folder, { recursive: true, force: true });
  });

  function request(person: string, command: string, options: Request['options'] = {}, facts: Partial<Request> = {}): Request {
    nowMs += 2_000; // nobody is too fast
    return requestFor(command, {
      person: { id: person, name: person.slice(8), roles: [], isAdmin: person === mod },
      options,
      ...facts,
    });
  }

  /** Everything that is answered, as it comes; what is heard is counted by `onHeard`. */
  async function tell(asked: Request, onHeard = () => {}): Promise<readonly Reply[]> {
    const replies: Reply[] = [];
    for await (const reply of service.dispatcher.handle(asked)) {
      replies.push(reply);
      if (reply.kind === 'note' || reply.kind === 'file') onHeard();
    }
    return replies;
  }

  const say = (person: string, words: string, as: Form, facts: Partial<Request> = {}) =>
    request(person, 'say', { text: [{ kind: 'text', text: words }], voice: 'Robot', as }, facts);

  const outcomeOf = ({ id }: Request) =>
    lines.findLast(({ event, facts }) => event === 'request' && facts.request === id)?.facts.outcome;

  async function createVoice(): Promise<string> {
    await tell(request(ada, 'design', { gender: 'female', name: 'Robot' }));
    await tell(request(ada, 'consent', { do: 'allow', voice: 'Robot', everyone: true }));
    const [voiceId] = service.consent.voicesOf(ada);
    return voiceId!;
  }

  test('a revocation while 50 wait, 2 are made and 1 plays ends all of them, and nothing is heard afterwards', async () => {
    const voiceId = await createVoice();
    await tell(request(mod, 'settings', { do: 'length', value: '5000' }));
    let heard = 0;
    let packets = 0;
    const onHeard = () => {
      heard++;
    };
    const playing = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<unknown>();
    const playback = listener(async ({ speech }) => {
      try {
        for await (const _packet of speech.packets) {
          packets++;
          playing.resolve();
          await new Promise(resolve => setTimeout(resolve, 20)); // as a voice channel takes them
        }
        ended.resolve(undefined);
      } catch (error) {
        ended.resolve(error);
      }
    });
    const live = say('console:guest-0', 'and then one more word '.repeat(15), 'live', { playback });
    const works = [tell(live, onHeard)];
    await soon(playing.promise, 'the first packet');

    const asked: Request[] = [];
    const inQueue = (state: string) => service.queue.view().filter(job => job.state === state).length;
    const ask = async (count: number) => {
      for (let number = 0; number < count; number++) {
        const before = service.queue.view().length;
        asked.push(say(`console:guest-${asked.length + 1}`, longText(asked.length + 1), number % 2 ? 'note' : 'file'));
        works.push(tell(asked.at(-1)!, onHeard));
        await until(() => service.queue.view().length > before); // so that the clock moves between two
      }
    };
    await ask(2);
    await until(() => inQueue('running') === 3); // what plays is made by then, and two more are begun
    await ask(50);
    await until(() => inQueue('queued') === 50);

    const receipt = await service.consent.revoke(voiceId, ada);
    const [heardBefore, packetsBefore] = [heard, packets];
    assert.deepEqual(receipt.voices, [voiceId]);
    assert.deepEqual(service.queue.view(), [], 'nothing waits or runs any more');

    await soon(Promise.all(works), 'the answers to all of them');
    assert.ok(refusal('consent-revoked')(await ended.promise));
    assert.deepEqual([heard, packets], [heardBefore, packetsBefore], 'nothing was heard afterwards');
    for (const one of [live, ...asked]) assert.equal(outcomeOf(one), 'consent-revoked');
    const [, code] = await refused(say(ada, 'Hello.', 'note'));
    assert.equal(code, 'voice-unknown');
  });

  async function refused(asked: Request): Promise<readonly [readonly Reply[], string | undefined]> {
    return [await tell(asked), outcomeOf(asked)];
  }

  test('a clock that goes back gives no permission, button or challenge back', async () => {
    const voiceId = await createVoice();
    const asker = { personId: 'console:ben', placeId: den, roles: [] };
    const ask = () => service.consent.grant({ voiceId, asker, form: 'note' });
    await service.consent.allow(voiceId, ada, {
      audience: { kind: 'everyone' },
      placeId: den,
      forms: ['note'],
      untilMs: nowMs + dayMs,
    });
    service.consent.release(ask());
    const [, shown] = await tell(request('console:eve', 'clone')).then(replies => [replies, buttonsIn(replies)] as const);
    nowMs += 2 * dayMs;
    assert.throws(ask, refusal('consent-expired'));
    nowMs -= 30 * dayMs;
    assert.throws(ask, refusal('consent-expired'));
    assert.throws(() => service.consent.grant({ voiceId, asker: { ...asker, personId: 'console:eve' }, form: 'live' }), Refusal);

    const pressed = request('console:eve', '', {}, { action: shown[0]! });
    await tell(pressed);
    const challenged = outcomeOf(pressed);
    assert.equal(challenged, 'answered', 'a button of the future is young, and harmless');
    nowMs -= minuteMs;
    const message = {
      authorId: 'console:eve',
      forwarded: false,
      sentAtMs: nowMs,
      name: 'voice.ogg',
      sizeBytes: 1,
      download: async () => Buffer.alloc(1),
    };
    const answered = request('console:eve', 'clone', {}, { message });
    await tell(answered);
    assert.equal(outcomeOf(answered), 'challenge-too-early');

    const outcomes: (string | undefined)[] = [];
    for (let count = 0; count < 4; count++) {
      nowMs += 10_000; // each of the three limits may ask for some seconds after such a jump, and no more
      const spoken = say(ada, 'Still here.', 'note');
      await tell(spoken);
      outcomes.push(outcomeOf(spoken));
    }
    assert.equal(outcomes.at(-1), 'answered', `the owner is not locked out: ${outcomes}`);
  });
});

/** Looks again at each turn; 20 s are more than any healthy run needs. */
async function until(isSo: () => boolean): Promise<void> {
  for (const deadline = performance.now() + 20_000; !isSo(); ) {
    if (performance.now() > deadline) throw new Error('It did not come to that within 20 s.');
    await new Promise(resolve => setImmediate(resolve));
  }
}

function buttonsIn(replies: readonly Reply[]): string[] {
  return replies.flatMap(reply => ('buttons' in reply ? (reply.buttons ?? []) : [])).map(({ action }) => action);
}

/** A voice channel with one listener. */
function listener(play: (utterance: Utterance) => Promise<void>): Playback {
  const queue: Utterance[] = [];
  return {
    join: async () => ({ channel: 'the hall' }),
    leave: async () => {},
    async play(utterance) {
      queue.push(utterance);
      void play(utterance);
    },
    queue: () => queue,
    skip: () => false,
    stop: () => 0,
  };
}
