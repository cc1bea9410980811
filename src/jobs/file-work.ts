import type { VoicePrint } from '../engine/engine.ts';
import type { SpeechFile } from '../engine/studio.ts';
import type { MadeSpeech, SpeechCache } from './cache.ts';
import type { Job } from './job.ts';
import { learn, type RunnerPorts, record, type Work, type WorkSettings } from './runner.ts';
import type { Member, SharedWork } from './shared-work.ts';
import type { Slot } from './slots.ts';
import { untilAborted } from './until-aborted.ts';

export interface FileWorkSettings extends WorkSettings {
  readonly cache: SpeechCache;
  readonly shared: SharedWork<MadeSpeech>;
}

/**
 * File work: notes and files, from the cache, or made together with identical jobs, or made. Each job has its own use on record before it
 * gets the file; the record tells whose mark the file carries, for speech that is made once is marked once. A slot is held by what is made, not by the jobs that wait for it.
 */
export function createFileWork(ports: Pick<RunnerPorts, 'speaker' | 'recordUse' | 'hashText'>, settings: FileWorkSettings): Work {
  const { cache, shared, estimates, graceSeconds, now } = settings;

  return async (job, { print, version }, slot) => {
    const key = cache.keyOf({ voiceId: job.grant.voiceId, version, text: job.request.text, options: optionsOf(job) });
    const held = cache.get(key);
    if (held) slot.release();
    const { file, mark } = held ?? (await join(job, { key, print, slot }));
    await record(job, ports, { file: file.file, mark });
    job.succeed({ form: job.grant.form === 'file' ? 'file' : 'note', cached: held !== undefined, ...file });
  };

  interface Order {
    readonly key: string;
    readonly print: VoicePrint;
    readonly slot: Slot;
  }

  function join(job: Job, { key, print, slot }: Order): Promise<MadeSpeech> {
    const { voiceId } = job.grant;
    const result = shared.join(key, voiceId, job, async work => {
      const own = slot.handOver();
      try {
        const made = { file: await make(job, print, work), mark: job.generationId };
        work.signal.throwIfAborted(); // nothing of a voice that was forgotten meanwhile
        if (isWhole(made.file)) cache.put(key, voiceId, made);
        return made;
      } finally {
        own.release();
      }
    });
    slot.release(); // of a job that found the work under way
    return result;
  }

  async function make(job: Job, print: VoicePrint, { signal, report }: Member): Promise<SpeechFile> {
    const startMs = now();
    let file: SpeechFile | undefined;
    const speech = ports.speaker.speakFile(
      job.request.text,
      print,
      { ...optionsOf(job), generationId: job.generationId },
      signal,
    );
    for await (const event of untilAborted(speech, signal, graceSeconds)) {
      if (event.kind === 'progress') report(event.share);
      else file = withoutKind(event);
    }
    if (!file) throw new Error('The speaker ended without a file.');
    learn(job, now() - startMs, estimates);
    return file;
  }
}

function optionsOf({ request: { language, rate, seed, format = 'ogg' }, grant }: Job) {
  return { language, rate, seed, format: grant.form === 'file' ? format : 'ogg' } as const;
}

/** What an engine broke off may come out whole the next time. */
function isWhole({ notes = [] }: SpeechFile): boolean {
  return notes.every(note => note.outcome !== 'cut-off');
}

function withoutKind({ kind: _, ...file }: SpeechFile & { readonly kind: 'end' }): SpeechFile {
  return file;
}
