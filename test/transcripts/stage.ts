/** Stage: the real console bot with everything real behind it, in a folder of its own, with a clock that the script moves and people who can read aloud. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav } from '../../src/audio/wav.ts';
import { type ConsoleBot, createConsoleBot } from '../../src/bots/console/console.ts';
import { createLog } from '../../src/log.ts';
import { createService, type Service } from '../../src/service.ts';
import type { Ear } from '../../src/voices/enrolling.ts';
import { personSays } from '../engine/mynah/person.ts';
import { soon } from '../engine/support.ts';

export interface StageOptions {
  readonly engine: string;
  /** Whether challenges are judged by the real verifier, or by one that knows what was read aloud. */
  readonly realVerifier: boolean;
  readonly operators: readonly string[];
}

export interface Stage extends AsyncDisposable {
  readonly folder: string;
  readonly service: Service;
  /** Does a line, and returns what was printed. */
  play(line: string): Promise<string[]>;
}

const readings = new Map<string, { readonly person: string; readonly text: string }>();
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Everybody sounds different: higher or lower than the reader. */
const factors: Readonly<Record<string, number>> = { ada: 1.15, bob: 0.95, eve: 1.3 };

async function readAloud(person: string, text: string, folder: string): Promise<string> {
  const { samples, sampleRateHz } = await personSays(text, { factor: factors[person] ?? 1.05 });
  const wav = encodeWav({ samples: samples.map(sample => sample * 0.9), sampleRateHz });
  readings.set(hashOf(wav), { person, text });
  const path = join(folder, `${person}-${readings.size}.wav`);
  writeFileSync(path, wav);
  return path;
}

/** Hears what the people of a stage have read, and nothing else; everything but the judgement is the engine's. */
function knowingEar(real: Ear): Ear {
  const reading = (source: Uint8Array) => readings.get(hashOf(source));
  return {
    ...real,
    async verify({ source }, { statement, words }) {
      const accepted = reading(source)?.text === `${statement} ${words.join(', ')}.`;
      const verification = { method: 'test', scores: {}, thresholds: {} };
      const fingerprint = createHash('sha512').update(source).digest();
      return { accepted, verification, fingerprint, ...(accepted ? {} : { reason: 'words-differ', advice: 'Read all of it.' }) };
    },
  };
}

export async function createStage({ engine, realVerifier, operators }: StageOptions): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'consonant-stage-'));
  mkdirSync(join(folder, 'keys'), { mode: 0o700 });
  let nowMs = Date.UTC(2027, 2, 1, 12);
  const now = () => nowMs;
  const service = await createService({
    dataFolder: join(folder, 'data'),
    keyFile: join(folder, 'keys', 'master.key'),
    engine,
    operators: operators.map(name => `console:${name}`),
    log: createLog({ file: join(folder, 'log') }),
    now,
    ...(realVerifier ? {} : { earFor: knowingEar, warm: false }),
  });
  const printed: string[] = [];
  /** From the voice channel: comes when it comes, and is shown to whoever listens. */
  const heard: string[] = [];
  let onHeard = () => {};
  const pace = createHeldPace();
  const bot: ConsoleBot = createConsoleBot({
    dispatcher: service.dispatcher,
    commands: service.commands,
    write(text) {
      for (const line of text.replace(/\n$/, '').split('\n')) (line.startsWith('voice channel of') ? heard : printed).push(line);
      onHeard();
    },
    out: join(folder, 'out'),
    now,
    pace: pace.wait,
  });
  let sentence = '';
  let lastRecording = '';
  let lastNote = '';

  async function translate(line: string): Promise<string> {
    const [, prompt = '', person = ''] = /^((\w+)@\w+> )/.exec(line) ?? [];
    const deed = line.slice(prompt.length);
    if (deed === '(reads the challenge)') lastRecording = await readAloud(person, sentence, folder);
    else if (deed.startsWith('(reads: ')) lastRecording = await readAloud(person, deed.slice(8, -1), folder);
    if (deed.startsWith('(reads') || deed === '(sends it again)') return `${prompt}(voice ${lastRecording})`;
    if (deed === '(forwards it)') return `${prompt}(forwarded voice ${lastRecording})`;
    return line
      .replace('{recording}', lastRecording)
      .replace('{note}', lastNote)
      .replace("(picks bob's message)", `(voice ${lastRecording} of bob)`);
  }

  async function listen(count: number): Promise<void> {
    const something = new Promise<void>(resolve => {
      onHeard = () => heard.length >= count && resolve();
    });
    onHeard();
    await soon(something, 'speech in the voice channel');
    printed.push(...heard.splice(0, count));
  }

  async function direct(line: string): Promise<void> {
    const later = /^(\d+) (minute|hour|day)s? later$/.exec(line);
    if (later) nowMs += Number(later[1]) * { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[later[2] as 'day'];
    else if (line === 'the channel plays on') pace.open();
    else if (line === 'the channel holds') pace.hold();
    else if (/^listen for \d$/.test(line)) await listen(Number(line.at(-1)));
    else await bot.feed(line);
  }

  return {
    folder,
    service,
    async play(line) {
      nowMs += 5_000;
      printed.length = 0;
      if (line.startsWith('-- ')) await direct(line.slice(3));
      else await bot.feed(await translate(line));
      sentence = printed.findLast(text => text.startsWith('  >>> '))?.slice(6) ?? sentence;
      lastNote =
        printed.map(text => /\(voice note, [\d.]+ s: (.+)\)$/.exec(text)?.[1]).findLast(path => path !== undefined) ?? lastNote;
      return [...printed];
    },
    async [Symbol.asyncDispose]() {
      pace.open();
      await bot.stop();
      await service.close(0);
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A voice channel that plays a packet and then holds, until it may play on. */
function createHeldPace() {
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  return {
    wait: (signal: AbortSignal) => {
      const aborted = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        if (signal.aborted) reject(signal.reason);
      });
      return Promise.race([gate.promise, aborted]);
    },
    hold: () => {
      gate = Promise.withResolvers<void>();
    },
    open: () => gate.resolve(),
  };
}
